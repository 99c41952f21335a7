"""Reading TOML files that people write: winnow.toml and site files. However odd the file, the error is one line."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

_MAX_BYTES = 1_000_000
_MAX_PARTS = 32  # of a dotted key; tomllib takes quadratic time for a key of many
_TEXT_OR_COMMENT = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"?|'[^'\n]*+'?|#[^\n]*+")
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MAX_PARTS}}}")


def read_toml(path: Path | str) -> dict[str, Any]:
    """The content of a TOML file. Raises OSError when it cannot be read, ValueError when it cannot be used."""
    return parse_toml(read_toml_bytes(path))


def read_toml_bytes(path: Path | str) -> bytes:
    """The bytes of a TOML file. Raises as `read_toml` does."""
    with open(path, "rb", opener=_open) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is not a regular file")
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise ValueError(f"it has more than {_MAX_BYTES:,} bytes")
    return content


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)  # opening a pipe would otherwise wait for ever


def parse_toml(content: bytes) -> dict[str, Any]:
    """The values in the bytes of a TOML file. Raises ValueError."""
    text = content.decode()
    if _LONG_KEY.search(_TEXT_OR_COMMENT.sub("x", text)):
        raise ValueError(f"a key has more than {_MAX_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("its lists or tables are nested too deep") from None
