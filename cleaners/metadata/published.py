"""When a page was published and when it was last changed: the best source that has a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from . import metanames
from .dates import parse_date, url_date
from .lines import Found, date_lines
from .sources import Sources

_DAY_FIRST = ("en-gb", "en-au", "en-in", "en-nz", "en-ie", "en-za")

NONE = ("", "")


def dates_of(sources: Sources, language: str) -> tuple[Found, Found]:
    """The dates of publication and of the last change, each with the part of the page it was read from; "" for none.

    A page that gives only one of the two has that as the date of publication.
    """
    month_first = language == "en" and not sources.page.head.lang.lower().startswith(_DAY_FIRST)
    shown_update: list[Found] = []
    published = next((found for found in _published(sources, month_first, shown_update) if found[0]), NONE)
    updates = chain(_modified(sources, month_first), shown_update)
    modified = next((found for found in updates if found[0]), NONE)
    return (published, modified) if published[0] else (modified, NONE)


def _published(sources: Sources, month_first: bool, shown_update: list[Found]) -> Iterator[Found]:
    """Dates with their evidence, best first; each is looked for only when those before are missing.

    Dates of the last change that are met on the way are added to ``shown_update``.
    """
    linked, page = sources.linked, sources.page
    yield parse_date(linked.value("datePublished"), month_first), "JSON-LD datePublished"
    yield from _declared(sources, metanames.DATES, month_first)
    created = linked.value("dateCreated") or linked.value("uploadDate")
    yield parse_date(created, month_first), "JSON-LD dateCreated"
    if sources.markup:
        published, updated = sources.markup.dates(month_first)
        shown_update.append(updated)
        yield published if published[0] else NONE
    yield url_date(page.url or page.head.canonical), "address"
    published, updated = date_lines(sources.decisions, month_first)
    shown_update.append(updated)
    yield published
    yield parse_date(linked.page_date(), month_first), "JSON-LD datePublished of the page"


def _modified(sources: Sources, month_first: bool) -> Iterator[Found]:
    yield parse_date(sources.linked.value("dateModified"), month_first), "JSON-LD dateModified"
    yield from _declared(sources, metanames.UPDATES, month_first)
    if sources.markup:
        yield sources.markup.modified(month_first)


def _declared(sources: Sources, names: Iterable[str], month_first: bool) -> Iterator[Found]:
    for name in names:
        for value in sources.meta.get(name, ()):
            yield parse_date(value, month_first), f"meta {name}"
