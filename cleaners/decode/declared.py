"""What a page declares its charset to be: the WHATWG "encoding sniffing" of header and first bytes."""

from __future__ import annotations

import re

import webencodings

from ..patterns import pattern

_PRESCAN_BYTES = 1024  # the bytes that the standard reads before parsing
_LATE_BYTES = 65_536  # a later declaration still counts up to here, as browsers find it while they parse

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_HEADER = pattern(r"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.I)
_XML = re.compile(rb"\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.:-]*)[\"']", re.S)
_UTF16 = ((b"<\0?\0x\0", "utf-16le"), (b"\0<\0?\0x", "utf-16be"))

_TAG_OR_COMMENT = re.compile(rb"<(?:!--|meta(?=[\t\n\f\r /])|/?[a-z]|[!/?])", re.I)
_NAME_END = re.compile(rb"[\t\n\f\r >]")
_ATTRIBUTE = re.compile(rb"[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r =/>]*)[\t\n\f\r ]*(=[\t\n\f\r ]*)?")
_UNQUOTED = re.compile(rb"[^\t\n\f\r >]*")
_IN_CONTENT = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\"'\t\n\f\r ;][^\t\n\f\r ;]*))", re.I
)


def bom(body: bytes) -> tuple[str, int] | None:
    """The charset of a byte order mark, and the mark's length in bytes; None for no mark."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return charset, len(mark)
    return None


def header_charset(content_type: str | None) -> str | None:
    """The charset of a Content-Type header, by its WHATWG name; None when absent or unknown."""
    match = _HEADER.search(content_type or "")
    return charset_name(next(filter(None, match.groups()), "")) if match else None


def meta_charset(body: bytes) -> str | None:
    """The charset that a <meta> or an XML declaration names, or None."""
    for start, utf16 in _UTF16:
        if body.startswith(start):
            return utf16
    charset = prescan(body[:_PRESCAN_BYTES])
    if charset is None and (xml := _XML.match(body[:_PRESCAN_BYTES])):
        charset = _in_ascii_text(charset_name(xml[1].decode("ascii")))
    if charset is None and len(body) > _PRESCAN_BYTES and b"charset" in body[:_LATE_BYTES].lower():
        charset = prescan(body[:_LATE_BYTES])
    return charset


def charset_name(label: str) -> str | None:
    """The WHATWG name of a charset label, None for an unknown or unsafe one."""
    encoding = webencodings.lookup(label) if label.isascii() else None
    return None if encoding is None or encoding.name == "replacement" else encoding.name


def prescan(window: bytes) -> str | None:
    """The standard's prescan: the first <meta> in these bytes that names a known charset."""
    position = 0
    while match := _TAG_OR_COMMENT.search(window, position):
        lead = match[0].lower()
        if lead == b"<!--":
            end = window.find(b"-->", match.start() + 2)
            position = end + 3 if end >= 0 else -1
        elif lead == b"<meta":
            charset, position = _read_meta(window, match.end())
            if charset:
                return charset
        elif lead[-1:].isalpha():
            name_end = _NAME_END.search(window, match.end())
            position = _read_attributes(window, name_end.start())[1] if name_end else -1
        else:
            position = window.find(b">", match.end())
        if position < 0:
            return None
    return None


def _read_meta(window: bytes, position: int) -> tuple[str | None, int]:
    attributes, end = _read_attributes(window, position)
    if end < 0:
        return None, end
    label, needs_pragma = attributes.get(b"charset"), False
    if label is None:
        match = _IN_CONTENT.search(attributes.get(b"content", b""))
        label = next((group for group in match.groups() if group is not None), None) if match else None
        needs_pragma = True
    if label is None or (needs_pragma and attributes.get(b"http-equiv", b"").lower() != b"content-type"):
        return None, end
    return _in_ascii_text(charset_name(label.decode("latin-1"))), end


def _in_ascii_text(charset: str | None) -> str | None:
    """The charset of a declaration that is itself ASCII, which therefore cannot be UTF-16."""
    if charset in ("utf-16le", "utf-16be"):
        return "utf-8"
    return "windows-1252" if charset == "x-user-defined" else charset


def _read_attributes(window: bytes, position: int) -> tuple[dict[bytes, bytes], int]:
    """A tag's attributes (the first of each name) and the index after the tag; -1 when the bytes end first."""
    attributes: dict[bytes, bytes] = {}
    while match := _ATTRIBUTE.match(window, position):
        value, position = b"", match.end()
        if match[2]:
            quote = window[position : position + 1]
            if quote in (b'"', b"'"):
                end = window.find(quote, position + 1)
                if end < 0:
                    return attributes, -1
                value, position = window[position + 1 : end], end + 1
            else:
                unquoted = _UNQUOTED.match(window, position)
                value, position = (unquoted[0], unquoted.end()) if unquoted else (b"", position)
        if position >= len(window):
            return attributes, -1
        attributes.setdefault(match[1].lower(), value)
    end = window.find(b">", position)
    return attributes, end + 1 if end >= 0 else -1
