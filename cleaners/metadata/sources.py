"""All that metadata is read from: the page with its decisions, and what its head, scripts and markup declare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..addresses import joined
from ..decode import scrub
from ..page import Decision, Page
from ..reading import Reading
from ..reading.linked_data import LinkedData
from ..reading.titles import site_names
from .body import Markup

_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_MAX_URL = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one page's metadata.

    ``meta`` are the values of the meta elements by name, in page order; ``site_keys`` the comparison keys of
    the site's names; ``markup`` is None for flattened text.
    """

    page: Page
    decisions: Sequence[Decision]
    linked: LinkedData
    markup: Markup | None
    meta: dict[str, list[str]]
    site_name: str
    site_keys: set[str]
    is_forum: bool

    def declared(self, names: Iterable[str]) -> str:
        """The first value of the meta elements with one of these names; "" for none."""
        return next((value for name in names for value in self.meta.get(name, ()) if value.strip()), "")

    def address(self, href: str) -> str:
        """A web address that the page names, made absolute; "" for another kind of address."""
        url, parts = joined(self.page.base or self.page.url, href.strip()) if href else joined(None, "")
        if parts.scheme in ("http", "https") and parts.hostname and len(url) <= _MAX_URL:
            return "".join(scrub(url).split())
        return ""

    def canonical(self) -> str:
        """The address that the page declares as its own; "" for none."""
        return self.address(self.page.head.canonical) or self.address(self.declared(("og:url",)))


def sources_of(reading: Reading, source: str, decisions: Sequence[Decision]) -> Sources:
    """The sources of a page; ``source`` is the decoded text that its blocks were made from."""
    page, linked = reading.page, reading.linked_data
    meta: dict[str, list[str]] = {}
    for name, value in page.head.meta:
        meta.setdefault(name, []).append(value)
    markup = Markup(source) if page.origin == "html" else None
    nameless = Sources(page, decisions, linked, markup, meta, "", set(), reading.is_forum)
    declared = [nameless.declared((name,)) for name in _SITE_NAMES]
    names = [*declared[:1], linked.site_name(), *declared[1:]]
    site_name = next(filter(None, names[:3]), "")
    return replace(
        nameless, site_name=site_name, site_keys=site_names(page.url or nameless.canonical(), filter(None, names))
    )
