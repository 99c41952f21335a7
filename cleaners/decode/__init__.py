"""Bytes to text, and which charset won."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

import webencodings

from ..patterns import pattern
from .declared import bom, header_charset, meta_charset
from .guess import DEFAULT, legacy_charset
from .invisible import has_invisible, is_suspicious, mend_surrogates, scrub, scrub_markup

__all__ = ["Decoded", "decode", "has_invisible", "is_garbled", "is_suspicious", "scrub", "scrub_markup"]

_HIGH = re.compile(rb"[\x80-\xff]")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_WESTERN = ("windows-1252", "iso-8859-15", "macintosh")

# UTF-8 read as windows-1252: a lead byte's letter, then a continuation byte's sign.
_CONTINUATION = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") + "\x81\x8d\x8f\x90\x9d\ufffd")
_MOJIBAKE = pattern(f"(?:[ÂÃÄÅÐÑ]|â[{_CONTINUATION}])[{_CONTINUATION}]")
_MOJIBAKE_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and how it was read.

    ``source`` says what named the charset: bom, header, meta, content, default or given.
    ``damaged`` is True when bytes did not fit the charset that was declared, or no
    charset at all (U+FFFD stands for what could not be read). ``notes`` are what a
    reader should know: "charset_contradicted" (the bytes are in another charset than
    declared). NULs are left out of the text.
    """

    text: str
    charset: str
    source: str
    damaged: bool = False
    notes: tuple[str, ...] = ()


def decode(body: bytes | str, content_type: str | None = None) -> Decoded:
    """Decode by the WHATWG order: byte order mark, header, <meta>, then the bytes themselves.

    A declaration that the bytes contradict beyond doubt is not followed: non-ASCII text
    declared Western that is valid UTF-8 throughout, or declared UTF-8 without one
    valid sequence. Never raises: bytes that fit nothing become U+FFFD.
    """
    if isinstance(body, str):
        return _given(body)
    marked = bom(body)
    if marked:
        return _read(body[marked[1] :], marked[0], "bom")
    header, meta = header_charset(content_type), meta_charset(body)
    declared, source = (header, "header") if header else (meta, "meta")
    if declared is None:
        return _undeclared(body)
    return _declared(body, declared, source, meta)


def _given(text: str) -> Decoded:
    mended = mend_surrogates(text)
    damaged = "\ufffd" in mended and mended != text
    return Decoded(mended.removeprefix("\ufeff").replace("\0", ""), "utf-8", "given", damaged)


def _undeclared(body: bytes) -> Decoded:
    if body.isascii():
        return _read(body, DEFAULT, "default")
    if _is_utf8(body) or len(_SEQUENCE.findall(body)) * 4 > len(_HIGH.findall(body)):
        return _read(body, "utf-8", "content")
    return _read(body, legacy_charset(body), "content")


def _declared(body: bytes, declared: str, source: str, meta: str | None) -> Decoded:
    if declared in _WESTERN and not body.isascii() and _is_utf8(body):
        return _read(body, "utf-8", "content", "charset_contradicted")
    if declared == "utf-8" and not _is_utf8(body) and not _SEQUENCE.search(body):
        other = meta if meta not in (None, "utf-8") else legacy_charset(body)
        retry = _read(body, other or DEFAULT, "content", "charset_contradicted")
        if "\ufffd" not in retry.text:
            return Decoded(retry.text, retry.charset, retry.source, True, retry.notes)
    return _read(body, declared, source)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read(body: bytes, charset: str, source: str, *notes: str) -> Decoded:
    name = "gb18030" if charset == "gbk" else charset
    encoding = webencodings.lookup(name)
    codec = encoding.codec_info if encoding else webencodings.UTF8.codec_info
    try:
        text, damaged = codec.decode(body, "strict")[0], False
    except UnicodeDecodeError:
        text, damaged = codec.decode(body, "replace")[0], True
    return Decoded(text.replace("\0", ""), charset, source, damaged, notes)


def is_garbled(text: str) -> bool:
    """Whether the text is UTF-8 that somebody read as windows-1252 before the page was made (mojibake)."""
    if text.isascii():
        return False
    found = islice(_MOJIBAKE.finditer(text), _MOJIBAKE_ENOUGH)
    return sum(1 for _ in found) == _MOJIBAKE_ENOUGH
