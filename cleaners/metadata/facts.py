"""The smaller facts that a page declares: description, section, keywords, lead picture, licence, and its links."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from ..decode import scrub
from ..metadata_fields import Link
from .sources import Sources

_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "dcterms.description")
_SECTIONS = ("article:section", "parsely-section", "section", "cxenseparse:section", "article:category")
_KEYWORDS = ("news_keywords", "parsely-tags", "sailthru.tags", "citation_keywords", "keywords", "dc.subject")
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "parsely-image-url")
_LICENCES = ("license", "dcterms.license", "dc.rights.license", "dc.license", "dcterms.rights", "dc.rights")
_MAX_DESCRIPTION, _MAX_TERM, _MAX_TERMS, _MAX_LINKS = 2_000, 100, 60, 5_000


def description(sources: Sources) -> str:
    """What the page says it is about, as one line; "" for nothing."""
    texts = (sources.declared(_DESCRIPTIONS), sources.linked.value("description"))
    return one_line(next(filter(None, texts), ""), _MAX_DESCRIPTION)


def section(sources: Sources) -> str:
    """The part of the site that the page belongs to, such as "Politics"; "" where it declares none."""
    return one_line(sources.linked.value("articleSection") or sources.declared(_SECTIONS), _MAX_TERM)


def keywords(sources: Sources) -> tuple[str, ...]:
    """The subjects that the page declares, each once; the first source that has some decides."""
    linked = sources.linked.texts("keywords")
    for values in (sources.meta.get("article:tag"), linked, *map(sources.meta.get, _KEYWORDS)):
        unique = {term.casefold(): term for term in _terms(values or ())}
        if unique:
            return tuple(unique.values())[:_MAX_TERMS]
    return ()


def image(sources: Sources) -> str:
    """The web address of the picture that stands for the page; "" for none."""
    addresses = (sources.address(html.unescape(value)) for value in (*_declared_images(sources),) if value)
    return next(filter(None, addresses), "")


def licence(sources: Sources) -> str:
    """The licence of the page: a web address, or the words of the page; "" where it names none."""
    declared = sources.linked.address("license") or sources.declared(_LICENCES)
    if not declared and sources.markup:
        declared = sources.markup.licence()
    return sources.address(declared) if "/" in declared and " " not in declared.strip() else one_line(declared, 300)


def links(sources: Sources) -> tuple[Link, ...]:
    """The links of the kept text in page order, each address once, with the words of the first."""
    found: dict[str, Link] = {}
    seen: set[str] = set()  # addresses as written: most are made absolute only once
    for decision in sources.decisions:
        if decision.kept and len(found) < _MAX_LINKS:
            for mark in decision.block.marks:
                if mark.kind != "link" or mark.href in seen or mark.href.startswith("#"):
                    continue
                seen.add(mark.href)
                if url := sources.address(mark.href):
                    text = one_line(decision.block.text[mark.start : mark.end], 300)
                    found.setdefault(url, Link(url, text))
    return tuple(found.values())


def one_line(text: str, max_chars: int) -> str:
    """One line without references and invisible characters, of at most ``max_chars`` characters."""
    return " ".join(scrub(html.unescape(text[: 4 * max_chars])).split())[:max_chars].strip()


def _declared_images(sources: Sources) -> Iterator[str]:
    yield from (value for name in _IMAGES for value in sources.meta.get(name, ()))
    yield sources.linked.address("image")
    yield sources.linked.address("thumbnailUrl")


def _terms(values: Sequence[str]) -> Iterable[str]:
    """The terms of values that hold one each, or of one value with commas between them."""
    for value in values:
        signs = ";" if value.count(";") > value.count(",") else ","
        for term in value[:20_000].split(signs) if len(values) == 1 else [value]:
            if (tidy := one_line(term, _MAX_TERM)) and not tidy.startswith(("http:", "https:")):
                yield tidy
