"""The page in order: neighbours with one fate and one reason as one passage; the filters and the band over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from .labelers import GROUPS, group_number, group_of

UNSURE = 0.75  # a decision less certain than this is marked
_OTHER = "others"
_SCRAP = 40  # characters
_MAX_EVIDENCE = 3  # pieces of evidence shown for one passage


@dataclass(frozen=True)
class Passage:
    """Neighbouring decisions with one fate, labeler and reason. ``number`` counts passages from 1."""

    number: int
    decisions: Sequence[Mapping[str, Any]]
    labeler_number: int  # of all labelers of the page, for the filters

    @property
    def kept(self) -> bool:
        return bool(self.decisions[0]["kept"])

    @property
    def labeler(self) -> str:
        return str(self.decisions[0]["decidedBy"])

    @property
    def reason(self) -> str:
        return str(self.decisions[0]["reason"])

    @property
    def group_number(self) -> int:
        return group_number(self.labeler)

    @cached_property
    def words(self) -> int:
        return sum(len(str(one["text"]).split()) for one in self.decisions)

    @cached_property
    def confidence(self) -> float:
        """That of the least certain decision."""
        return min(float(one["confidence"]) for one in self.decisions)

    @property
    def unsure(self) -> bool:
        return self.confidence < UNSURE

    @property
    def of_scraps(self) -> bool:
        """Whether it is a menu or the like: many short pieces, best set one after the other."""
        longest = max(len(str(one["text"])) for one in self.decisions)
        return not self.kept and len(self.decisions) > 2 and longest <= _SCRAP

    @property
    def blocks(self) -> tuple[int, int]:
        """Its first and its last block, counted from 1."""
        return int(self.decisions[0]["index"]) + 1, int(self.decisions[-1]["index"]) + 1

    @property
    def evidence(self) -> Iterator[str]:
        """What the decision rests on, where it is more than the passage's own words."""
        pieces = dict.fromkeys(str(each["evidence"]) for each in self.decisions if each["evidence"] not in each["text"])
        yield from list(pieces)[:_MAX_EVIDENCE]
        if len(pieces) > _MAX_EVIDENCE:
            yield f"and {len(pieces) - _MAX_EVIDENCE:,} more"


class Stretch(NamedTuple):
    """A part of the band: neighbours kept, or removed by one group, from ``x`` on, both in thousandths."""

    passage: int
    kept: bool
    group: str
    words: int
    x: float
    width: float


class Box(NamedTuple):
    """A box that hides and shows passages; ``colours``: the labeler whose colour it has."""

    name: str
    label: str
    words: int
    colours: str
    about: str


def passages_of(decisions: Sequence[Mapping[str, Any]]) -> list[Passage]:
    """The passages of a page, kept and removed, in page order."""
    labelers: dict[str, int] = {}
    found: list[Passage] = []
    for _, run in groupby(decisions, key=lambda one: (one["kept"], one["role"], one["decidedBy"], one["reason"])):
        members = list(run)
        labeler = labelers.setdefault(str(members[0]["decidedBy"]), len(labelers))
        found.append(Passage(len(found) + 1, members, labeler))
    return found


def words_of(passages: Sequence[Passage], *, kept: bool) -> int:
    """Words kept, or removed."""
    return sum(one.words for one in passages if one.kept is kept)


def band(passages: Sequence[Passage]) -> Iterator[Stretch]:
    """The page as one band in which every stretch is as wide as it has words; nothing for a page without words."""
    total, x = sum(one.words for one in passages), 0.0
    for (kept, group), run in groupby(passages, key=lambda one: (one.kept, "" if one.kept else group_of(one.labeler))):
        stretch = list(run)
        words = sum(one.words for one in stretch)
        if total:
            yield Stretch(stretch[0].number, kept, group, words, x, words * 1000 / total)
            x += words * 1000 / total


def group_boxes(passages: Sequence[Passage]) -> Iterator[Box]:
    """A box for what is kept, and one for each group of labelers that removed something."""
    yield Box("show-kept", "kept", words_of(passages, kept=True), "keep", "kept")
    words: Counter[str] = Counter()
    for one in passages:
        if not one.kept:
            group = group_of(one.labeler)
            words[group if group in GROUPS else _OTHER] += one.words
    for group in sorted(words, key=group_number):
        yield Box(f"g-{group_number(group)}", group, words[group], group, GROUPS.get(group, group))


def rule_boxes(passages: Sequence[Passage]) -> Iterator[Box]:
    """A box for each rule that removed something, the one with most words first."""
    words: Counter[tuple[int, str]] = Counter()
    for one in passages:
        if not one.kept and "." in one.labeler:
            words[one.labeler_number, one.labeler] += one.words
    for (number, labeler), count in sorted(words.items(), key=lambda item: -item[1]):
        yield Box(f"f-{number}", labeler.partition(".")[2], count, labeler, labeler)


def filters_css(passages: Sequence[Passage]) -> str:
    """The style that hides what a box is unticked for. Nothing in it comes from the page."""
    names = [box.name for box in (*group_boxes(passages), *rule_boxes(passages)) if box.name[1] == "-"]
    rules = [f"body:has(#{name}:not(:checked)) .gone.{name.replace('-', '')}" for name in names]
    return f"@media screen {{ {', '.join(rules)} {{ display: none; }} }}" if rules else ""
