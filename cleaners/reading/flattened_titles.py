"""Which line of a flattened page is its title: every line before the body gets a score.

The weights of the score were fitted on flattened articles, forum threads and news pages with a
known title, and rounded to two digits.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate, islice
from urllib.parse import unquote

from ..addresses import split_address
from ..characters import HANGUL, UNSPACED
from ..lexicon.phrases import any_of, first_words
from ..patterns import pattern
from .lines import Line, Lines
from .title_form import could_be_title

_MAX_PROSE_BEFORE = 0.35  # share of the page's prose that may come before the title
_MAX_CANDIDATES = 400  # lines, the last ones before the body
_OF_SITE_PENALTY = 4.0
_MAX_COPY_DISTANCE = 12  # lines between the likeliest copy of a title and an earlier one that is taken instead
_CHANGE_LINES = 15  # lines on each side of a line whose lengths are compared
_MAX_COUNTED_WORDS = 60  # a longer line counts no more than this
_BODY_PARAGRAPHS, _PARAGRAPH_CHARS = 30, 600  # of the body that a title is compared with

_WORD = pattern(r"\w+")
_UNSPACED = pattern(f"[{UNSPACED}{HANGUL}]+")  # Korean has spaces, but its words change their endings
_YEAR = pattern(r"\b(?:19|20)\d\d\b")
_AUTHOR_LINE = pattern(lambda: rf"(?:{any_of('by')})\b")


def find_in_text(url: str | None, lines: Lines, lines_of_site: frozenset[str]) -> tuple[Line, float] | None:
    """The line that is most likely the title, and its probability among the lines before the body.

    One of ``lines_of_site`` is no title. Only if it is listed below the body as well may it be the headline that
    the whole site shows, on its own page; that is unlikely.
    """
    candidates = [(line, share) for line, share in _before_body(lines)[-_MAX_CANDIDATES:] if could_be_title(line)]
    candidates = [
        (line, share) for line, share in candidates
        if line.text not in lines_of_site or lines.in_tail(lines.by_text[line.normalised][-1])
    ]  # fmt: skip
    if not candidates:
        return None
    url_words = _url_words(url)
    title_scores = _TitleScores(lines)
    scores = [
        title_scores.score(line)
        - 4.3 * share
        - _OF_SITE_PENALTY * (line.text in lines_of_site)
        + _url_score(url_words, line.normalised)
        for line, share in candidates
    ]
    top = max(scores)
    best = candidates[scores.index(top)][0]
    copies = [
        line for line, _ in candidates
        if line.normalised == best.normalised and 0 <= best.index - line.index <= _MAX_COPY_DISTANCE
    ]  # fmt: skip
    odds = [
        math.exp(score - top)
        for (line, _), score in zip(candidates, scores, strict=True)
        if line is best or line not in copies
    ]
    return copies[0], 1 / sum(odds)


def _before_body(lines: Lines) -> list[tuple[Line, float]]:
    """The lines that are early enough for a title, each with the share of the page's prose before it."""
    result, total, prose_before = [], lines.prose_words, 0
    for line in lines:
        if prose_before > total * _MAX_PROSE_BEFORE:
            break
        result.append((line, prose_before / total if total else 0.0))
        prose_before += line.words if line.is_prose else 0
    return result


class _TitleScores:
    """What the score of a line needs of the whole page, computed once."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.body = _body_words(lines)
        self.words_before = [0, *accumulate(min(line.words, _MAX_COUNTED_WORDS) for line in lines)]
        self.joined = "\n".join(line.normalised for line in lines)
        self.starts = [0, *accumulate(len(line.normalised) + 1 for line in lines)]
        self.dates = {line.index for line in lines.with_digits if line.words <= 12 and _YEAR.search(line.normalised)}
        by_lines = lines.starting_with(first_words("by"), 30)
        self.authors = {line.index for line in by_lines if _AUTHOR_LINE.match(line.normalised)}
        self.next_prose = _next_prose([line.is_prose for line in lines])

    def score(self, line: Line) -> float:
        """How much a line looks like the title; the difference of two scores is a logarithm of odds."""
        lines, index, text = self.lines, line.index, line.normalised
        words = _content_words(text)
        size = max(3, len(words))
        shared = sum(1.0 if self.body[word] > 1 else 0.5 for word in words if self.body[word]) / size
        frequent = sum(min(self.body[word], 8) for word in words) / 8 / size
        gap = self.next_prose[index] - index
        below = range(index + 1, min(index + 4, len(lines)))
        has_date = not self.dates.isdisjoint(below)
        has_author = not self.authors.isdisjoint(below)
        copies = lines.by_text[text]
        copy_nearby = any(0 < abs(other.index - index) <= 4 for other in copies)
        text_before = self.joined.find(text) < self.starts[index]
        menu_share = sum(1 for other in lines.between(index - 4, index) if other.words <= 4) / 4
        return (
            2.7 * shared + 4.2 * frequent + 1.1 / (1 + (gap - 1) / 6)
            + 3.9 * min(line.words, 8) / 8 - 0.9 * (line.words > 14) + 1.7 * has_date + 2.1 * has_author
            + 1.2 * self._length_change(index) + 2.5 * menu_share
            - 0.8 * line.is_prose + 0.6 * (":" in text) - 0.5 * (index > 0 and lines[index - 1].is_prose)
            - 0.5 * line.text[0].islower() - 0.5 * _is_name(line.text)
            + 1.0 * text_before + 1.4 * copy_nearby - 0.9 * math.log1p(len(copies) - 1)
        )  # fmt: skip

    def _length_change(self, index: int) -> float:
        """How much longer the lines below are than those above."""
        end, start = min(len(self.lines), index + 1 + _CHANGE_LINES), max(0, index - _CHANGE_LINES)
        below = (self.words_before[end] - self.words_before[index + 1]) / _CHANGE_LINES
        above = (self.words_before[index] - self.words_before[start]) / _CHANGE_LINES
        return math.log1p(below) - math.log1p(above)


def _is_name(text: str) -> bool:
    """Whether a text is two or three words with capital letters, as the name of a person is."""
    words = text.split()
    return 2 <= len(words) <= 3 and all(word[0].isupper() and word.strip(".").isalpha() for word in words)


def _next_prose(is_prose: list[bool]) -> list[int]:
    """For each line the index of the next line of prose; far below the last line where there is none."""
    result, next_index = [0] * len(is_prose), len(is_prose) + 98
    for index in range(len(is_prose) - 1, -1, -1):
        result[index] = next_index
        if is_prose[index]:
            next_index = index
    return result


def _content_words(text: str) -> set[str]:
    """The words of four letters or more; in scripts without spaces, pairs of characters instead."""
    words = {word for word in _WORD.findall(text) if len(word) >= 4}
    if text.isascii():
        return words
    pairs = {run[i : i + 2] for run in _UNSPACED.findall(text) for i in range(len(run) - 1)}
    return {word for word in words if word.isascii()} | pairs if pairs else words


def _body_words(lines: Lines) -> Counter[str]:
    """How many of the first paragraphs contain each word."""
    paragraphs = islice((line for line in lines if line.is_prose), _BODY_PARAGRAPHS)
    return Counter(word for line in paragraphs for word in _content_words(line.text[:_PARAGRAPH_CHARS].casefold()))


def _url_words(url: str | None) -> set[str]:
    """The words of the longest part of a URL's path; none if there are fewer than three."""
    parts = unquote(split_address(url).path).casefold().split("/")
    words = {word for word in _WORD.findall(max(parts, key=len).replace("_", " ")) if len(word) > 2}
    return words if len(words) >= 3 else set()


def _url_score(url_words: set[str], text: str) -> float:
    """What the URL adds to the score of a line."""
    if not url_words:
        return 0.0
    share = len(url_words & set(_WORD.findall(text))) / len(url_words)
    return 8.0 * share if share >= 0.5 else 0.0
