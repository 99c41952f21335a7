"""Guess the legacy charset of bytes that declare none, by the text that they decode to."""

from __future__ import annotations

import re

DEFAULT = "windows-1252"  # the default of the standard
_SAMPLE_BYTES = 65_536
_TAG = re.compile(
    rb"<(?:script|style)\b(?:[^<]++|<(?!/(?:script|style)))*+(?:</(?:script|style)|\Z)|<[^>]*+(?:>|\Z)", re.I
)
_CANDIDATES = {
    "cp1252": "windows-1252", "cp1251": "windows-1251", "cp1250": "windows-1250", "cp1253": "windows-1253",
    "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257",
    "cp874": "windows-874", "koi8_r": "koi8-r", "iso8859_2": "iso-8859-2", "cp932": "shift_jis",
    "euc_jp": "euc-jp", "iso2022_jp": "iso-2022-jp", "gb18030": "gb18030", "big5": "big5", "cp949": "euc-kr",
}  # fmt: skip


def legacy_charset(body: bytes) -> str:
    """The likeliest charset of bytes that are not UTF-8; windows-1252 when none is likelier."""
    from charset_normalizer import from_bytes  # 40 ms to import, seldom needed

    sample = body[: 4 * _SAMPLE_BYTES]
    end = sample.rfind(b">") + 1  # a "<" after it is no tag
    text = (_TAG.sub(b" ", sample[:end]) + sample[end:])[:_SAMPLE_BYTES]
    best = from_bytes(text, cp_isolation=list(_CANDIDATES)).best()
    return _CANDIDATES.get(best.encoding, DEFAULT) if best is not None else DEFAULT
