"""Reads title, author, date, language and site name from a page."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from ..addresses import joined
from ..decode import scrub
from ..page import Decision, Kind, Metadata, Page, PublicationDate
from ..reading.titles import MAX_TITLE_CHARS, choose_title, comparison_key, is_site_name, site_names
from . import metanames
from .body import Markup
from .dates import parse_date, url_date
from .jsonld import LinkedData
from .language import language_of
from .lines import author_line, date_line
from .names import join_names

__all__ = ["read_metadata"]

_LANGUAGE_NAMES = ("og:locale", "content-language", "language", "dc.language", "inlanguage")
_DAY_FIRST = ("en-gb", "en-au", "en-in", "en-nz", "en-ie", "en-za")
_MAX_TITLE, _MAX_NAME, _MAX_URL = 500, 200, 2_000  # characters
_MAX_HEADINGS = 5
_SAMPLE_BLOCKS = 60


def read_metadata(page: Page, source: str, decisions: Sequence[Decision]) -> Metadata:
    """The metadata of a page; ``source`` is the decoded text that the blocks were made from.

    The declarations of the head come first (JSON-LD, Open Graph, Dublin Core, citation), then the
    markup of the body, then lines such as "By Name". Pure and deterministic; never raises.
    """
    return _Reader(page, source, decisions).read()


class _Reader:
    """Reads the metadata of one page."""

    def __init__(self, page: Page, source: str, decisions: Sequence[Decision]) -> None:
        self._page = page
        self._decisions = decisions
        self._linked = LinkedData(page.head.jsonld)
        self._markup = Markup(source) if page.origin == "html" else None
        self._meta: dict[str, list[str]] = {}
        for name, value in page.head.meta:
            self._meta.setdefault(name, []).append(value)
        self._site = self._site_name()
        self._names = site_names(page.url or self._canonical(), [self._site])

    def read(self) -> Metadata:
        language = self._language()
        return Metadata(
            title=_tidy(self._title(), _MAX_TITLE),
            author=_tidy(self._author(), _MAX_NAME),
            date=self._date(language),
            language=language,
            site_name=_tidy(self._site, _MAX_NAME),
            canonical_url=self._canonical(),
        )

    def _declared(self, names: Iterable[str]) -> str:
        return next((value for name in names for value in self._meta.get(name, ()) if value.strip()), "")

    def _site_name(self) -> str:
        return self._declared(("og:site_name",)) or self._linked.site_name() or self._declared(("application-name",))

    def _title(self) -> str:
        decided = next((decision.block.text for decision in self._decisions if decision.role == "title"), "")
        if self._page.origin == "text":
            return decided
        headings = [
            block.text for block in self._page.blocks
            if block.kind is Kind.HEADING and block.level == 1 and not block.hidden
        ]  # fmt: skip
        declared = [
            ("headline", self._linked.value("headline")),
            ("shared", self._declared(("og:title", "citation_title", "dc.title"))),
            ("card", self._declared(("twitter:title",))),
            ("head", self._page.head.title),
        ]
        texts = [(kind, html.unescape(text[:MAX_TITLE_CHARS])) for kind, text in declared if text]
        shown = [text[:MAX_TITLE_CHARS] for text in headings[:_MAX_HEADINGS]]
        return choose_title(texts, shown, decided[:MAX_TITLE_CHARS], self._names)

    def _author(self) -> str:
        """People rather than the site, from any source; the site where no person is named."""
        site = ""
        for author in self._authors():
            if author and not is_site_name(comparison_key(author), self._names):
                return author
            site = site or author
        return site

    def _authors(self) -> Iterable[str]:
        """Authors, best first; each is looked for only when those before do not suffice."""
        linked = self._linked.names("author") or self._linked.names("creator")
        yield join_names(map(html.unescape, linked))
        yield join_names(map(html.unescape, self._meta_authors()))
        yield self._markup.author() if self._markup else ""
        yield author_line(self._decisions)

    def _meta_authors(self) -> list[str]:
        declared = (self._meta[name] for name in metanames.AUTHORS if name in self._meta)
        return next((names for names in declared if join_names(names)), [])

    def _date(self, language: str) -> PublicationDate | None:
        month_first = language == "en" and not self._page.head.lang.lower().startswith(_DAY_FIRST)
        for value, evidence in self._dates(month_first):
            if value:
                return PublicationDate(value, _tidy(evidence, _MAX_NAME))
        return None

    def _dates(self, month_first: bool) -> Iterable[tuple[str, str]]:
        """Dates with their evidence, best first; each is looked for only when those before are missing."""
        linked = self._linked
        yield parse_date(linked.value("datePublished"), month_first), "JSON-LD datePublished"
        for name in metanames.DATES:
            for value in self._meta.get(name, ()):
                yield parse_date(value, month_first), f"meta {name}"
        created = linked.value("dateCreated") or linked.value("uploadDate")
        yield parse_date(created, month_first), "JSON-LD dateCreated"
        if self._markup:
            yield self._markup.date(month_first)
        yield url_date(self._page.url or self._page.head.canonical), "address"
        yield date_line(self._decisions, month_first)
        yield parse_date(linked.page_date(), month_first), "JSON-LD datePublished of the page"
        for name in metanames.UPDATES:
            for value in self._meta.get(name, ()):
                yield parse_date(value, month_first), f"meta {name}"

    def _language(self) -> str:
        kept_texts = [decision.block.text for decision in self._decisions if decision.kept][:_SAMPLE_BLOCKS]
        sample = kept_texts or [block.text for block in self._page.blocks[:_SAMPLE_BLOCKS]]
        declared = [value for name in _LANGUAGE_NAMES for value in self._meta.get(name, ())]
        return language_of([tag for tag in (self._page.head.lang, *declared) if tag], " ".join(sample))

    def _canonical(self) -> str:
        for href in (self._page.head.canonical, self._declared(("og:url",))):
            url, parts = joined(self._page.url, href.strip()) if href else joined(None, "")
            if parts.scheme in ("http", "https") and parts.hostname and len(url) <= _MAX_URL:
                return "".join(scrub(url).split())
        return ""


def _tidy(text: str, max_chars: int) -> str:
    """One line without invisible characters, of at most ``max_chars`` characters."""
    return " ".join(scrub(text[: 4 * max_chars]).split())[:max_chars]
