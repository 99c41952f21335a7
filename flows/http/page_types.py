"""Whether an answer may be a page, by its content type and its first bytes."""

from __future__ import annotations

import re

PAGE_TYPES = ("", "text/html", "application/xhtml+xml", "text/plain", "text/markdown")
_HEAD_BYTES = 4096
_BEFORE_HTML = re.compile(rb"\xef\xbb\xbf|\s+|<!--.{0,2000}?-->|<\?xml.{0,200}?\?>", re.IGNORECASE | re.DOTALL)
_HTML_START = re.compile(rb"<(?:!doctype\s{1,50}html|html|head|body)\b", re.IGNORECASE)


def media_type(content_type: str) -> str:
    """The media type of a Content-Type header, in lower case and without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def looks_like_html(body: bytes) -> bool:
    """Whether a body begins as HTML does."""
    head, position = body[:_HEAD_BYTES], 0
    while match := _BEFORE_HTML.match(head, position):
        position = match.end()
    return bool(_HTML_START.match(head, position))
