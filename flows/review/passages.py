"""The passages that the cleaner is least certain of, on the least certain pages of a store."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaners import CleanPage, Decision, PageRefused, SiteMemory, SiteRules, clean, fingerprint, host_of

from ..golden import words_of
from ..safe_text import json_text
from ..sites import Sites
from ..store.ledger import Ledger
from ..store.memory import CountStore, current_memory, site_of
from ..store.raw import PageError, declared_type, read_raw, source_path
from ..store.review_queries import pages_by_confidence

_MIN_CONFIDENCE = 0.85  # of a decision that is not asked about
_MAX_PAGES, _MAX_PASSAGES, _MIN_WORDS = 60, 200, 3  # least certain pages, passages to show, words of a passage
_MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class UncertainPassage:
    """A block of a page with today's decision. ``key`` is the same for equal passages of a site."""

    raw: str
    url: str
    fetched_at: str
    title: str
    text: str
    kept: bool
    decided_by: str
    reason: str
    confidence: float
    above: str
    below: str

    @property
    def site(self) -> str:
        return host_of(self.url)

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.site}\0{words_of(self.text)}".encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def to_json(self) -> str:
        """The passage as a line of JSON."""
        return json_text({
            "raw": self.raw, "url": self.url, "text": self.text, "kept": self.kept, "decidedBy": self.decided_by,
            "reason": self.reason, "confidence": self.confidence,
        })  # fmt: skip


@dataclass
class PageSource:
    """Pages of a store as they are cleaned today: from raw/, with site rules and site memories."""

    ledger: Ledger
    raw: Path
    clean: Path

    def __post_init__(self) -> None:
        self._memories: dict[str, SiteMemory | None] = {}
        self._counts = CountStore(self.ledger.db, fingerprint())

    def body(self, raw: str) -> bytes:
        """The bytes of a raw page. Raises PageError."""
        return read_raw(*source_path(self.raw, raw), _MAX_BYTES)

    def cleaned(self, row: sqlite3.Row, rules: SiteRules | None) -> CleanPage | None:
        """The page; None where its raw page does not exist or cannot be cleaned any more."""
        site = site_of(row["url"], row["raw"])
        if site not in self._memories:
            self._memories[site] = current_memory(self._counts, self.clean, site)
        content_type = declared_type(source_path(self.raw, row["raw"])[0])
        try:
            body, memory = self.body(row["raw"]), self._memories[site]
            return clean(body, row["url"], content_type=content_type, memory=memory, site=rules)
        except (PageError, PageRefused):
            return None


def least_certain(source: PageSource, sites: Sites, site: str = "") -> list[UncertainPassage]:
    """Passages to ask about, of one site or of all (""), the least certain first; a repeated one only once."""
    by_key: dict[str, UncertainPassage] = {}
    for row in pages_by_confidence(source.ledger, site=site, limit=_MAX_PAGES):
        page = source.cleaned(row, sites.rules_for(row["url"], row["fetched_at"]))
        for passage in _passages(row, page.decisions) if page else ():
            other = by_key.setdefault(passage.key, passage)
            if passage.confidence < other.confidence:
                by_key[passage.key] = passage
    return sorted(by_key.values(), key=lambda passage: (passage.confidence, passage.raw, passage.text))[:_MAX_PASSAGES]


def _passages(row: sqlite3.Row, decisions: Iterable[Decision]) -> Iterator[UncertainPassage]:
    visible = [decision for decision in decisions if not decision.block.hidden]
    texts = ["", *(decision.block.text for decision in visible), ""]
    for decision, above, text, below in zip(visible, texts, texts[1:], texts[2:], strict=False):
        if (
            decision.confidence < _MIN_CONFIDENCE
            and decision.role != "title"
            and len(words_of(text).split()) >= _MIN_WORDS
        ):
            yield UncertainPassage(
                row["raw"], row["url"], row["fetched_at"], row["title"], text, decision.kept, decision.decided_by,
                decision.reason, decision.confidence, above, below,
            )  # fmt: skip
