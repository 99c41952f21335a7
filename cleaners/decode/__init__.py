"""A page's bytes to text, and the charset that they are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

import webencodings

from ..patterns import pattern
from .declared import bom, header_charset, meta_charset
from .guess import DEFAULT, legacy_charset
from .invisible import has_invisible, is_suspicious, repair_surrogates, scrub, scrub_markup

__all__ = ["Decoded", "decode", "has_invisible", "is_garbled", "is_suspicious", "scrub", "scrub_markup"]

_NON_ASCII = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = bytes(range(0x80, 0x100))
_MIN_SEQUENCES = 100  # a page of text: html5lib keeps a title of ninety in the declared charset
_MIN_UTF8_SHARE = 0.98  # of the bytes that are not ASCII; in text of GBK, EUC-JP and EUC-KR it is two thirds at most
_WESTERN = ("windows-1252", "iso-8859-15", "macintosh")

# UTF-8 decoded as windows-1252: the letter of a lead byte, then the sign of a continuation byte.
_CONTINUATION = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") + "\x81\x8d\x8f\x90\x9d\ufffd")
_MOJIBAKE = pattern(f"(?:[ÂÃÄÅÐÑ]|â[{_CONTINUATION}])[{_CONTINUATION}]")
_MIN_MOJIBAKE = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and how its bytes were decoded.

    ``source`` is where the charset comes from: bom, header, meta, content, default or given (as text).
    ``damaged`` is True when bytes did not fit the declared charset, or no charset at all: then
    U+FFFD replaces what could not be decoded. ``notes`` may hold "charset_contradicted" (the bytes
    are in another charset than declared). The text has no NUL characters.
    """

    text: str
    charset: str
    source: str
    damaged: bool = False
    notes: tuple[str, ...] = ()


def decode(body: bytes | str, content_type: str | None = None) -> Decoded:
    """Decode by the WHATWG order: byte order mark, header, <meta>, then the bytes themselves.

    A declaration is ignored where the bytes clearly contradict it: another charset for non-ASCII
    bytes that are UTF-8 (pages are often saved as UTF-8 with the old declaration left in), or UTF-8
    for bytes without one valid sequence. Never raises: bytes that cannot be decoded become U+FFFD.
    """
    if isinstance(body, str):
        return _from_text(body)
    if mark := bom(body):
        return _decode_as(body[mark[1] :], mark[0], "bom")
    header, meta = header_charset(content_type), meta_charset(body)
    declared, source = (header, "header") if header else (meta, "meta")
    if declared is None:
        return _decode_undeclared(body)
    return _decode_declared(body, declared, source, meta)


def _from_text(text: str) -> Decoded:
    repaired = repair_surrogates(text)
    damaged = "\ufffd" in repaired and repaired != text
    return Decoded(repaired.removeprefix("\ufeff").replace("\0", ""), "utf-8", "given", damaged)


def _decode_undeclared(body: bytes) -> Decoded:
    if body.isascii():
        return _decode_as(body, DEFAULT, "default")
    if _is_utf8(body) or len(_UTF8_SEQUENCE.findall(body)) * 4 > len(_NON_ASCII.findall(body)):
        return _decode_as(body, "utf-8", "content")
    return _decode_as(body, legacy_charset(body), "content")


def _decode_declared(body: bytes, declared: str, source: str, meta: str | None) -> Decoded:
    if declared != "utf-8" and not body.isascii() and _is_rather_utf8(body, declared):
        return _decode_as(body, "utf-8", "content", "charset_contradicted")
    as_declared = _decode_as(body, declared, source)
    if declared == "utf-8" and as_declared.damaged and not _UTF8_SEQUENCE.search(body):
        other = meta if meta not in (None, "utf-8") else legacy_charset(body)
        decoded = _decode_as(body, other or DEFAULT, "content", "charset_contradicted")
        if "\ufffd" not in decoded.text:
            return Decoded(decoded.text, decoded.charset, decoded.source, True, decoded.notes)
    return as_declared


def _is_rather_utf8(body: bytes, declared: str) -> bool:
    """Whether bytes declared as another charset are UTF-8.

    Text in a charset of Asia or in Cyrillic letters has hardly a byte in a valid sequence of UTF-8 more than once or
    twice, so a few sequences are enough, and a few bytes beside them are damage.
    """
    if declared in _WESTERN and _is_utf8(body):
        return True
    if declared.startswith(("utf-16", "iso-2022")):
        return False
    sequences = _UTF8_SEQUENCE.findall(body)
    return len(sequences) >= _MIN_SEQUENCES and sum(map(len, sequences)) >= _MIN_UTF8_SHARE * _count_non_ascii(body)


def _count_non_ascii(body: bytes) -> int:
    return len(body) - len(body.translate(None, _HIGH_BYTES))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(body: bytes, charset: str, source: str, *notes: str) -> Decoded:
    name = "gb18030" if charset == "gbk" else charset
    encoding = webencodings.lookup(name)
    codec = encoding.codec_info if encoding else webencodings.UTF8.codec_info
    try:
        text, damaged = codec.decode(body, "strict")[0], False
    except UnicodeDecodeError:
        text, damaged = codec.decode(body, "replace")[0], True
    return Decoded(text.replace("\0", ""), charset, source, damaged, notes)


def is_garbled(text: str) -> bool:
    """Whether the text is UTF-8 that was decoded as windows-1252 before the page was made (mojibake)."""
    if text.isascii():
        return False
    return sum(1 for _ in islice(_MOJIBAKE.finditer(text), _MIN_MOJIBAKE)) == _MIN_MOJIBAKE
