"""Bytes that are no page: told by their first bytes, or by too many control characters."""

from __future__ import annotations

_MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "gzip data",
    b"RIFF": "a RIFF file (WebP, WAV, AVI)",
    b"\x7fELF": "a program",
    b"BZh": "bzip2 data",
    b"wOF2": "a font",
    b"OggS": "Ogg media",
    b"\xfd7zXZ": "xz data",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"ID3": "MP3 audio",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"wOFF": "a font",
    b"SQLite format 3": "a database",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # byte order marks of UTF-16, where zero bytes are text
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b")
_LOOKED_AT = 4096
_SHARE = 0.05  # random bytes hold about 10 % control characters, a damaged page far fewer


def not_a_page(body: bytes, content_type: str = "") -> str:
    """What the bytes are when they are surely no page of text or markup, else ""."""
    for magic, name in _MAGIC.items():
        if body.startswith(magic):
            return name
    start = body[:_LOOKED_AT]
    if start.startswith(_WIDE) or "utf-16" in content_type.lower():
        return ""
    control = len(start) - len(start.translate(None, _CONTROL))
    return "binary data" if control > _SHARE * len(start) else ""
