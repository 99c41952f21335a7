"""Split a decoded page, HTML or flattened text, into ordered blocks."""

from __future__ import annotations

import re

from ..page import Page
from ..prescan import Limits, check_text
from .collected import base_of
from .heading_links import LINK_SIGNS
from .html import segment_html
from .listing_chrome import LISTING_PARTS
from .text import segment_text

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|span|table|article|section|main|ul|ol|h[1-6]|script|meta|link|a\s|br|img)\b[^<>]*>",
    re.I,
)
_SNIFF_CHARS = 20_000

__all__ = ["LINK_SIGNS", "LISTING_PARTS", "base_of", "looks_like_html", "segment", "segment_html", "segment_text"]


def looks_like_html(source: str, content_type: str | None = None) -> bool:
    """Whether a page is HTML: by its first tag, or by tags throughout.

    A text with some tags in it (a tutorial on HTML, say) is not HTML: the page
    must begin with markup, or contain three tags and a closing one.
    """
    start = source[:_SNIFF_CHARS].lstrip("\ufeff \t\r\n")
    if start[:1] == "<" and (_MARKUP.match(start) or start[:4] in ("<!--", "<?xm")):
        return True
    if content_type and "text/plain" in content_type.lower():
        return False
    declared = bool(content_type and "html" in content_type.lower())
    tags = len(_MARKUP.findall(start))
    return tags >= (1 if declared else 3) and ("</" in start or declared)


def segment(source: str, url: str | None = None, content_type: str | None = None, limits: Limits | None = None) -> Page:
    """Split a decoded page into blocks. Raises PageRefused where there are more than ``limits`` allow."""
    is_html = looks_like_html(source, content_type)
    page = segment_html(source, url, limits) if is_html else segment_text(source, url, limits)
    if not page.text.isascii():
        check_text(len(page.blocks), len(page.text.encode("utf-8", "replace")), limits)
    return page
