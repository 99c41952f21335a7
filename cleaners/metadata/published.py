"""When a page was published and when it was last changed: the best source that has a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import metanames
from .dates import parse_date, url_date
from .lines import date_line
from .sources import Sources

_DAY_FIRST = ("en-gb", "en-au", "en-in", "en-nz", "en-ie", "en-za")

Found = tuple[str, str]  # a date as ISO 8601, and the source it was read from


def published_date(sources: Sources, language: str) -> Found:
    """The date of publication and the part of the page it was read from; both "" for none."""
    return next((found for found in _published(sources, _is_month_first(sources, language)) if found[0]), ("", ""))


def modified_date(sources: Sources, language: str) -> Found:
    """The date of the last change, where the page gives one; both "" for none."""
    return next((found for found in _modified(sources, _is_month_first(sources, language)) if found[0]), ("", ""))


def _is_month_first(sources: Sources, language: str) -> bool:
    return language == "en" and not sources.page.head.lang.lower().startswith(_DAY_FIRST)


def _published(sources: Sources, month_first: bool) -> Iterator[Found]:
    """Dates with their evidence, best first; each is looked for only when those before are missing."""
    linked, page = sources.linked, sources.page
    yield parse_date(linked.value("datePublished"), month_first), "JSON-LD datePublished"
    yield from _declared(sources, metanames.DATES, month_first)
    created = linked.value("dateCreated") or linked.value("uploadDate")
    yield parse_date(created, month_first), "JSON-LD dateCreated"
    if sources.markup:
        yield sources.markup.date(month_first)
    yield url_date(page.url or page.head.canonical), "address"
    yield date_line(sources.decisions, month_first)
    yield parse_date(linked.page_date(), month_first), "JSON-LD datePublished of the page"
    yield from _declared(sources, metanames.UPDATES, month_first)


def _modified(sources: Sources, month_first: bool) -> Iterator[Found]:
    yield parse_date(sources.linked.value("dateModified"), month_first), "JSON-LD dateModified"
    yield from _declared(sources, metanames.UPDATES, month_first)


def _declared(sources: Sources, names: Iterable[str], month_first: bool) -> Iterator[Found]:
    for name in names:
        for value in sources.meta.get(name, ()):
            yield parse_date(value, month_first), f"meta {name}"
