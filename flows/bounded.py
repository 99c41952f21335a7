"""Bounds for what others wrote: only regular files are opened, JSON has a largest size and depth, numbers are short."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from typing import Any, BinaryIO

MAX_JSON_BYTES = 1_000_000
MAX_COLUMN_BYTES = 100_000_000  # of a column that winnow itself writes
_MAX_JSON_DEPTH = 50
_MAX_DIGITS = 18  # fits into 63 bits, which is what SQLite and file offsets have
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.S)  # a string, or a bracket outside of strings


def open_regular(path: str | os.PathLike[str], *, follow: bool = True) -> BinaryIO:
    """Open a regular file for reading; ``follow``: also if the path is a link to one.

    Raises OSError for anything else, at once: to open a pipe would otherwise wait for ever.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW))
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, str(error)) from None
    except OSError as error:
        if error.errno == errno.ELOOP and not follow:
            raise OSError(errno.ELOOP, "a link; links in raw/ are not followed") from None
        if error.errno == errno.ENXIO:  # a socket
            raise OSError(errno.EINVAL, "not a regular file") from None
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file")
    return open(handle, "rb")


def read_regular(path: str | os.PathLike[str], max_bytes: int, *, follow: bool = True) -> bytes:
    """The content of a regular file. Raises OSError, also for a file of more than ``max_bytes`` bytes."""
    with open_regular(path, follow=follow) as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"more than {max_bytes:,} bytes")
    return content


def read_json(text: str | bytes, max_bytes: int = MAX_JSON_BYTES) -> Any:
    """The value of a JSON text. Raises ValueError when it is not JSON, too long, or too deep."""
    if len(text) > max_bytes:
        raise ValueError(f"more than {max_bytes:,} bytes")
    if isinstance(text, bytes):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    depth = 0
    if text.count("[") + text.count("{") > _MAX_JSON_DEPTH:
        for token in _JSON_TOKEN.finditer(text):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
            if depth > _MAX_JSON_DEPTH:
                raise ValueError(f"more than {_MAX_JSON_DEPTH} values inside each other")
    return json.loads(text)


def read_object(text: str | bytes, max_bytes: int = MAX_JSON_BYTES) -> dict[str, Any]:
    """The object of a JSON text; an empty one for anything that `read_json` cannot read or that is no object."""
    try:
        value = read_json(text, max_bytes)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def whole_number(text: str) -> int | None:
    """The number that a few ASCII digits give; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None


def read_counts(text: str | bytes) -> dict[str, int]:
    """The whole numbers in the object of a JSON text, by name; what else is in it is left out."""
    return {name: value for name, value in read_object(text).items() if isinstance(value, int)}
