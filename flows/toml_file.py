"""Reading TOML files that people write: winnow.toml and site files. However odd the file, the error is one line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from .bounded import read_regular

_MAX_BYTES = 1_000_000
_MAX_PARTS = 32  # of a dotted key; tomllib takes quadratic time for a key of many
_TEXT_OR_COMMENT = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"?|'[^'\n]*+'?|#[^\n]*+")
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MAX_PARTS}}}")


def read_toml(path: Path | str) -> dict[str, Any]:
    """The content of a TOML file. Raises OSError when it cannot be read, ValueError when it cannot be used."""
    return parse_toml(read_toml_bytes(path))


def read_toml_bytes(path: Path | str) -> bytes:
    """The bytes of a TOML file. Raises OSError."""
    return read_regular(path, _MAX_BYTES)


def parse_toml(content: bytes) -> dict[str, Any]:
    """The values in the bytes of a TOML file. Raises ValueError."""
    text = content.decode()
    if _LONG_KEY.search(_TEXT_OR_COMMENT.sub("x", text)):
        raise ValueError(f"a key has more than {_MAX_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("its lists or tables are nested too deep") from None
