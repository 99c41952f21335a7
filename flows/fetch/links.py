"""The links of a page, for a crawl within its site."""

from __future__ import annotations

import contextlib

import httpx
from selectolax.lexbor import LexborHTMLParser

from .errors import FetchError
from .urls import read_url

MOST_LINKS = 2_000
_NOT_PAGES = tuple(
    f".{ending}"
    for ending in (
        "jpg jpeg png gif webp svg ico css js json pdf zip gz mp3 mp4 webm avi mov woff woff2 ttf exe dmg "
        "doc docx xls xlsx ppt pptx epub rss atom xml"
    ).split()
)


def page_links(body: bytes, url: str) -> list[str]:
    """Absolute addresses that a page links to, in order; no nofollow links, no files that are no pages."""
    tree = LexborHTMLParser(body)
    base = httpx.URL(url)
    declared = tree.css_first("base[href]")
    if declared:
        with contextlib.suppress(FetchError):
            base = read_url(declared.attributes.get("href") or "", base)
    found: dict[str, None] = {}
    for node in tree.css("a[href]")[:MOST_LINKS]:
        if "nofollow" in (node.attributes.get("rel") or "").lower():
            continue
        try:
            link = read_url(node.attributes.get("href") or "", base)
        except FetchError:
            continue
        if not link.path.lower().endswith(_NOT_PAGES):
            found[str(link)] = None
    return list(found)
