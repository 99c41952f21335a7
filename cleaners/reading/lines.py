"""The lines of a page: its visible blocks with normalised text, word count, a prose flag, and where the body is.

The lines are indexed by text and by first word, so that a rule that looks for phrases need not read all of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ..lexicon.text import count_words, first_word, normalise
from ..page import Block, Decisions, Element, Kind, Label
from ..patterns import pattern
from .prose import is_prose

MAX_LINE_CHARS = 240  # a longer line is never matched as a whole
ELLIPSES = frozenset(("...", "…", "[...]", "[…]", "(...)", "(…)", ". . ."))  # they stand for text left out
PROMPTS = (">>> ", "... ")  # of Python's console, in code without a mark
_MIN_ARTICLE_WORDS = 150  # words of prose; a page with fewer may be a list, a shop or a menu
_MAX_PROSE_DISTANCE = 8  # lines: prose with no other prose this near may be a notice outside the body
_DIGIT = pattern(r"[0-9]")


@dataclass(slots=True, eq=False)
class Line:
    """A visible block. ``index`` counts visible blocks only, ``block.index`` counts all blocks.

    ``normalised`` is "" for a text longer than `MAX_LINE_CHARS`. ``before_prose``: the next line is
    prose, so a short line may be its heading.
    """

    index: int
    block: Block
    text: str
    kind: Kind
    normalised: str
    words: int
    is_prose: bool
    before_prose: bool = False


class Lines:
    """All lines of a page, in order.

    ``by_text`` maps a normalised text to its lines, ``by_first_word`` the first word of such a text,
    ``by_block`` a block's index to its line. ``with_digits`` are the lines up to `MAX_LINE_CHARS` long,
    code excepted, that contain a digit. ``start`` is the index of the first line of prose in the body,
    ``end`` the index after the last one: the lines before ``start`` are the page's head, those from
    ``end`` on its tail.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._lines: list[Line] = []
        self.by_text: dict[str, list[Line]] = {}
        self.by_first_word: dict[str, list[Line]] = {}
        self.with_digits: list[Line] = []
        self.prose_words = 0
        for index, block in enumerate(blocks):
            self._add(index, block)
        self._texts, self._first_words = frozenset(self.by_text), frozenset(self.by_first_word)
        self.by_block = {line.block.index: line for line in self._lines}
        self._block_indexes = list(self.by_block)
        self._prose_before = [0, *accumulate(line.words if line.is_prose else 0 for line in self._lines)]
        self.start, self.end = _body(self._lines)

    def _add(self, index: int, block: Block) -> None:
        text, words = block.text, count_words(block.text)
        normalised = normalise(text) if len(text) <= MAX_LINE_CHARS else ""
        line = Line(index, block, text, block.kind, normalised, words, is_prose(block, words))
        if line.is_prose:
            self.prose_words += words
            if index:
                self._lines[-1].before_prose = True
        self._lines.append(line)
        if normalised:
            self.by_text.setdefault(normalised, []).append(line)
            first = first_word(normalised)
            if first:
                self.by_first_word.setdefault(first, []).append(line)
            if _DIGIT.search(normalised) and block.kind is not Kind.CODE:
                self.with_digits.append(line)

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines)

    def __getitem__(self, index: int) -> Line:
        return self._lines[index]

    def matching(self, phrases: frozenset[str]) -> Iterator[Line]:
        """The lines whose whole text is one of these phrases, except code."""
        for text in self._texts & phrases:
            for line in self.by_text[text]:
                if line.kind is not Kind.CODE:
                    yield line

    def starting_with(self, words: frozenset[str], max_words: int) -> Iterator[Line]:
        """The lines of at most ``max_words`` whose first word is one of ``words``, except code."""
        for word in self._first_words & words:
            for line in self.by_first_word[word]:
                if line.words <= max_words and line.kind is not Kind.CODE:
                    yield line

    def short(self, max_words: int, max_chars: int = MAX_LINE_CHARS) -> Iterator[Line]:
        """The lines of at most so many words and normalised characters, without code and separators."""
        code = Kind.CODE  # a look-up in an Enum costs more than all else here
        for line in self._lines:
            if line.words <= max_words and 0 < len(line.normalised) <= max_chars and line.kind is not code:
                yield line

    def inside(self, element: Element) -> list[Line]:
        """The lines inside an element."""
        start, end = (bisect_left(self._block_indexes, index) for index in (element.start, element.end))
        return self._lines[start:end]

    def between(self, start: int, end: int) -> list[Line]:
        """The lines with indexes in ``[start, end)``; indexes outside the page are ignored."""
        return self._lines[max(0, start) : max(0, end)]

    def prose_words_before(self, line: Line) -> int:
        """The number of words in the prose before a line."""
        return self._prose_before[line.index]

    @property
    def is_article(self) -> bool:
        """Whether the page has enough prose to tell its body from what is around it."""
        return self.prose_words >= _MIN_ARTICLE_WORDS

    def in_head(self, line: Line) -> bool:
        return line.index < self.start

    def in_body(self, line: Line) -> bool:
        return self.start <= line.index < self.end

    def in_tail(self, line: Line) -> bool:
        return line.index >= self.end

    def title(self, decided: Decisions) -> Line | None:
        """The line that an earlier labeler labelled as the title, if any did."""
        for index, decision in decided.items():
            if decision.role == "title":
                return self.by_block.get(index)
        return None


def drop(lines: Iterable[Line], reason: str) -> dict[int, Label]:
    """Labels that drop these lines; the evidence of each is its own text."""
    return {line.block.index: Label(False, reason, line.text[:120]) for line in lines}


def groups(lines: Iterable[Line], max_distance: int = 1) -> list[list[Line]]:
    """The lines in page order without duplicates, in groups whose neighbours are at most ``max_distance`` apart."""
    result: list[list[Line]] = []
    for line in sorted(set(lines), key=lambda line: line.index):
        if result and line.index - result[-1][-1].index <= max_distance:
            result[-1].append(line)
        else:
            result.append([line])
    return result


def _body(lines: Sequence[Line]) -> tuple[int, int]:
    """The range ``[start, end)`` of the body's prose; (0, number of lines) on a page without prose."""
    prose = [line.index for line in lines if line.is_prose]
    if not prose:
        return 0, len(lines)
    pairs = [(one, next_one) for one, next_one in pairwise(prose) if next_one - one <= _MAX_PROSE_DISTANCE]
    return (pairs[0][0], pairs[-1][1] + 1) if pairs else (prose[0], prose[-1] + 1)
