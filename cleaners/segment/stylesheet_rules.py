"""The rules of one style sheet that hide or show text, found without parsing it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..selectors import NAME, Selector, parse, split_list
from .declarations import cause_of, declarations

# Parts of declarations that hide. Searched for as plain words, because style sheets are long.
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
_MAX_RULES = 3_000  # of one style sheet that are looked at
_MAX_RULE = 20_000  # characters
_MAX_SELECTOR, _MAX_SELECTORS = 300, 5_000  # characters of one selector, and of those of one rule
_MAX_SHOWING = 200  # places where one class or id is named
# The last compound: its tag, then its first class or id, or its attribute; a state or a pseudo-element is no match.
_LAST = re.compile(
    rf"(?:^|[\s>+~])({NAME}|\*|)(?:([.\#]{NAME})|\[\s*([\w:-]+)[^\]]*\])?(?:[.\#]{NAME}|\[[^\]]*\]|:not\([^()]*\))*$"
)
_ESCAPED = re.compile(r"\\(.)")
_NO_START = ("", "@", ">", "+", "~", "&")  # of the selector of a rule by itself
# Marks of a page whose scripts have not run yet: what they hide is shown as soon as they have.
_BEFORE_SCRIPTS = re.compile(
    r"cloak|no-?js|js-disabled|loading|preload|wf-inactive|fouc|async-hide|lazyload|unresolved"
    r"|animat|fade|reveal|wow\b|aos\b", re.I
)  # fmt: skip


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
            while at >= 0 and found < _MAX_RULES:
                found += 1
                start, end = text.rfind("{", max(0, at - _MAX_RULE), at), text.find("}", at)
                if start >= 0:
                    starts.add(start)
                at = text.find(word, end) if end >= 0 else -1
        for start in sorted(starts):
            for selector in self._selectors(start):
                if key_of(selector):
                    yield start, selector

    def showing(self, key: str, name: str) -> Iterator[Rule]:
        """The rules on elements with this class or id that give a property a value that shows."""
        text, shown = self._text, _SHOWN.get(name)
        at, found = text.find(key) if shown else -1, 0
        while at >= 0 and found < _MAX_SHOWING:
            found += 1
            start, end = text.find("{", at), text.find("}", at)
            if 0 <= start < end and shown and shown.search(text, start, end):
                for selector in self._selectors(start):
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
        body = self._text[start + 1 : min(end, start + _MAX_RULE) if end >= 0 else start + _MAX_RULE]
        cause = cause_of(declarations(body))
        strong = "!important" in body.replace(" ", "").lower()
        reason = f"{cause}, by a style sheet" if cause else ""
        return Rule(read, selector, reason, (strong, read.weight, self._number, start))

    def _selectors(self, start: int) -> list[str]:
        """The selectors in front of the declarations that begin here."""
        first = max(0, start - _MAX_RULE)
        before = max(self._text.rfind(mark, first, start) for mark in "{};")
        text = self._text[max(before + 1, first) : start].strip()
        parts = split_list(text) if len(text) <= _MAX_SELECTORS else []
        return [part for part in parts if 0 < len(part) <= _MAX_SELECTOR]

    def _is_skipped(self, place: int) -> bool:
        if self._skipped is None:
            self._skipped = _not_on_screens(self._text)
        at = bisect_right(self._skipped, (place, 0)) - 1
        return at >= 0 and place < self._skipped[at][1]


@lru_cache(16_384)
def key_of(selector: str) -> str:
    """What an element must have for a selector to match: "#id", ".class", "[attribute" or "tag".

    "" for a selector that matches no element as it stands, or that is not read at all.
    """
    match = _LAST.search(selector)
    if match is None or selector[:1] in _NO_START or _BEFORE_SCRIPTS.search(selector):
        return ""
    tag, name, attribute = match.groups()
    if name:
        return _ESCAPED.sub(r"\1", name)
    if attribute:
        return f"[{attribute.lower()}"
    return "" if tag in ("", "*", "html", "body") else tag.lower()


@lru_cache(4096)
def read_selector(text: str) -> Selector | None:
    """A selector that some elements of a page fall under; None for any other, and where it cannot be understood."""
    selector = parse(text) if len(text) <= _MAX_SELECTOR and text[:1] not in _NO_START else None
    return selector if selector and selector.chain[0].is_specific else None


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
