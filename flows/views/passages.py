"""The page in order: neighbours decided alike form one passage; the filters and the band above the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from .labelers import GROUPS, display_name, group_number, group_of

UNSURE_BELOW = 0.75  # a decision of less confidence is marked
_OTHER_GROUP = "others"
_MAX_INLINE_CHARACTERS = 40  # of a block that is shown on one line with its neighbours
_MAX_EVIDENCE = 3  # pieces of evidence shown for one passage


@dataclass(frozen=True)
class ShownPassage:
    """Neighbouring decisions with one result, labeler and reason. ``number`` counts passages from 1."""

    number: int
    decisions: Sequence[Mapping[str, Any]]
    kept: bool
    labeler: str
    reason: str
    labeler_number: int  # of all labelers of the page, for the filters

    @property
    def group_number(self) -> int:
        return group_number(self.labeler)

    @cached_property
    def words(self) -> int:
        return sum(len(str(decision["text"]).split()) for decision in self.decisions)

    @cached_property
    def confidence(self) -> float:
        """That of the least certain decision."""
        return min(float(decision["confidence"]) for decision in self.decisions)

    @property
    def unsure(self) -> bool:
        return self.confidence < UNSURE_BELOW

    @property
    def is_inline(self) -> bool:
        """Whether its blocks are many short ones, as of a menu, and are shown one after the other on a line."""
        longest = max(len(str(decision["text"])) for decision in self.decisions)
        return not self.kept and len(self.decisions) > 2 and longest <= _MAX_INLINE_CHARACTERS

    @property
    def blocks(self) -> tuple[int, int]:
        """Its first and its last block, counted from 1."""
        return int(self.decisions[0]["index"]) + 1, int(self.decisions[-1]["index"]) + 1

    @property
    def evidence(self) -> Iterator[str]:
        """The evidence of its decisions, where it is more than the passage's own words."""
        pieces = dict.fromkeys(str(each["evidence"]) for each in self.decisions if each["evidence"] not in each["text"])
        yield from list(pieces)[:_MAX_EVIDENCE]
        if len(pieces) > _MAX_EVIDENCE:
            yield f"and {len(pieces) - _MAX_EVIDENCE:,} more"


class BandSegment(NamedTuple):
    """A part of the band: neighbours kept, or removed by one group. ``x`` and ``width`` are in thousandths."""

    passage: int
    kept: bool
    group: str
    words: int
    x: float
    width: float


class FilterBox(NamedTuple):
    """A checkbox that hides and shows passages; it has the colours of ``labeler``."""

    name: str
    label: str
    words: int
    labeler: str
    description: str


def passages_of(decisions: Sequence[Mapping[str, Any]]) -> list[ShownPassage]:
    """The passages of a page, kept and removed, in page order."""
    labeler_numbers: dict[str, int] = {}
    passages: list[ShownPassage] = []
    for (kept, _, labeler, reason), run in groupby(decisions, key=itemgetter("kept", "role", "decidedBy", "reason")):
        number = labeler_numbers.setdefault(str(labeler), len(labeler_numbers))
        passages.append(ShownPassage(len(passages) + 1, list(run), bool(kept), str(labeler), str(reason), number))
    return passages


def words_of(passages: Sequence[ShownPassage], *, kept: bool) -> int:
    """Words kept, or removed."""
    return sum(passage.words for passage in passages if passage.kept is kept)


def band_of(passages: Sequence[ShownPassage]) -> Iterator[BandSegment]:
    """The page as a band of segments, each as wide as it has words; nothing for a page without words."""
    total, x = sum(passage.words for passage in passages), 0.0
    for (kept, group), run in groupby(passages, key=_kept_or_group):
        members = list(run)
        words = sum(passage.words for passage in members)
        if total:
            yield BandSegment(members[0].number, kept, group, words, x, words * 1000 / total)
            x += words * 1000 / total


def _kept_or_group(passage: ShownPassage) -> tuple[bool, str]:
    return passage.kept, "" if passage.kept else group_of(passage.labeler)


def group_boxes(passages: Sequence[ShownPassage]) -> Iterator[FilterBox]:
    """A box for what is kept, and one for each group of labelers that removed something."""
    yield FilterBox("show-kept", "kept", words_of(passages, kept=True), "keep", "kept")
    words: Counter[str] = Counter()
    for passage in passages:
        if not passage.kept:
            group = group_of(passage.labeler)
            words[group if group in GROUPS else _OTHER_GROUP] += passage.words
    for group in sorted(words, key=group_number):
        description = GROUPS.get(group, group)
        yield FilterBox(f"g-{group_number(group)}", display_name(group), words[group], group, description)


def rule_boxes(passages: Sequence[ShownPassage]) -> Iterator[FilterBox]:
    """A box for each rule that removed something, the one with most words first."""
    words: Counter[tuple[int, str]] = Counter()
    for passage in passages:
        if not passage.kept and "." in passage.labeler:
            words[passage.labeler_number, passage.labeler] += passage.words
    for (number, labeler), count in sorted(words.items(), key=lambda item: -item[1]):
        yield FilterBox(f"f-{number}", labeler.partition(".")[2], count, labeler, labeler)


def filters_css(passages: Sequence[ShownPassage]) -> str:
    """The style that hides the passages of boxes that are not ticked. Nothing in it comes from the page."""
    names = [box.name for box in (*group_boxes(passages), *rule_boxes(passages)) if box.name[1] == "-"]
    rules = [f"body:has(#{name}:not(:checked)) .removed.{name.replace('-', '')}" for name in names]
    return f"@media screen {{ {', '.join(rules)} {{ display: none; }} }}" if rules else ""
