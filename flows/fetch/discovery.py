"""The targets that a visit leads to: the entries of a feed or sitemap, the links of a page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import httpx
from selectolax.lexbor import LexborHTMLParser

from ..http.errors import FetchError
from .content import asks_not_to_follow
from .feeds import Listing, read_feed, read_sitemap
from .urls import normal_form, parse_url
from .visit import Target, Visit

_MAX_SITEMAP_BYTES = 60_000_000
_MAX_INDEX_DEPTH = 3
_MAX_LINKS = 2_000
_OTHER_SUFFIXES = tuple(
    f".{suffix}"
    for suffix in (
        "jpg jpeg png gif webp svg ico css js json pdf zip gz mp3 mp4 webm avi mov woff woff2 ttf exe dmg "
        "doc docx xls xlsx ppt pptx epub rss atom xml"
    ).split()
)


def discover(visit: Visit, body: bytes) -> Iterator[Target]:
    """New targets, in the order of the source. Raises FetchError, when called, for a source that cannot be read."""
    role = visit.target.role
    if role == "page":
        return _targets_of_page(visit, body)
    return _targets_of_listing(visit, read_feed(body) if role == "feed" else read_sitemap(body, _MAX_SITEMAP_BYTES))


def _targets_of_page(visit: Visit, body: bytes) -> Iterator[Target]:
    if not asks_not_to_follow(visit.robots_directives):
        for link in page_links(body, visit.final_url):
            yield Target(normal_form(link), depth=visit.target.depth + 1, found_in=visit.final_url)


def _targets_of_listing(visit: Visit, listing: Listing) -> Iterator[Target]:
    target, base = visit.target, parse_url(visit.final_url)
    for entry in listing.pages:
        yield Target(_absolute(entry.url, base), found_in=visit.final_url, source_metadata=entry.metadata)
    if target.depth < _MAX_INDEX_DEPTH:
        for url in listing.sources:
            yield replace(target, url=_absolute(url, base), depth=target.depth + 1, found_in=visit.final_url)


def _absolute(url: str, base: httpx.URL) -> str:
    """An entry's address as an absolute one; an invalid one unchanged, so that its failure is reported."""
    try:
        return normal_form(str(parse_url(url, base)))
    except FetchError:
        return url


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
