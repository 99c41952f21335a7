"""The whole cleaner: bytes in, document out. Reads as a table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .decode import Decoded, decode
from .judge import judge
from .metadata import read_metadata
from .page import Dated, Decision, Metadata, Page, Provenance, RawPage
from .provenance import provenance_of
from .render import to_markdown, to_text
from .segment import segment
from .voices import voices


@dataclass(frozen=True)
class CleanPage:
    """A cleaned page: what is kept, what is not and why, and what the page says of itself.

    ``confidence`` is between 0 and 1; ``notes`` name what a reader of the result
    should know (for instance "encoding_damaged", "no_content").
    """

    page: Page
    metadata: Metadata
    decisions: tuple[Decision, ...]
    confidence: float
    notes: tuple[str, ...]
    provenance: Provenance

    @property
    def title(self) -> str:
        return self.metadata.title

    @property
    def author(self) -> str:
        return self.metadata.author

    @property
    def date(self) -> Dated | None:
        return self.metadata.date

    @property
    def language(self) -> str:
        return self.metadata.language

    @cached_property
    def text(self) -> str:
        """The body as plain text, without the title."""
        return to_text(self.page, self.decisions)

    @cached_property
    def markdown(self) -> str:
        """The body as Markdown, without the title."""
        return to_markdown(self.page, self.decisions)

    @property
    def removed(self) -> list[Decision]:
        """The decisions on blocks that were dropped, in page order."""
        return [decision for decision in self.decisions if not decision.kept]


def clean(body: bytes | str, url: str | None = None, *, content_type: str | None = None) -> CleanPage:
    """Clean one page of HTML or flattened text (told apart by content).

    A pure function: same page and same version, same result. An empty page gives
    an empty result with the note "no_content".
    """
    raw = RawPage(url, body, content_type)
    decoded = decode(body, content_type)
    page = segment(decoded.text, url, content_type)
    decisions = tuple(judge(page, voices()))
    metadata = read_metadata(page, decoded.text, decisions)
    return CleanPage(
        page, metadata, decisions, _confidence(decisions), _notes(page, decoded, decisions), provenance_of(raw, decoded, page)
    )


def _confidence(decisions: Sequence[Decision]) -> float:
    """The mean confidence of the decisions, each weighed by its words."""
    weights = [1 + decision.block.text.count(" ") for decision in decisions]
    total = sum(weights)
    if not total:
        return 0.0
    return round(sum(w * d.confidence for w, d in zip(weights, decisions, strict=True)) / total, 4)


def _notes(page: Page, decoded: Decoded, decisions: Sequence[Decision]) -> tuple[str, ...]:
    notes = list(page.notes)
    if decoded.damaged:
        notes.append("encoding_damaged")
    if not any(decision.kept and decision.role == "body" for decision in decisions):
        notes.append("no_content")
    return tuple(notes)
