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
from ..store.raw import PageError, declared_type, read_raw
from ..store.review_queries import pages_by_confidence

CERTAIN = 0.85  # from here on a decision is not asked about
_PAGES, _PASSAGES, _WORDS = 60, 200, 3  # pages looked at, passages shown, words that a passage must have
_BYTES = 20_000_000


@dataclass(frozen=True)
class Passage:
    """One block of one page and what is decided of it today. ``key`` is the same wherever its site says the same."""

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
        names = ("raw", "url", "text", "kept", "decidedBy", "reason", "confidence")
        return json_text({name: getattr(self, name) for name in names})


@dataclass
class PageSource:
    """Pages of a store as they are cleaned today: from raw/, with their sites' files and memories."""

    ledger: Ledger
    raw: Path
    clean: Path

    def __post_init__(self) -> None:
        self._memories: dict[str, SiteMemory | None] = {}
        self._counts = CountStore(self.ledger.db, fingerprint())

    def body(self, raw: str) -> bytes:
        """The bytes of a raw page. Raises PageError."""
        name, _, place = raw.partition("#")
        path = str(self.raw / name)
        return read_raw(path, place, _BYTES)

    def cleaned(self, row: sqlite3.Row, rules: SiteRules | None) -> CleanPage | None:
        """The page, or None where its raw page is gone or cannot be cleaned any more."""
        site = site_of(row["url"], row["raw"])
        if site not in self._memories:
            self._memories[site] = current_memory(self._counts, self.clean, site)
        kind = declared_type(row["raw"].partition("#")[0])
        try:
            body = self.body(row["raw"])
            return clean(body, row["url"], content_type=kind, memory=self._memories[site], site=rules)
        except (PageError, PageRefused):
            return None


def least_certain(source: PageSource, sites: Sites, site: str = "") -> list[Passage]:
    """Passages to ask about, of one site if it is given, the least certain first; a repeated one only once."""
    found: dict[str, Passage] = {}
    for row in pages_by_confidence(source.ledger, site=site, limit=_PAGES):
        page = source.cleaned(row, sites.rules_for(row["url"], row["fetched_at"]))
        for passage in _passages(row, page.decisions) if page else ():
            known = found.get(passage.key)
            if known is None or passage.confidence < known.confidence:
                found[passage.key] = passage
    return sorted(found.values(), key=lambda one: (one.confidence, one.raw, one.text))[:_PASSAGES]


def _passages(row: sqlite3.Row, decisions: Iterable[Decision]) -> Iterator[Passage]:
    shown = [one for one in decisions if not one.block.hidden]
    for at, one in enumerate(shown):
        if one.confidence >= CERTAIN or one.role == "title" or len(words_of(one.block.text).split()) < _WORDS:
            continue
        above = shown[at - 1].block.text if at else ""
        below = shown[at + 1].block.text if at + 1 < len(shown) else ""
        yield Passage(
            row["raw"], row["url"], row["fetched_at"], row["title"], one.block.text, one.kept, one.decided_by,
            one.reason, one.confidence, above, below,
        )  # fmt: skip
