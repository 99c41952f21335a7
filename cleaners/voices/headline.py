"""Which line of a flattened page is its title: every line before the body is weighed.

The weights were fitted on flattened articles, forum threads and news pages whose
title is known (the best line of a page against its other lines); rounded, since
their second digit is noise.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from itertools import accumulate
from urllib.parse import unquote, urlsplit

from ..page import Kind, Page
from ..patterns import pattern
from ..scripts import HANGUL, UNSPACED
from .lines import Lines
from .phrases import openers, phrases, words

_BODY_SHARE = 0.35  # the title stands before this share of the page's prose
_WINDOW = 150  # lines looked at
_COPIES = 12  # lines above the likeliest copy of a title in which an earlier copy is the same title
_NEAR = 15  # lines around a line over which the page changes from menu to text
_CAP = 60  # words: a longer line counts no more than this
_PARAGRAPHS, _OPENING = (30, 600)  # of the body that a title is compared with: so many, so many characters of each

_WORD = pattern(r"\w+")
_UNSPACED = pattern(f"[{UNSPACED}{HANGUL}]+")  # Korean words, too, change their endings
_YEAR = pattern(r"\b(?:19|20)\d\d\b")
_BY = pattern(lambda: rf"(?:{words('by')})\b")
_NOT_TITLE = pattern(
    r"^(?:by|von|par|por|di|door) [A-Z]|^\W*\d[\d\s.,:/-]*$|[@©]|\b(?:19|20)\d\d\b.{0,16}\d:\d\d"
    r"|^(?:https?:|www\.)",
    re.I,
)
_PATH = pattern(r"\S\s*([>›»→]|\s/\s)\s*\S.*\1\s*\S")  # a breadcrumb: the same sign between three parts
_TABLES = (
    "menu menu_label skip_link share network login comment_form forum_chrome related newsletter ad_label "
    "cookie tag_label pager footer published placeholder"
)


@cache
def _furniture() -> frozenset[str]:
    return frozenset().union(*(phrases(table) for table in _TABLES.split()))


def find_headline(page: Page, lines: Lines) -> tuple[int, float] | None:
    """The position of the most likely title and how likely it is among the lines before the body."""
    total = sum(count for count, prose in zip(lines.words, lines.prose, strict=True) if prose)
    limit, before = _before_body(lines, total)
    fit = [place for place in range(max(0, limit - _WINDOW), limit) if could_be_title(lines, place)]
    if not fit:
        return None
    slug = _slug(page.url)
    reading = _Reading(lines)
    scores = [reading.score(place) - 4.3 * before[place] + _named(slug, lines.keys[place]) for place in fit]
    top = max(scores)
    odds = [math.exp(score - top) for score in scores]
    best = fit[scores.index(top)]
    same = [place for place in fit if lines.keys[place] == lines.keys[best] and 0 <= best - place <= _COPIES]
    return same[0], 1 / sum(odd for place, odd in zip(fit, odds, strict=True) if place == best or place not in same)


def could_be_title(lines: Lines, place: int) -> bool:
    """Whether a line has the shape of a title: two to thirty words, no sentence, no known furniture."""
    block, key = lines.blocks[place], lines.keys[place]
    if not key or lines.prose[place] or block.kind is Kind.CODE or not 2 <= lines.words[place] <= 30:
        return False
    if key in _furniture() or (block.text.endswith((".", ":", ",", ";", "。")) and not block.text.endswith("...")):
        return False
    return not _NOT_TITLE.search(block.text) and not _PATH.search(block.text)


def _before_body(lines: Lines, total: int) -> tuple[int, list[float]]:
    """How far the title may stand down the page, and the share of its prose before each line up to there."""
    shares: list[float] = []
    seen = 0
    for count, prose in zip(lines.words, lines.prose, strict=True):
        if seen > total * _BODY_SHARE or (prose and not total):
            break
        shares.append(seen / total if total else 0.0)
        seen += count if prose else 0
    return len(shares), shares


class _Reading:
    """What the score of a line needs to know of the whole page, read once."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.body = _body_words(lines)
        self.reach = [0, *accumulate(min(count, _CAP) for count in lines.words)]
        self.joined = "\n".join(lines.keys)
        self.starts = [0, *accumulate(len(key) + 1 for key in lines.keys)]
        self.dated = {near for near in lines.numbered if lines.words[near] <= 12 and _YEAR.search(lines.keys[near])}
        self.signed = {near for near in lines.opened_by(openers("by"), 30) if _BY.match(lines.keys[near])}
        self.next_prose = _next_prose(lines.prose)

    def score(self, place: int) -> float:
        lines, key = self.lines, self.lines.keys[place]
        count, mine = lines.words[place], _content(key)
        size = max(3, len(mine))
        shared = sum(1.0 if self.body[word] > 1 else 0.5 for word in mine if self.body[word]) / size
        deep = sum(min(self.body[word], 8) for word in mine) / 8 / size
        gap = self.next_prose[place] - place
        below = range(place + 1, min(place + 4, len(lines)))
        dated = any(near in self.dated for near in below)
        signed = any(near in self.signed for near in below)
        copies = lines.at[key]
        close = any(0 < abs(other - place) <= 4 for other in copies)
        said = self.joined.find(key) < self.starts[place]
        menu = sum(1 for near in range(max(0, place - 4), place) if lines.words[near] <= 4) / 4
        return (
            2.7 * shared + 4.2 * deep + 1.1 / (1 + (gap - 1) / 6)
            + 3.9 * min(count, 8) / 8 - 0.9 * (count > 14) + 1.7 * dated + 2.1 * signed
            + 1.2 * self._change(place) + 2.5 * menu
            + 1.0 * said + 1.4 * close - 0.9 * math.log1p(len(copies) - 1)
        )  # fmt: skip

    def _change(self, place: int) -> float:
        """How much longer the lines are below than above."""
        end, start = min(len(self.lines), place + 1 + _NEAR), max(0, place - _NEAR)
        after = (self.reach[end] - self.reach[place + 1]) / _NEAR
        above = (self.reach[place] - self.reach[start]) / _NEAR
        return math.log1p(after) - math.log1p(above)


def _next_prose(prose: list[bool]) -> list[int]:
    found, following = [0] * len(prose), len(prose) + 98
    for place in range(len(prose) - 1, -1, -1):
        found[place] = following
        if prose[place]:
            following = place
    return found


def _content(key: str) -> set[str]:
    """The telling words: four letters or more, pairs of characters where words are not set apart."""
    found = {word for word in _WORD.findall(key) if len(word) >= 4}
    if key.isascii():
        return found
    pairs = {run[at : at + 2] for run in _UNSPACED.findall(key) for at in range(len(run) - 1)}
    return {word for word in found if word.isascii()} | pairs if pairs else found


def _body_words(lines: Lines) -> Counter[str]:
    """How many of the first paragraphs hold each word."""
    places = [place for place, prose in enumerate(lines.prose) if prose][:_PARAGRAPHS]
    return Counter(word for place in places for word in _content(lines.blocks[place].text[:_OPENING].casefold()))


def _slug(url: str | None) -> set[str]:
    """The words of the longest part of an address's path."""
    parts = unquote(urlsplit(url).path).casefold().split("/") if url else [""]
    found = {word for word in _WORD.findall(max(parts, key=len).replace("_", " ")) if len(word) > 2}
    return found if len(found) >= 3 else set()


def _named(slug: set[str], key: str) -> float:
    """How much the address speaks for a line."""
    if not slug:
        return 0.0
    share = len(slug & set(_WORD.findall(key))) / len(slug)
    return 8.0 * share if share >= 0.5 else 0.0
