"""Bytes that are surely no page: told by their first bytes, or by too many control characters."""

from __future__ import annotations

_MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"RIFF": "a RIFF file (WebP, WAV, AVI)",
    b"OggS": "Ogg media",
    b"ID3": "MP3 audio",
    b"\x1f\x8b": "gzip data",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"\x7fELF": "a program",
    b"\x00asm": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # byte order marks of UTF-16, where zero bytes are text
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b")
_LOOKED_AT = 4096
_SHARE = 0.05  # random bytes hold about 10 % control characters, a damaged page far fewer


def not_a_page(body: bytes, content_type: str) -> str:
    """What the bytes are when they are surely no page of text or markup, else ""."""
    for magic, name in _MAGIC.items():
        if body.startswith(magic):
            return name
    if body[4:8] == b"ftyp":
        return "a video"
    start = body[:_LOOKED_AT]
    if start.startswith(_WIDE) or "utf-16" in content_type.lower():
        return ""
    control = len(start) - len(start.translate(None, _CONTROL))
    return "binary data" if control > _SHARE * len(start) else ""
