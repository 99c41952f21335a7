"""Addresses out of feeds (RSS, Atom, JSON Feed) and sitemaps, and what these say of them.

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

from .codings import undo

MOST_ENTRIES = 50_000  # what the sitemap protocol allows in one file
_DATES = ("pubdate", "published", "date", "updated", "modified", "lastmod", "publication_date")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


@dataclass(frozen=True, slots=True)
class Entry:
    """An address and what its source says of it (title, date); both as written."""

    url: str
    said: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Listing:
    """What a feed or sitemap lists: pages, and more feeds or sitemaps to look into."""

    pages: list[Entry] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


def read_feed(body: bytes) -> Listing:
    """The entries of a feed; of an HTML page, the feeds it names. Empty for anything else."""
    start = body[:500].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return Listing(pages=_json_entries(body))
    listing = _read_xml(body)
    if not listing.pages and (b"<html" in start.lower() or start.lower().startswith(b"<!doctype html")):
        links = LexborHTMLParser(body).css("link[rel~=alternate][href]")
        kinds = {node.attributes.get("href") or "": node.attributes.get("type") or "" for node in links}
        listing.more = [url for url, kind in kinds.items() if kind.lower() in _FEED_TYPES][:5]
    return listing


def read_sitemap(body: bytes, most: int) -> Listing:
    """The entries of a sitemap (XML, plain text, a feed; gzip or not) or the sitemaps an index names.

    Raises TooLarge, Truncated or BadEncoding for gzip data that cannot be unpacked.
    """
    if body.startswith(b"\x1f\x8b"):
        body = undo(body, "gzip", most)
    start = body[:500].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<"):
        lines = body.decode("utf-8", "replace").splitlines()
        urls = [line.strip() for line in lines[:MOST_ENTRIES] if line.strip().lower().startswith("http")]
        return Listing(pages=[Entry(url) for url in urls])
    return _read_xml(body)


def _json_entries(body: bytes) -> list[Entry]:
    try:
        feed: Any = json.loads(body)
        items = feed["items"]
        found = [(item, item.get("url") or item.get("external_url")) for item in items[:MOST_ENTRIES]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []
    return [
        Entry(url, _said(item.get("title"), item.get("date_published") or item.get("date_modified")))
        for item, url in found
        if isinstance(url, str)
    ]


def _said(title: object, date: object) -> dict[str, str]:
    said = {"title": " ".join(str(title or "").split())[:300], "date": str(date or "").strip()[:60]}
    return {name: value for name, value in said.items() if value}


def _read_xml(body: bytes) -> Listing:
    """Feeds and sitemaps alike: entries are told by their element's name, whatever the namespace."""
    listing = Listing()
    for name, parts in _entries(body):
        url = parts.get("href") or parts.get("link") or parts.get("loc") or parts.get("guid") or ""
        if not url:
            continue
        if name == "sitemap":
            listing.more.append(url)
        else:
            date = next((parts[key] for key in _DATES if parts.get(key)), "")
            listing.pages.append(Entry(url, _said(parts.get("title"), date)))
        if len(listing.pages) + len(listing.more) >= MOST_ENTRIES:
            break
    return listing


def _entries(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    safe = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
    events = etree.iterparse(io.BytesIO(body), recover=True, remove_comments=True, remove_pis=True, **safe)
    try:
        for _, element in events:
            name = _local(element)
            if name in ("item", "entry", "url", "sitemap"):
                yield name, _parts(element)
                element.clear()
                while element.getprevious() is not None:  # what was read is let go of
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # what was read up to here stands


def _parts(element: etree._Element) -> dict[str, str]:
    parts: dict[str, str] = {}
    for child in element.iter():
        if child is element or not isinstance(child.tag, str):
            continue
        name, text = _local(child), "".join(child.itertext()).strip()
        if name == "link" and child.get("href"):
            if (child.get("rel") or "alternate") == "alternate":
                parts.setdefault("href", child.get("href", "").strip())
        elif name == "guid" and (child.get("isPermaLink") or "true").lower() != "true":
            continue
        elif name != "guid" or text.startswith("http"):
            parts.setdefault(name, text[:8000])
    return parts


def _local(element: etree._Element) -> str:
    """The name without its namespace or, where that was never declared, without its prefix."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
