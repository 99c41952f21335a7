"""What a site says about itself: data, valid for a span of days, and what it makes of a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property

from ...labeler import Labeler
from ...lexicon.text import tokens_of
from ...page import Block, Label, Page
from ...selectors import parse_list, select

_LEAST = 25  # words that a page must keep: rules that leave fewer of a longer page are not followed


@dataclass(frozen=True)
class SiteRules:
    """The rules of one site for one span of days.

    ``body``, ``keep`` and ``drop`` are CSS selectors for HTML pages: what stands outside
    of ``body`` is dropped, what ``drop`` names is dropped, what ``keep`` names is kept
    all the same. ``phrases`` are lines to drop on any page ("*" at the end: whatever
    follows), ``keep_phrases`` lines to keep. Days are ISO 8601, both included, "" for no bound. Raises ValueError when
    a selector cannot be read.
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
        """16 hex digits that change with anything the rules say."""
        said = (getattr(self, name.name) for name in fields(self))
        return hashlib.sha256(json.dumps(list(said)).encode()).hexdigest()[:16]

    def holds_on(self, day: str) -> bool:
        """Whether the rules are meant for a page fetched on this day; "" (unknown) means the newest rules."""
        if not day:
            return not self.valid_until
        return self.valid_from <= day and (not self.valid_until or day <= self.valid_until)

    @cached_property
    def _dropped_lines(self) -> list[_Line]:
        return [_line_of(phrase) for phrase in self.phrases]

    @cached_property
    def _kept_lines(self) -> list[_Line]:
        return [_line_of(phrase) for phrase in self.keep_phrases]

    def drops_line(self, text: str) -> str:
        """The phrase that names this line, "" if none does."""
        return _named(text, self._dropped_lines)

    def keeps_line(self, text: str) -> str:
        """The phrase that keeps this line, "" if none does."""
        return _named(text, self._kept_lines)


_Line = tuple[str, list[str], bool]  # a phrase, its words, whether anything may follow


def _line_of(phrase: str) -> _Line:
    return phrase, tokens_of(phrase), phrase.rstrip().endswith("*")


def _named(text: str, lines: Sequence[_Line]) -> str:
    tokens = tokens_of(text[:500])
    for phrase, wanted, open_end in lines:
        if wanted and (tokens[: len(wanted)] == wanted if open_end else tokens == wanted):
            return phrase
    return ""


@dataclass(frozen=True)
class Applied:
    """What site rules make of one page. ``notes`` name rules that are stale or were not followed."""

    labels: dict[int, Label] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def labeler(self) -> Labeler:
        return Labeler("site_rules", lambda reading, decided: self.labels)


SILENT = Applied().labeler


def apply_rules(rules: SiteRules | None, page: Page) -> Applied:
    """Apply a site's rules to a page. A selector that matches nothing is silent and noted.

    Rules that would leave less than a few words of the page are not followed.
    """
    if rules is None:
        return Applied()
    marks = _Marks(page)
    notes = [
        f"stale_site_rule: {name} {selector} matches nothing"
        for name in ("body", "drop", "keep")
        for selector in (getattr(rules, name) if page.origin == "html" else ())
        if not marks.of(selector)
    ]
    kept, dropped = _kept(rules, marks), _dropped(rules, marks)
    outside = _outside(rules, marks)
    for labels, name in ((dropped, "drop"), (outside, "body")):
        gone = {**outside, **dropped} if name == "body" else dropped
        if _empties(page, [i for i in gone if i not in kept]):
            labels.clear()
            notes.append(f"site_rules_ignored: {name} would empty the page")
    return Applied({**outside, **dropped, **kept}, tuple(notes))


class _Marks:
    """Which blocks of a page lie within what a selector matches."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._found: dict[str, frozenset[int]] = {}

    def of(self, selector: str) -> frozenset[int]:
        if selector not in self._found:
            elements = self.page.elements
            inside = select(parse_list(selector), elements)
            for i, element in enumerate(elements):
                inside[i] = inside[i] or (element.parent >= 0 and inside[element.parent])
            visible = (b for b in self.page.blocks if b.element >= 0 and not b.hidden)
            self._found[selector] = frozenset(b.index for b in visible if inside[b.element])
        return self._found[selector]


def _kept(rules: SiteRules, marks: _Marks) -> dict[int, Label]:
    found = {
        i: Label(True, f"{rules.host} says that this belongs to its articles", selector)
        for selector in rules.keep
        for i in sorted(marks.of(selector))
    }
    for block in marks.page.blocks if rules.keep_phrases else ():
        phrase = rules.keeps_line(block.text)
        if phrase and not block.hidden:
            found[block.index] = Label(True, f"{rules.host} says that this line belongs to its articles", phrase)
    return found


def _dropped(rules: SiteRules, marks: _Marks) -> dict[int, Label]:
    found = {
        i: Label(False, f"{rules.host} says that this is no part of its articles", selector)
        for selector in rules.drop
        for i in sorted(marks.of(selector))
    }
    for block in marks.page.blocks if rules.phrases else ():
        phrase = rules.drops_line(block.text)
        if phrase:
            why = f"{rules.host} says that this line is no part of its articles"
            found[block.index] = Label(False, why, phrase)
    return found


def _outside(rules: SiteRules, marks: _Marks) -> dict[int, Label]:
    inside = frozenset[int]().union(*(marks.of(selector) for selector in rules.body))
    if not inside:
        return {}
    why = Label(False, f"stands outside of what {rules.host} says is its article", ", ".join(rules.body))
    blocks = (block for block in marks.page.blocks if block.index not in inside)
    return {block.index: why for block in blocks if not _is_title(block)}


def _is_title(block: Block) -> bool:
    """A heading of the first level: often outside of the body, and kept for the title."""
    return block.level == 1 and block.kind.value == "heading"


def _empties(page: Page, gone: Sequence[int]) -> bool:
    lost = set(gone)
    words = [(block.index in lost, len(tokens_of(block.text))) for block in page.blocks if not block.hidden]
    left = sum(n for is_gone, n in words if not is_gone)
    return bool(lost) and left < _LEAST and left < sum(n for is_gone, n in words if is_gone)
