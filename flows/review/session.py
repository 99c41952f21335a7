"""A review: what an answer would write and change, writing it, and undoing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners import SiteRules, host_of

from ..golden import add_case, case_name, remove_statement
from ..sites import Sites
from ..sites.edit import add_line, file_for, remove_line
from ..store.memory import site_named
from ..store.raw import InputPage, declared_type, source_path
from ..store.review_queries import pages_by_confidence
from .journal import Answer, Journal
from .passages import PageSource, UncertainPassage, least_certain

_MAX_PHRASE_WORDS, _PREFIX_WORDS = 24, 16  # a longer passage has its first words in the site file
_MAX_STATEMENT_WORDS = 40  # of a passage, in its golden case
_MAX_PAGES_CHECKED = 80  # of the site


@dataclass(frozen=True)
class Folders:
    """The folders of raw pages, site files and golden cases."""

    raw: Path
    sites: Path
    golden: Path


@dataclass(frozen=True)
class SideEffect:
    """A passage on another page, or another passage of the same page, that an answer would change."""

    raw: str
    text: str
    kept: bool  # afterwards


@dataclass(frozen=True)
class AnswerPreview:
    """What an answer would write, and what else it would change on ``pages_checked`` of the site's ``pages``."""

    passage: UncertainPassage
    answer: str
    file: Path
    name: str
    value: str
    side_effects: tuple[SideEffect, ...]
    pages_checked: int
    pages: int


class Session:
    """Answers on passages. Nothing is written before `accept`; `undo` removes it again, also after a restart."""

    def __init__(self, source: PageSource, folders: Folders, journal: Journal) -> None:
        self.source, self.folders, self.journal = source, folders, journal

    def unanswered(self, site: str = "") -> list[UncertainPassage]:
        """The least certain passages that have no answer yet, of one site or of all ("")."""
        passages = least_certain(self.source, Sites(self.folders.sites), site_named(site))
        return [passage for passage in passages if passage.key not in self.journal.keys]

    def preview(self, passage: UncertainPassage, answer: str) -> AnswerPreview:
        """What the answer "keep" or "drop" would write and change."""
        name = "keep_phrases" if answer == "keep" else "phrases"
        value = _phrase(passage.text)
        rows = pages_by_confidence(self.source.ledger, site=passage.site)
        rows_checked = sorted(rows, key=lambda row: row["raw"] != passage.raw)[:_MAX_PAGES_CHECKED]
        sites = Sites(self.folders.sites)
        side_effects = tuple(
            effect for row in rows_checked for effect in self._changes(row, sites, name, value)
            if (effect.raw, effect.text) != (passage.raw, passage.text)
        )  # fmt: skip
        file = file_for(self.folders.sites, passage.url)
        return AnswerPreview(passage, answer, file, name, value, side_effects, len(rows_checked), len(rows))

    def _changes(self, row: sqlite3.Row, sites: Sites, name: str, value: str) -> Iterator[SideEffect]:
        """The passages of a page that a further value in the list ``name`` of its site rules would change."""
        rules = sites.rules_for(row["url"], row["fetched_at"]) or SiteRules(host_of(row["url"]))
        new_rules = replace(rules, **{name: (value, *getattr(rules, name))})  # type: ignore[arg-type]  # a list's name
        matches = new_rules.keeps_line if name == "keep_phrases" else new_rules.drops_line
        before = self.source.cleaned(row, rules)
        if before is None or not any(matches(decision.block.text) for decision in before.decisions):
            return
        after = self.source.cleaned(row, new_rules)
        for old, new in zip(before.decisions, after.decisions, strict=True) if after else ():
            if old.kept != new.kept:
                yield SideEffect(row["raw"], old.block.text, new.kept)

    def accept(self, preview: AnswerPreview) -> list[str]:
        """Write the line and the case; returns the faults that the case still has. May be repeated without harm."""
        passage = preview.passage
        (row,) = pages_by_confidence(self.source.ledger, raw=passage.raw, limit=1)
        add_line(preview.file, passage.url, passage.fetched_at, preview.name, preview.value)
        content_type = declared_type(source_path(self.source.raw, passage.raw)[0]) or ""
        page = InputPage(self.source.body(passage.raw), passage.url, content_type, passage.fetched_at, passage.raw)
        name = f"{case_name(page)}-{row['raw_digest'][:6]}"
        statement = ("+" if preview.answer == "keep" else "-", " ".join(passage.text.split()[:_MAX_STATEMENT_WORDS]))
        case = add_case(self.folders.golden, name, page, [statement], self.folders.sites)
        self.journal.add(
            Answer(passage.key, preview.answer, str(preview.file), preview.name, preview.value, name, statement)
        )
        return list(case.faults())

    def is_in_site_file(self, passage: UncertainPassage) -> bool:
        """Whether a line of the site file matches the passage: its own answer, or that for another passage."""
        rules = Sites(self.folders.sites, for_page=passage.url).rules_for(passage.url, passage.fetched_at)
        return rules is not None and bool(rules.keeps_line(passage.text) or rules.drops_line(passage.text))

    def skip(self, passage: UncertainPassage) -> None:
        """Record that the passage is not to be asked about again."""
        self.journal.add(Answer(passage.key, "skip"))

    def undo(self) -> Answer | None:
        """Undo the last answer and remove what it wrote; returns the answer, None without any."""
        if not self.journal.answers:
            return None
        last = self.journal.answers[-1]
        if last.answer != "skip":
            remove_line(Path(last.file), last.name, last.value)
            remove_statement(self.folders.golden, last.case, last.statement)
        return self.journal.undo()


def _phrase(text: str) -> str:
    """The line of a site file for a passage: all of it, or the first words of a long one."""
    words = text.split()
    return " ".join(words) if len(words) <= _MAX_PHRASE_WORDS else f"{' '.join(words[:_PREFIX_WORDS])} *"
