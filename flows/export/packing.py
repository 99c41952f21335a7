"""What a process that cleans pages hands back of a page: text by name, packed small."""

from __future__ import annotations

import base64
import json
import zlib

_LEVEL = 1  # the pipe is fast: a better packing costs more than it saves


def pack(files: dict[str, bytes]) -> str:
    """Files by name (or suffix) as one word of text."""
    held = {name: content.decode("utf-8") for name, content in files.items()}
    return base64.b64encode(zlib.compress(json.dumps(held).encode(), _LEVEL)).decode()


def unpack(packed: str) -> dict[str, bytes]:
    """What ``pack`` was given."""
    held = json.loads(zlib.decompress(base64.b64decode(packed)))
    return {name: text.encode("utf-8") for name, text in held.items()}
