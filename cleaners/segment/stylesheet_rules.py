"""Finds the rules of one style sheet that hide or show text, without parsing all of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..selectors import NAME, Selector, parse, split_list
from .declarations import cause_of, declarations

# Parts of declarations that hide text; searched for as plain words, because style sheets are long.
_HIDING_WORDS = (
    "display:none", "visibility:hidden", "opacity:0", "font-size:0", "clip:rect", "clip-path:", "height:0",
    "height:1px", "width:0", "indent:-", "left:-9", "left:-1", "top:-9", "scale(0",
)  # fmt: skip
_SHOWING_VALUE = {
    "display": re.compile(r"(?<![-\w])display\s*:\s*(?!none)[a-z]", re.I),
    "visibility": re.compile(r"(?<![-\w])visibility\s*:\s*visible", re.I),
    "opacity": re.compile(r"(?<![-\w])opacity\s*:\s*(?:[1-9]|0?\.\d*[1-9])", re.I),
}
_AT_RULE = re.compile(r"@([\w-]++)([^{};@]*+)\{")
_AT_END = re.compile(r"\}\s*\}")
NOT_ON_SCREENS = re.compile(
    r"(?<!not )(?<![-\w])(?:print|speech|aural|handheld|tty|tv)(?![-\w])|max-(?:device-)?width|hover\s*:\s*none"
    r"|prefers-|orientation\s*:\s*portrait|width\s*<", re.I
)  # fmt: skip
_CONDITIONS = ("media", "supports", "layer", "scope", "container")
_MAX_RULES = 3_000  # of one style sheet that are read
_MAX_RULE = 20_000  # characters
_MAX_SELECTOR, _MAX_SELECTORS = 300, 5_000  # characters of one selector, and of those of one rule
_MAX_ESCAPES = 20  # of one selector
_MAX_SHOWING = 200  # occurrences of one class or id that are read
# The last compound: its tag, then its first class or id, or its attribute; no match for a state or a pseudo-element.
_LAST_COMPOUND = re.compile(
    rf"(?:^|[\s>+~])({NAME}|\*|)(?:([.\#]{NAME})|\[\s*([\w:-]+)[^\]]*\])?(?:[.\#]{NAME}|\[[^\]]*\]|:not\([^()]*\))*$"
)
_ESCAPED = re.compile(r"\\(.)")
_NO_START = ("", "@", ">", "+", "~", "&")  # a selector that begins so is not read
# Selectors for a page whose scripts have not run yet: the scripts then show what these hide.
_BEFORE_SCRIPTS = re.compile(
    r"cloak|no-?js|js-disabled|loading|preload|wf-inactive|fouc|async-hide|lazyload|unresolved"
    r"|animat|fade|reveal|wow\b|aos\b", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector that hides or shows elements; the rule with the largest ``weight`` wins."""

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
        """The index of the "{" of each rule that may hide, with each of its selectors."""
        text, starts = self._text, set[int]()
        for word in _HIDING_WORDS:
            index, count = text.find(word), 0
            while index >= 0 and count < _MAX_RULES:
                count += 1
                start, end = text.rfind("{", max(0, index - _MAX_RULE), index), text.find("}", index)
                if start >= 0:
                    starts.add(start)
                index = text.find(word, end) if end >= 0 else -1
        for start in sorted(starts):
            for selector in self._selectors(start):
                if key_of(selector):
                    yield start, selector

    def showing(self, key: str, name: str) -> Iterator[Rule]:
        """The rules on elements with this class or id that set the property ``name`` to a value that shows them."""
        text, showing_value = self._text, _SHOWING_VALUE.get(name)
        index, count = text.find(key) if showing_value else -1, 0
        while index >= 0 and count < _MAX_SHOWING:
            count += 1
            start, end = text.find("{", index), text.find("}", index)
            if 0 <= start < end and showing_value and showing_value.search(text, start, end):
                for selector in self._selectors(start):
                    rule = self.rule(start, selector) if key in selector else None
                    if rule and not rule.cause and key in rule.selector.last_keys:
                        yield rule
            index = text.find(key, max(end, index + 1)) if end >= 0 else -1

    def rule(self, start: int, selector: str) -> Rule | None:
        """One selector with the declarations that begin at ``start``; None where it is not read or does not apply."""
        parsed = read_selector(selector)
        if parsed is None or self._is_skipped(start):
            return None
        end = self._text.find("}", start)
        body = self._text[start + 1 : min(end, start + _MAX_RULE) if end >= 0 else start + _MAX_RULE]
        cause = cause_of(declarations(body))
        important = "!important" in body.replace(" ", "").lower()
        cause = f"{cause}, by a style sheet" if cause else ""
        return Rule(parsed, selector, cause, (important, parsed.weight, self._number, start))

    def _selectors(self, start: int) -> list[str]:
        """The selectors of the declarations that begin at ``start``."""
        first = max(0, start - _MAX_RULE)
        opening = max(self._text.rfind(mark, first, start) for mark in "{};")
        text = self._text[max(opening + 1, first) : start].strip()
        parts = split_list(text) if len(text) <= _MAX_SELECTORS else []
        return [part for part in parts if 0 < len(part) <= _MAX_SELECTOR]

    def _is_skipped(self, start: int) -> bool:
        if self._skipped is None:
            self._skipped = _not_on_screens(self._text)
        index = bisect_right(self._skipped, (start, 0)) - 1
        return index >= 0 and start < self._skipped[index][1]


@lru_cache(16_384)
def key_of(selector: str) -> str:
    """What an element must have for a selector to match: "#id", ".class", "[attribute" or "tag".

    "" for a selector that is not read, or matches no element in the state that the page is in.
    """
    match = _LAST_COMPOUND.search(selector) if selector.count("\\") <= _MAX_ESCAPES else None
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
    """A parsed selector that is specific to some elements of a page; None for any other, and where parsing fails."""
    selector = parse(text) if len(text) <= _MAX_SELECTOR and text[:1] not in _NO_START else None
    return selector if selector and selector.chain[0].is_specific else None


def _not_on_screens(text: str) -> list[tuple[int, int]]:
    """The (start, end) of at-rules that do not apply on a wide screen (print, narrow screens, keyframes), in order."""
    skipped: list[tuple[int, int]] = []
    previous_end = 0
    for match in _AT_RULE.finditer(text):
        if match.start() < previous_end or (match[1].lower() in _CONDITIONS and not NOT_ON_SCREENS.search(match[2])):
            continue
        opening, closing = text.find("{", match.end()), text.find("}", match.end())
        if closing < 0:
            skipped.append((match.start(), len(text)))
            break
        previous_end = closing
        if 0 <= opening < closing:
            end = _AT_END.search(text, match.end())
            previous_end = end.end() if end else len(text)
        skipped.append((match.start(), previous_end))
    return skipped
