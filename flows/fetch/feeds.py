"""Addresses listed in feeds (RSS, Atom, JSON Feed) and sitemaps, with their titles and dates.

No entity is expanded and nothing is fetched while reading.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from cleaners import Limits, check_body

from ..http.content_codings import decode_content
from ..http.errors import NotFeed

MAX_ENTRIES = 50_000  # what the sitemap protocol allows in one file
_DATES = ("pubdate", "published", "date", "updated", "modified", "lastmod", "publication_date")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_ROOT_ELEMENTS = ("rss", "feed", "rdf", "urlset", "sitemapindex")


@dataclass(frozen=True, slots=True)
class ListingEntry:
    """An address and its title and date, as the feed or sitemap has them."""

    url: str
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Listing:
    """What a feed or sitemap lists: pages, and addresses of more ``sources`` (feeds or sitemaps)."""

    pages: list[ListingEntry] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def read_feed(body: bytes, *, pages: bool = True) -> Listing:
    """The entries of a feed; with ``pages``, of an HTML page the feeds it links to. Raises NotFeed for anything else.

    Raises PageRefused for a page that no parser should get.
    """
    start = _start(body)
    if start.startswith(b"{"):
        return Listing(pages=_json_entries(body))
    try:
        return _read_xml(body)
    except NotFeed:
        if b"<html" not in start and not start.startswith(b"<!doctype html"):
            raise
    if not pages:
        raise NotFeed("a page names it as a feed, but it is a web page")
    check_body(body, None, Limits(), tags=True)
    links = LexborHTMLParser(body).css("link[rel~=alternate][href]")
    types = {node.attributes.get("href") or "": node.attributes.get("type") or "" for node in links}
    feeds = [url for url, media_type in types.items() if media_type.lower() in _FEED_TYPES][:5]
    if not feeds:
        raise NotFeed("this is a web page that names no feed")
    return Listing(sources=feeds)


def read_sitemap(body: bytes, max_bytes: int) -> Listing:
    """The entries of a sitemap (XML, plain text, a feed; gzip or not) or the sitemaps listed in an index.

    Raises TooLarge, Truncated or BadEncoding for gzip data that cannot be unpacked, NotFeed for anything else.
    """
    if body.startswith(b"\x1f\x8b"):
        body = decode_content(body, "gzip", max_bytes)
    if _start(body).startswith(b"<"):
        return _read_xml(body)
    lines = body.decode("utf-8", "replace").splitlines()
    urls = [line.strip() for line in lines[:MAX_ENTRIES] if line.strip().lower().startswith("http")]
    if not urls:
        raise NotFeed("this is no sitemap: neither XML nor a list of addresses")
    return Listing(pages=[ListingEntry(url) for url in urls])


def _start(body: bytes) -> bytes:
    return body[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _json_entries(body: bytes) -> list[ListingEntry]:
    try:
        feed: Any = json.loads(body)
        items = [(item, item.get("url") or item.get("external_url")) for item in feed["items"][:MAX_ENTRIES]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotFeed(f"the JSON feed cannot be read: {type(error).__name__}: {str(error)[:100]}") from None
    return [
        ListingEntry(url, _metadata(item.get("title"), item.get("date_published") or item.get("date_modified")))
        for item, url in items
        if isinstance(url, str)
    ]


def _metadata(title: object, date: object) -> dict[str, str]:
    metadata = {"title": " ".join(str(title or "").split())[:300], "date": str(date or "").strip()[:60]}
    return {name: value for name, value in metadata.items() if value}


def _read_xml(body: bytes) -> Listing:
    """The entries of a feed or sitemap, recognized by the names of their elements in any namespace.

    Returns what can be read of a damaged one. Raises NotFeed if that is nothing.
    """
    listing = Listing()
    safety = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
    events = etree.iterparse(io.BytesIO(body), recover=True, remove_comments=True, remove_pis=True, **safety)
    for name, texts in _entries(events):
        url = texts.get("href") or texts.get("link") or texts.get("loc") or texts.get("guid") or ""
        if not url:
            continue
        if name == "sitemap":
            listing.sources.append(url)
        else:
            date = next((texts[key] for key in _DATES if texts.get(key)), "")
            listing.pages.append(ListingEntry(url, _metadata(texts.get("title"), date)))
        if len(listing.pages) + len(listing.sources) >= MAX_ENTRIES:
            break
    if not listing.pages and not listing.sources:
        if not _is_listing(events.root):
            raise NotFeed("this is neither a feed nor a sitemap")
        for error in events.error_log.filter_from_fatals():
            raise NotFeed(f"the XML cannot be read: {error.message[:100]}")
    return listing


def _is_listing(root: etree._Element | None) -> bool:
    """Whether the root element is that of a feed or sitemap: web pages have elements named item or entry, too."""
    return root is not None and _local_name(root) in _ROOT_ELEMENTS


def _entries(events: etree.iterparse) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        for _, element in events:
            name = _local_name(element)
            if name in ("item", "entry", "url", "sitemap"):
                if not _is_listing(element.getroottree().getroot()):
                    return
                yield name, _child_texts(element)
                element.clear()
                while element.getprevious() is not None:  # frees the memory of what was read
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # the entries read so far are used


def _child_texts(element: etree._Element) -> dict[str, str]:
    """The text of each descendant by its name, the first of each name; "href" for the link of an Atom entry."""
    texts: dict[str, str] = {}
    for child in element.iter():
        if child is element or not isinstance(child.tag, str):
            continue
        name, text = _local_name(child), "".join(child.itertext()).strip()
        if name == "link" and child.get("href"):
            if (child.get("rel") or "alternate") == "alternate":
                texts.setdefault("href", child.get("href", "").strip())
        elif name == "guid" and (child.get("isPermaLink") or "true").lower() != "true":
            continue
        elif name != "guid" or text.startswith("http"):
            texts.setdefault(name, text[:8000])
    return texts


def _local_name(element: etree._Element) -> str:
    """The name without its namespace or, if that was not declared, without its prefix."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
