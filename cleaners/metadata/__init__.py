"""Reads title, authors, dates, language and the other facts about a page from what it declares and shows."""

from __future__ import annotations

from collections.abc import Sequence

from ..metadata_fields import Metadata, PublicationDate
from ..page import Decision
from ..reading import Reading
from . import facts
from .authors import authors_of
from .facts import one_line
from .language import language_of
from .published import dates_of
from .sources import Sources, sources_of
from .titles import title_of

__all__ = ["read_metadata"]

_LANGUAGE_NAMES = ("og:locale", "content-language", "language", "dc.language", "inlanguage")
_MAX_TITLE, _MAX_NAME = 500, 200  # characters
_SAMPLE_BLOCKS = 60


def read_metadata(reading: Reading, source: str, decisions: Sequence[Decision]) -> Metadata:
    """The metadata of a page; ``source`` is the decoded text that the blocks were made from.

    The declarations of the head come first (JSON-LD, Open Graph, Dublin Core, citation), then the
    markup of the body, then lines such as "By Name". Pure and deterministic; never raises.
    """
    sources = sources_of(reading, source, decisions)
    language = _language(sources)
    published, modified = dates_of(sources, language)
    return Metadata(
        title=one_line(title_of(sources), _MAX_TITLE),
        authors=tuple(filter(None, (one_line(name, _MAX_NAME) for name in authors_of(sources)))),
        date=_date(published),
        modified=_date(modified),
        language=language,
        site_name=one_line(sources.site_name, _MAX_NAME),
        canonical_url=sources.canonical(),
        description=facts.description(sources),
        section=facts.section(sources),
        keywords=facts.keywords(sources),
        image=facts.image(sources),
        license=facts.licence(sources),
        links=facts.links(sources),
    )


def _date(found: tuple[str, str]) -> PublicationDate | None:
    value, evidence = found
    return PublicationDate(value, one_line(evidence, _MAX_NAME)) if value else None


def _language(sources: Sources) -> str:
    page = sources.page
    kept_texts = [decision.block.text for decision in sources.decisions if decision.kept][:_SAMPLE_BLOCKS]
    sample = kept_texts or [block.text for block in page.blocks[:_SAMPLE_BLOCKS]]
    declared = [value for name in _LANGUAGE_NAMES for value in sources.meta.get(name, ())]
    return language_of([tag for tag in (page.head.lang, *declared) if tag], " ".join(sample))
