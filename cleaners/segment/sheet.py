"""One style sheet: found in it, without parsing it, are the rules that hide or show text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from .declarations import cause_of, declarations
from .selectors import Selector, key_of, read_selector, split_list

# What the declarations that hide have in them. Searched for as plain words: style sheets are long.
_WORDS = (
    "display:none", "visibility:hidden", "opacity:0", "font-size:0", "clip:rect", "clip-path:", "height:0",
    "height:1px", "width:0", "indent:-", "left:-9", "left:-1", "top:-9", "scale(0",
)  # fmt: skip
_SHOWN = {
    "display": re.compile(r"(?<![-\w])display\s*:\s*(?!none)[a-z]", re.I),
    "visibility": re.compile(r"(?<![-\w])visibility\s*:\s*visible", re.I),
    "opacity": re.compile(r"(?<![-\w])opacity\s*:\s*(?:[1-9]|0?\.\d*[1-9])", re.I),
}
_AT = re.compile(r"@([\w-]++)([^{};@]*+)\{")
_AT_END = re.compile(r"\}\s*\}")
NOT_ON_SCREENS = re.compile(
    r"(?<!not )(?<![-\w])(?:print|speech|aural|handheld|tty|tv)(?![-\w])|max-(?:device-)?width|hover\s*:\s*none"
    r"|prefers-|orientation\s*:\s*portrait|width\s*<", re.I
)  # fmt: skip
_CONDITIONS = ("media", "supports", "layer", "scope", "container")
_MOST = 3_000  # rules of one style sheet that are looked at
_LONGEST = 20_000  # characters of one rule
_MOST_SHOWING = 200  # places where one class or id is named


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector that hides or shows: ``weight`` orders the rules on one element, the strongest last."""

    selector: Selector
    text: str
    cause: str
    weight: tuple[bool, tuple[int, int, int], int, int]


class Sheet:
    """One style sheet, searched rather than parsed."""

    def __init__(self, text: str, number: int) -> None:
        self._text, self._number = text, number
        self._skipped: list[tuple[int, int]] | None = None

    def hiding(self) -> Iterator[tuple[int, str]]:
        """Where the declarations of rules that may hide begin, and their selectors one by one."""
        text, starts = self._text, set[int]()
        for word in _WORDS:
            at, found = text.find(word), 0
            while at >= 0 and found < _MOST:
                found += 1
                start, end = text.rfind("{", max(0, at - _LONGEST), at), text.find("}", at)
                if start >= 0:
                    starts.add(start)
                at = text.find(word, end) if end >= 0 else -1
        for start in sorted(starts):
            for selector in split_list(self._prelude(start)):
                if key_of(selector):
                    yield start, selector

    def showing(self, key: str, name: str) -> Iterator[Rule]:
        """The rules on elements with this class or id that give a property a value that shows."""
        text, shown = self._text, _SHOWN.get(name)
        at, found = text.find(key) if shown else -1, 0
        while at >= 0 and found < _MOST_SHOWING:
            found += 1
            start, end = text.find("{", at), text.find("}", at)
            if 0 <= start < end and shown and shown.search(text, start, end):
                for selector in split_list(self._prelude(start)):
                    rule = self.rule(start, selector) if key in selector else None
                    if rule and not rule.cause and key in rule.selector.last_keys:
                        yield rule
            at = text.find(key, max(end, at + 1)) if end >= 0 else -1

    def rule(self, start: int, selector: str) -> Rule | None:
        """One selector with the declarations that begin here; None where it cannot be read or does not count."""
        read = read_selector(selector)
        if read is None or self._is_skipped(start):
            return None
        end = self._text.find("}", start)
        body = self._text[start + 1 : min(end, start + _LONGEST) if end >= 0 else start + _LONGEST]
        cause = cause_of(declarations(body))
        strong = "!important" in body.replace(" ", "").lower()
        told = f"{cause}, by a style sheet" if cause else ""
        return Rule(read, selector, told, (strong, read.weight, self._number, start))

    def _prelude(self, start: int) -> str:
        first = max(0, start - _LONGEST)
        before = max(self._text.rfind(mark, first, start) for mark in "{};")
        return self._text[max(before + 1, first) : start].strip()

    def _is_skipped(self, place: int) -> bool:
        if self._skipped is None:
            self._skipped = _not_on_screens(self._text)
        at = bisect_right(self._skipped, (place, 0)) - 1
        return at >= 0 and place < self._skipped[at][1]


def _not_on_screens(text: str) -> list[tuple[int, int]]:
    """Where the blocks lie that do not count on a wide screen (print, narrow screens, keyframes), in order."""
    found: list[tuple[int, int]] = []
    last = 0
    for match in _AT.finditer(text):
        if match.start() < last or (match[1].lower() in _CONDITIONS and not NOT_ON_SCREENS.search(match[2])):
            continue
        opened, closed = text.find("{", match.end()), text.find("}", match.end())
        if closed < 0:
            found.append((match.start(), len(text)))
            break
        last = closed
        if 0 <= opened < closed:
            end = _AT_END.search(text, match.end())
            last = end.end() if end else len(text)
        found.append((match.start(), last))
    return found
