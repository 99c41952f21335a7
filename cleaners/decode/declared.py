"""What a page declares its charset to be: the WHATWG "encoding sniffing" of header and first bytes."""

from __future__ import annotations

import re

import webencodings

from ..patterns import pattern

PRESCANNED = 1024  # bytes the standard looks at before parsing
LATE = 65_536  # a declaration after them still counts, as it does when a browser parses on

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_HEADER = pattern(r"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.I)
_XML = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.:-]*)[\"']", re.S)
_UTF16 = ((b"<\0?\0x\0", "utf-16le"), (b"\0<\0?\0x", "utf-16be"))

_POINT = re.compile(rb"<(?:!--|meta(?=[\t\n\f\r /])|/?[a-z]|[!/?])", re.I)
_TAG_NAME_END = re.compile(rb"[\t\n\f\r >]")
_ATTRIBUTE = re.compile(rb"[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r =/>]*)[\t\n\f\r ]*(=[\t\n\f\r ]*)?")
_UNQUOTED = re.compile(rb"[^\t\n\f\r >]*")
_IN_CONTENT = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\f\r ;][^\t\n\f\r ;]*))", re.I
)


def bom(body: bytes) -> tuple[str, int] | None:
    """The charset a byte order mark names, and the mark's length."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return charset, len(mark)
    return None


def header_charset(content_type: str | None) -> str | None:
    """The charset of a Content-Type header, by its WHATWG name; None when absent or unknown."""
    match = _HEADER.search(content_type or "")
    return known(next(filter(None, match.groups()), "")) if match else None


def meta_charset(body: bytes) -> str | None:
    """The charset that a <meta> or an XML declaration names, or None."""
    for start, charset in _UTF16:
        if body.startswith(start):
            return charset
    found = prescan(body[:PRESCANNED])
    if found is None:
        xml = _XML.match(body[:PRESCANNED])
        found = _in_ascii_text(known(xml[1].decode("ascii"))) if xml else None
    if found is None and len(body) > PRESCANNED and b"charset" in body[:LATE].lower():
        found = prescan(body[:LATE])
    return found


def known(label: str) -> str | None:
    """The WHATWG name of a charset label, None for an unknown or unsafe one."""
    encoding = webencodings.lookup(label) if label.isascii() else None
    return None if encoding is None or encoding.name == "replacement" else encoding.name


def prescan(window: bytes) -> str | None:
    """The standard's prescan: the first <meta> in these bytes that names a known charset."""
    at = 0
    while match := _POINT.search(window, at):
        lead = match[0].lower()
        if lead == b"<!--":
            at = window.find(b"-->", match.start() + 2) + 3
            if at == 2:
                return None
        elif lead == b"<meta":
            found, at = _read_meta(window, match.end())
            if found:
                return found
        elif lead[-1:].isalpha():
            name_end = _TAG_NAME_END.search(window, match.end())
            if name_end is None:
                return None
            at = _attributes(window, name_end.start())[1]
        else:
            at = window.find(b">", match.end()) + 1
            if at == 0:
                return None
        if at < 0:
            return None
    return None


def _read_meta(window: bytes, at: int) -> tuple[str | None, int]:
    attributes, end = _attributes(window, at)
    if end < 0:
        return None, end
    label, needs_pragma = attributes.get(b"charset"), False
    if label is None:
        match = _IN_CONTENT.search(attributes.get(b"content", b""))
        label = next((group for group in match.groups() if group is not None), None) if match else None
        needs_pragma = True
    if label is None or (needs_pragma and attributes.get(b"http-equiv", b"").lower() != b"content-type"):
        return None, end
    return _in_ascii_text(known(label.decode("latin-1"))), end


def _in_ascii_text(charset: str | None) -> str | None:
    """A declaration that could be read as ASCII cannot mean UTF-16."""
    if charset in ("utf-16le", "utf-16be"):
        return "utf-8"
    return "windows-1252" if charset == "x-user-defined" else charset


def _attributes(window: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """A tag's attributes (the first of each name) and where the tag ends; -1 when the bytes end first."""
    found: dict[bytes, bytes] = {}
    while match := _ATTRIBUTE.match(window, at):
        value, at = b"", match.end()
        if match[2]:
            quote = window[at : at + 1]
            if quote in (b'"', b"'"):
                end = window.find(quote, at + 1)
                if end < 0:
                    return found, -1
                value, at = window[at + 1 : end], end + 1
            else:
                unquoted = _UNQUOTED.match(window, at)
                value, at = (unquoted[0], unquoted.end()) if unquoted else (b"", at)
        if at >= len(window):
            return found, -1
        found.setdefault(match[1].lower(), value)
    end = window.find(b">", at)
    return found, end + 1 if end >= 0 else -1
