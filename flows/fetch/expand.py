"""What a visit leads to: the entries of a feed or sitemap, the links of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx

from .content import asks_not_to_follow
from .errors import FetchError
from .feeds import Listing, read_feed, read_sitemap
from .links import page_links
from .urls import normal_form, read_url
from .visit import Target, Visit

_MOST_UNPACKED = 60_000_000
_DEEPEST_INDEX = 3


def expand(visit: Visit, body: bytes, follow: bool) -> Iterator[Target]:
    """New targets, in the order of the source. A source that cannot be read marks its visit as failed."""
    if not body:
        return
    target = visit.target
    if target.role == "page":
        if follow and not asks_not_to_follow(visit.wishes):
            for link in page_links(body, visit.final_url):
                yield Target(normal_form(link), depth=target.depth + 1, found_in=visit.final_url)
        return
    try:
        listing = read_feed(body) if target.role == "feed" else read_sitemap(body, _MOST_UNPACKED)
    except FetchError as error:
        visit.outcome, visit.detail, visit.advice = error.outcome, str(error), error.advice
        return
    yield from _listed(visit, listing)


def _listed(visit: Visit, listing: Listing) -> Iterator[Target]:
    target, base = visit.target, httpx.URL(visit.final_url)
    for entry in listing.pages:
        yield Target(_absolute(entry.url, base), found_in=visit.final_url, said=entry.said)
    if target.depth < _DEEPEST_INDEX:
        for url in listing.more:
            deeper = replace(target, url=_absolute(url, base), depth=target.depth + 1, found_in=visit.final_url)
            yield deeper


def _absolute(url: str, base: httpx.URL) -> str:
    """The entry's address; one that is none is passed on as it is, so that its failure is told."""
    try:
        return normal_form(str(read_url(url, base)))
    except FetchError:
        return url
