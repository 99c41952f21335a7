"""Title, author, date, language and site name, as the page tells them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin, urlsplit

from ..decode import scrub
from ..page import Dated, Decision, Kind, Metadata, Page
from .body import Markup
from .dates import parse_date, url_date
from .jsonld import Linked
from .language import language_of
from .lines import author_line, date_line
from .names import join_names
from .titles import choose_title, site_names

__all__ = ["read_metadata"]

_DATE_NAMES = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "citation_publication_date", "citation_date", "citation_online_date", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dcterms.created", "dc.date.created", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "article_date_original", "cxenseparse:recs:publishtime", "date",
    "rnews:datepublished", "article.published", "bt:pubdate", "datecreated", "timestamp",
)  # fmt: skip
_UPDATE_NAMES = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_AUTHOR_NAMES = (
    "author", "citation_author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "article:author", "byl", "og:author", "og:article:author", "rbauthors", "cxenseparse:author", "twitter:creator:name", "creator",
)  # fmt: skip
_LANGUAGE_NAMES = ("og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage")
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_URL = 500, 200, 2_000
_FIRST_HEADINGS = 5
_SAMPLED_BLOCKS = 60


def read_metadata(page: Page, source: str, decisions: Sequence[Decision]) -> Metadata:
    """What the page says of itself; ``source`` is the decoded page the blocks came from.

    The head's own declarations first (JSON-LD, Open Graph, Dublin Core, citation), then the
    markup of the body, then lines such as "By Name". Pure and deterministic; never raises.
    """
    return _Reader(page, source, decisions).read()


class _Reader:
    """One page being asked what it says of itself."""

    def __init__(self, page: Page, source: str, decisions: Sequence[Decision]) -> None:
        self._page = page
        self._decisions = decisions
        self._linked = Linked(page.head.jsonld)
        self._markup = Markup(source) if page.origin == "html" else None
        self._meta: dict[str, list[str]] = {}
        for name, value in page.head.meta:
            self._meta.setdefault(name, []).append(value)

    def read(self) -> Metadata:
        site = self._site_name()
        language = self._language()
        return Metadata(
            title=_tidy(self._title(site), _LONGEST_TITLE),
            author=_tidy(self._author(), _LONGEST_NAME),
            date=self._date(language),
            language=language,
            site_name=_tidy(site, _LONGEST_NAME),
            canonical_url=self._canonical(),
        )

    def _declared(self, names: Iterable[str]) -> str:
        return next((value for name in names for value in self._meta.get(name, ()) if value.strip()), "")

    def _site_name(self) -> str:
        return self._declared(("og:site_name",)) or self._linked.site_name() or self._declared(("application-name",))

    def _title(self, site: str) -> str:
        decided = next((decision.block.text for decision in self._decisions if decision.role == "title"), "")
        if self._page.origin == "text":
            return decided
        blocks = self._page.blocks
        headings = [block.text for block in blocks if block.kind is Kind.HEADING and block.level == 1 and not block.hidden]
        declared = [
            ("headline", self._linked.value("headline")),
            ("shared", self._declared(("og:title", "citation_title", "dc.title"))),
            ("card", self._declared(("twitter:title",))),
            ("head", self._page.head.title),
        ]
        texts = [(kind, html.unescape(text)) for kind, text in declared if text]
        url = self._page.url or self._canonical()
        return choose_title(texts, headings[:_FIRST_HEADINGS], decided, site_names(url, [site]))

    def _author(self) -> str:
        for names in (self._linked.names("author") or self._linked.names("creator"), self._meta_authors()):
            found = join_names(map(html.unescape, names))
            if found:
                return found
        marked = self._markup.author() if self._markup else ""
        return marked or author_line(self._decisions)

    def _meta_authors(self) -> list[str]:
        return next((self._meta[name] for name in _AUTHOR_NAMES if join_names(self._meta.get(name, ()))), [])

    def _date(self, language: str) -> Dated | None:
        month_first = language == "en" and not self._page.head.lang.lower().startswith(("en-gb", "en-au", "en-in", "en-nz", "en-ie"))
        for value, evidence in self._dates(month_first):
            if value:
                return Dated(value, _tidy(evidence, _LONGEST_NAME))
        return None

    def _dates(self, month_first: bool) -> Iterable[tuple[str, str]]:
        """Dates with their evidence, best first; each is looked for only when those ahead are missing."""
        linked = self._linked
        yield parse_date(linked.value("datePublished"), month_first), "JSON-LD datePublished"
        for name in _DATE_NAMES:
            for value in self._meta.get(name, ()):
                yield parse_date(value, month_first), f"meta {name}"
        yield parse_date(linked.value("dateCreated") or linked.value("uploadDate"), month_first), "JSON-LD dateCreated"
        if self._markup:
            yield self._markup.date(month_first)
        yield url_date(self._page.url or self._page.head.canonical), "address"
        yield date_line(self._decisions, month_first)
        yield parse_date(linked.page_date(), month_first), "JSON-LD datePublished of the page"
        for name in _UPDATE_NAMES:
            for value in self._meta.get(name, ()):
                yield parse_date(value, month_first), f"meta {name}"

    def _language(self) -> str:
        kept = [decision.block.text for decision in self._decisions if decision.kept][:_SAMPLED_BLOCKS]
        sample = kept or [block.text for block in self._page.blocks[:_SAMPLED_BLOCKS]]
        declared = [self._page.head.lang, *(value for name in _LANGUAGE_NAMES for value in self._meta.get(name, ()))]
        return language_of([tag for tag in declared if tag], " ".join(sample))

    def _canonical(self) -> str:
        for href in (self._page.head.canonical, self._declared(("og:url",))):
            try:
                found = urljoin(self._page.url or "", href.strip()) if href else ""
                if urlsplit(found).scheme in ("http", "https") and urlsplit(found).hostname and len(found) <= _LONGEST_URL:
                    return "".join(scrub(found).split())
            except ValueError:
                continue
        return ""


def _tidy(text: str, longest: int) -> str:
    """One line without invisible characters."""
    return " ".join(scrub(text[: 4 * longest]).split())[:longest]
