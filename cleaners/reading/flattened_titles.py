"""Which line of a flattened page is its title: every line before the body is weighed.

The weights were fitted on flattened articles, forum threads and news pages whose
title is known (the best line of a page against its other lines); rounded, since
their second digit is noise.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, islice
from urllib.parse import unquote, urlsplit

from ..lexicon.phrases import openers, phrases, words
from ..page import Kind
from ..patterns import pattern
from ..scripts import HANGUL, UNSPACED
from .lines import Line, Lines

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


def find_in_text(url: str | None, lines: Lines) -> tuple[Line, float] | None:
    """The line that is most likely the title, and how likely it is among the lines before the body."""
    before = list(_before_body(lines))[-_WINDOW:]
    fit = [(line, share) for line, share in before if _could_be_title(line)]
    if not fit:
        return None
    slug = _slug(url)
    found = _TitleScores(lines)
    scores = [found.score(line) - 4.3 * share + _named(slug, line.normalised) for line, share in fit]
    top = max(scores)
    odds = [math.exp(score - top) for score in scores]
    best = fit[scores.index(top)][0]
    same = [line for line, _ in fit if line.normalised == best.normalised and 0 <= best.index - line.index <= _COPIES]
    others = sum(odd for (line, _), odd in zip(fit, odds, strict=True) if line is best or line not in same)
    return same[0], 1 / others


def _could_be_title(line: Line) -> bool:
    """Whether a line has the shape of a title: two to thirty words, no sentence, no known furniture."""
    text, normalised = line.text, line.normalised
    if not normalised or line.is_prose or line.kind is Kind.CODE or not 2 <= line.words <= 30:
        return False
    if normalised in _furniture() or (text.endswith((".", ":", ",", ";", "。")) and not text.endswith("...")):
        return False
    return not _NOT_TITLE.search(text) and not _PATH.search(text)


def _before_body(lines: Lines) -> Iterator[tuple[Line, float]]:
    """The lines that may be the title by their place, each with the share of the page's prose before it."""
    total, seen = lines.prose_words, 0
    for line in lines:
        if seen > total * _BODY_SHARE or (line.is_prose and not total):
            return
        yield line, seen / total if total else 0.0
        seen += line.words if line.is_prose else 0


class _TitleScores:
    """What the score of a line needs of the whole page, computed once."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.body = _body_words(lines)
        self.reach = [0, *accumulate(min(line.words, _CAP) for line in lines)]
        self.joined = "\n".join(line.normalised for line in lines)
        self.starts = [0, *accumulate(len(line.normalised) + 1 for line in lines)]
        self.dated = {line.index for line in lines.numbered if line.words <= 12 and _YEAR.search(line.normalised)}
        self.signed = {line.index for line in lines.opened_by(openers("by"), 30) if _BY.match(line.normalised)}
        self.next_prose = _next_prose([line.is_prose for line in lines])

    def score(self, line: Line) -> float:
        lines, index, text = self.lines, line.index, line.normalised
        mine = _content(text)
        size = max(3, len(mine))
        shared = sum(1.0 if self.body[word] > 1 else 0.5 for word in mine if self.body[word]) / size
        deep = sum(min(self.body[word], 8) for word in mine) / 8 / size
        gap = self.next_prose[index] - index
        below = range(index + 1, min(index + 4, len(lines)))
        dated = not self.dated.isdisjoint(below)
        signed = not self.signed.isdisjoint(below)
        copies = lines.by_text[text]
        close = any(0 < abs(other.index - index) <= 4 for other in copies)
        said = self.joined.find(text) < self.starts[index]
        menu = sum(1 for near in lines.between(index - 4, index) if near.words <= 4) / 4
        return (
            2.7 * shared + 4.2 * deep + 1.1 / (1 + (gap - 1) / 6)
            + 3.9 * min(line.words, 8) / 8 - 0.9 * (line.words > 14) + 1.7 * dated + 2.1 * signed
            + 1.2 * self._change(index) + 2.5 * menu
            + 1.0 * said + 1.4 * close - 0.9 * math.log1p(len(copies) - 1)
        )  # fmt: skip

    def _change(self, index: int) -> float:
        """How much longer the lines are below than above."""
        end, start = min(len(self.lines), index + 1 + _NEAR), max(0, index - _NEAR)
        after = (self.reach[end] - self.reach[index + 1]) / _NEAR
        above = (self.reach[index] - self.reach[start]) / _NEAR
        return math.log1p(after) - math.log1p(above)


def _next_prose(prose: list[bool]) -> list[int]:
    """By line: the index of the next line of prose; far below the last line where there is none."""
    found, following = [0] * len(prose), len(prose) + 98
    for index in range(len(prose) - 1, -1, -1):
        found[index] = following
        if prose[index]:
            following = index
    return found


def _content(text: str) -> set[str]:
    """The telling words: four letters or more, pairs of characters where words are not set apart."""
    found = {word for word in _WORD.findall(text) if len(word) >= 4}
    if text.isascii():
        return found
    pairs = {run[at : at + 2] for run in _UNSPACED.findall(text) for at in range(len(run) - 1)}
    return {word for word in found if word.isascii()} | pairs if pairs else found


def _body_words(lines: Lines) -> Counter[str]:
    """How many of the first paragraphs hold each word."""
    first = islice((line for line in lines if line.is_prose), _PARAGRAPHS)
    return Counter(word for line in first for word in _content(line.text[:_OPENING].casefold()))


def _slug(url: str | None) -> set[str]:
    """The words of the longest part of an address's path."""
    parts = unquote(urlsplit(url).path).casefold().split("/") if url else [""]
    found = {word for word in _WORD.findall(max(parts, key=len).replace("_", " ")) if len(word) > 2}
    return found if len(found) >= 3 else set()


def _named(slug: set[str], text: str) -> float:
    """How much the address speaks for a line."""
    if not slug:
        return 0.0
    share = len(slug & set(_WORD.findall(text))) / len(slug)
    return 8.0 * share if share >= 0.5 else 0.0
