"""The rules of a site as data, valid for a span of days, and the labels that they give on a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, fields
from functools import cached_property

from ...labeler import Labeler
from ...lexicon.text import tokens_of
from ...page import Block, Kind, Label, Page
from ...selectors import parse_list, select

_MIN_WORDS_LEFT = 25  # of a page; rules that leave fewer, and drop more than they leave, are not applied


@dataclass(frozen=True)
class SiteRules:
    """The rules of one site for one span of days.

    ``body``, ``keep`` and ``drop`` are CSS selectors for HTML pages: blocks outside of
    ``body`` or matched by ``drop`` are dropped, unless ``keep`` matches them.
    ``phrases`` are lines to drop on any page ("*" at the end: any text may follow),
    ``keep_phrases`` lines to keep. Days are ISO 8601, both included, "" for no bound.
    Raises ValueError for a selector that cannot be parsed.
    """

    host: str
    body: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    valid_from: str = ""
    valid_until: str = ""
    keep_phrases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for selector in (*self.body, *self.keep, *self.drop):
            parse_list(selector)

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits that change with any part of the rules."""
        values = [getattr(self, each.name) for each in fields(self)]
        return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]

    def holds_on(self, day: str) -> bool:
        """Whether the rules are valid for a page fetched on this day; for "" (unknown) the newest rules are."""
        if not day:
            return not self.valid_until
        return self.valid_from <= day and (not self.valid_until or day <= self.valid_until)

    @cached_property
    def _drop_phrases(self) -> list[_Phrase]:
        return [_parse_phrase(phrase) for phrase in self.phrases]

    @cached_property
    def _keep_phrases(self) -> list[_Phrase]:
        return [_parse_phrase(phrase) for phrase in self.keep_phrases]

    def drops_line(self, text: str) -> str:
        """The phrase by which this line is dropped, "" without one."""
        return _matching_phrase(text, self._drop_phrases)

    def keeps_line(self, text: str) -> str:
        """The phrase by which this line is kept, "" without one."""
        return _matching_phrase(text, self._keep_phrases)


_Phrase = tuple[str, list[str], bool]  # its text, its words, whether any text may follow


def _parse_phrase(phrase: str) -> _Phrase:
    return phrase, tokens_of(phrase), phrase.rstrip().endswith("*")


def _matching_phrase(text: str, phrases: Sequence[_Phrase]) -> str:
    tokens = tokens_of(text[:500]) if phrases else []
    for phrase, words, open_end in phrases:
        if words and (tokens[: len(words)] == words if open_end else tokens == words):
            return phrase
    return ""


@dataclass(frozen=True)
class AppliedRules:
    """The labels of site rules on one page. ``notes`` name rules that are stale or were not applied."""

    labels: dict[int, Label] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def labeler(self) -> Labeler:
        return Labeler("site_rules", lambda reading, decided: self.labels)


NO_SITE_RULES = AppliedRules().labeler


def apply_rules(rules: SiteRules | None, page: Page) -> AppliedRules:
    """Apply a site's rules to a page. A selector that matches nothing has no effect and is noted.

    Rules that would leave less than a few words of the page are not applied.
    """
    if rules is None:
        return AppliedRules()
    selection = _Selection(page)
    notes = [
        f"stale_site_rule: {name} {selector} matches nothing"
        for name in ("body", "drop", "keep")
        for selector in (getattr(rules, name) if page.origin == "html" else ())
        if not selection.blocks(selector)
    ]
    kept, dropped = _labels(rules, selection, keep=True), _labels(rules, selection, keep=False)
    outside = _outside(rules, selection)
    if _empties(page, dropped.keys() - kept.keys()):
        dropped = {}
        notes.append("site_rules_ignored: drop would empty the page")
    if _empties(page, (outside.keys() | dropped.keys()) - kept.keys()):
        outside = {}
        notes.append("site_rules_ignored: body would empty the page")
    return AppliedRules({**outside, **dropped, **kept}, tuple(notes))


class _Selection:
    """Which blocks of a page are inside the elements that a selector matches."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._cache: dict[str, frozenset[int]] = {}

    def blocks(self, selector: str) -> frozenset[int]:
        if selector not in self._cache:
            elements = self.page.elements
            inside = select(parse_list(selector), elements)
            for i, element in enumerate(elements):
                inside[i] = inside[i] or (element.parent >= 0 and inside[element.parent])
            visible = (b for b in self.page.blocks if b.element >= 0 and not b.hidden)
            self._cache[selector] = frozenset(b.index for b in visible if inside[b.element])
        return self._cache[selector]


def _labels(rules: SiteRules, selection: _Selection, keep: bool) -> dict[int, Label]:
    """The labels of the selectors and phrases that keep, or of those that drop."""
    selectors, phrase_of = (rules.keep, rules.keeps_line) if keep else (rules.drop, rules.drops_line)
    relation = "belongs to its articles" if keep else "is no part of its articles"
    labels = {
        index: Label(keep, f"{rules.host} says that this {relation}", selector)
        for selector in selectors
        for index in sorted(selection.blocks(selector))
    }
    for block in selection.page.blocks:
        phrase = phrase_of(block.text)
        if phrase and not (keep and block.hidden):
            labels[block.index] = Label(keep, f"{rules.host} says that this line {relation}", phrase)
    return labels


def _outside(rules: SiteRules, selection: _Selection) -> dict[int, Label]:
    inside = frozenset[int]().union(*(selection.blocks(selector) for selector in rules.body))
    if not inside:
        return {}
    label = Label(False, f"stands outside of what {rules.host} says is its article", ", ".join(rules.body))
    blocks = (block for block in selection.page.blocks if block.index not in inside)
    return {block.index: label for block in blocks if not _is_title(block)}


def _is_title(block: Block) -> bool:
    """A heading of the first level: often outside of the body, and kept for the title."""
    return block.level == 1 and block.kind is Kind.HEADING


def _empties(page: Page, dropped: Set[int]) -> bool:
    words = [(block.index in dropped, len(tokens_of(block.text))) for block in page.blocks if not block.hidden]
    left = sum(count for is_dropped, count in words if not is_dropped)
    return bool(dropped) and left < _MIN_WORDS_LEFT and left < sum(count for is_dropped, count in words if is_dropped)
