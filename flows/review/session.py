"""A review: from an answer to the line it would write, to what else that would change, to having written it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners import SiteRules

from ..golden import GivenPage, add_case, remove_statement
from ..sites import Sites
from ..sites.edit import add_line, file_for, remove_line
from ..store.memory import site_named
from ..store.raw import declared_type
from ..store.review_queries import pages_by_confidence
from .journal import Answer, Journal
from .passages import PageSource, Passage, least_certain

_LONG, _FIRST = 24, 16  # words from which a passage is named by its first words; how many
_SAID = 40  # words of a passage that its golden case holds
_LOOKED_AT = 80  # pages of the site


@dataclass(frozen=True)
class Folders:
    """Where raw pages, site files and golden cases lie."""

    raw: Path
    sites: Path
    golden: Path


@dataclass(frozen=True)
class Elsewhere:
    """A passage on another page, or another passage of the same, that an answer would change."""

    raw: str
    text: str
    kept: bool  # afterwards


@dataclass(frozen=True)
class Proposal:
    """What an answer would write, and what else it would change on ``looked_at`` of the site's ``pages``."""

    passage: Passage
    answer: str
    file: Path
    name: str
    value: str
    elsewhere: tuple[Elsewhere, ...]
    looked_at: int
    pages: int


class Session:
    """Answers on passages. Nothing is written before `accept`; `take_back` undoes it, also after a restart."""

    def __init__(self, source: PageSource, folders: Folders, journal: Journal) -> None:
        self.source, self.folders, self.journal = source, folders, journal

    def unanswered(self, site: str = "") -> list[Passage]:
        """The least certain passages that have no answer yet; of one site only if a person names one."""
        found = least_certain(self.source, Sites(self.folders.sites), site_named(site))
        return [passage for passage in found if passage.key not in self.journal.keys]

    def propose(self, passage: Passage, answer: str) -> Proposal:
        """What "keep" or "drop" would do."""
        name = "keep_phrases" if answer == "keep" else "phrases"
        value = _phrase(passage.text)
        rows = pages_by_confidence(self.source.ledger, site=passage.site)
        looked_at = sorted(rows, key=lambda row: row["raw"] != passage.raw)[:_LOOKED_AT]
        sites = Sites(self.folders.sites)
        elsewhere = tuple(one for row in looked_at for one in self._changed(row, sites, name, value, passage))
        file = file_for(self.folders.sites, passage.url)
        return Proposal(passage, answer, file, name, value, elsewhere, len(looked_at), len(rows))

    def _changed(self, row: sqlite3.Row, sites: Sites, name: str, value: str, passage: Passage) -> Iterator[Elsewhere]:
        rules = sites.rules_for(row["url"], row["fetched_at"]) or SiteRules(passage.site)
        more = replace(rules, **{name: (value, *getattr(rules, name))})  # type: ignore[arg-type]  # name is one of two
        named = more.keeps_line if name == "keep_phrases" else more.drops_line
        before = self.source.cleaned(row, rules)
        if before is None or not any(named(one.block.text) for one in before.decisions):
            return
        after = self.source.cleaned(row, more)
        for one, other in zip(before.decisions, after.decisions, strict=True) if after else ():
            if one.kept != other.kept and not (row["raw"] == passage.raw and one.block.text == passage.text):
                yield Elsewhere(row["raw"], one.block.text, other.kept)

    def accept(self, proposal: Proposal) -> list[str]:
        """Write the line and the case; what of the case does not hold even so. May be repeated without harm."""
        passage = proposal.passage
        (row,) = pages_by_confidence(self.source.ledger, raw=passage.raw, limit=1)
        add_line(proposal.file, passage.url, passage.fetched_at, proposal.name, proposal.value)
        kind = declared_type(passage.raw.partition("#")[0]) or ""
        page = GivenPage(self.source.body(passage.raw), passage.url, kind, passage.fetched_at, passage.raw)
        name = f"{page.case_name}-{row['raw_digest'][:6]}"
        statement = ("+" if proposal.answer == "keep" else "-", " ".join(passage.text.split()[:_SAID]))
        case = add_case(self.folders.golden, name, page, [statement], self.folders.sites)
        self.journal.add(
            Answer(passage.key, proposal.answer, str(proposal.file), proposal.name, proposal.value, name, statement)
        )
        return list(case.faults())

    def is_settled(self, passage: Passage) -> bool:
        """Whether the site's file names the passage: it was answered, or a line for another one is about it too."""
        rules = Sites(self.folders.sites, for_page=passage.url).rules_for(passage.url, passage.fetched_at)
        return rules is not None and bool(rules.keeps_line(passage.text) or rules.drops_line(passage.text))

    def skip(self, passage: Passage) -> None:
        """Do not ask again about a passage."""
        self.journal.add(Answer(passage.key, "skip"))

    def take_back(self) -> Answer | None:
        """Undo the last answer, with what it wrote; None if there is none."""
        if not self.journal.answers:
            return None
        last = self.journal.answers[-1]
        if last.answer != "skip":
            remove_line(Path(last.file), last.name, last.value)
            remove_statement(self.folders.golden, last.case, last.statement)
        return self.journal.take_back()


def _phrase(text: str) -> str:
    """The line of a site file that names a passage: all of it, or the first words of a long one."""
    words = text.split()
    return " ".join(words) if len(words) <= _LONG else f"{' '.join(words[:_FIRST])} *"
