"""What an answer leads to: the entries of a feed or sitemap, the links of a page.

It parses: call it where it can be killed. The results are plain lists, which can be sent as JSON.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import httpx
from selectolax.lexbor import LexborHTMLParser

from ..http.errors import FetchError, NotFeed
from .answer_reader import ReadJob
from .feeds import read_feed, read_sitemap
from .urls import MAX_URL_CHARACTERS, host_of, normal_form, parse_url

_MAX_SITEMAP_BYTES = 60_000_000
_MAX_LINKS = 2_000
_OTHER_SUFFIXES = tuple(
    f".{suffix}"
    for suffix in (
        "jpg jpeg png gif webp svg ico css js json pdf zip gz mp3 mp4 webm avi mov woff woff2 ttf exe dmg "
        "doc docx xls xlsx ppt pptx epub rss atom xml"
    ).split()
)


def discover(job: ReadJob, body: bytes) -> Iterator[list[Any]]:
    """What a body leads to, in its order: normal address, host, kind ("page", "feed", "sitemap"), title and date.

    The host is "" where the address is invalid. Raises FetchError, when called, for a feed or sitemap that
    cannot be read.
    """
    base = parse_url(job.url)
    if job.kind == "page":
        wanted = re.compile(job.match).search
        found = (_found(link, base, "page", {}) for link in page_links(body, job.url))
        return (item for item in found if item[1] and wanted(item[0]))
    if job.kind == "sitemap":
        listing = read_sitemap(body, _MAX_SITEMAP_BYTES)
    else:
        listing = read_feed(body, pages=job.kind == "feed")
    pages = (_found(entry.url, base, "page", entry.metadata) for entry in listing.pages)
    sources = [_found(url, base, "sitemap" if job.kind == "sitemap" else "feed", {}) for url in listing.sources]
    if sources and not listing.pages and all(found[0] == normal_form(job.url) for found in sources):
        raise NotFeed("it lists nothing but itself")
    return chain(pages, sources)


def _found(url: str, base: httpx.URL, kind: str, metadata: dict[str, str]) -> list[Any]:
    """An invalid address is returned as it is, so that its failure is reported."""
    try:
        parsed = parse_url(url, base)
        return [normal_form(str(parsed)), host_of(parsed), kind, metadata]
    except FetchError:
        return [url[: MAX_URL_CHARACTERS + 1], "", kind, metadata]


def page_links(body: bytes, url: str) -> list[str]:
    """Absolute addresses that a page links to, in order, without nofollow links and links to other files than pages."""
    tree = LexborHTMLParser(body)
    base = parse_url(url)
    declared = tree.css_first("base[href]")
    if declared:
        with contextlib.suppress(FetchError):
            base = parse_url(declared.attributes.get("href") or "", base)
    links: dict[str, None] = {}
    for node in tree.css("a[href]")[:_MAX_LINKS]:
        if "nofollow" in (node.attributes.get("rel") or "").lower():
            continue
        with contextlib.suppress(FetchError):
            link = parse_url(node.attributes.get("href") or "", base)
            if not link.path.lower().endswith(_OTHER_SUFFIXES):
                links[str(link)] = None
    return list(links)
