"""The lines of a page: its shown blocks with normalised text, length, prose or not, and where the body lies.

A rule that looks for phrases costs a look-up in a dictionary and not another pass over the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..lexicon.text import count_words, first_word, normalise
from ..page import Block, Decisions, Element, Kind, Label
from ..patterns import pattern
from .prose import is_prose

LONGEST = 240  # characters: a longer line is never matched as a whole
ARTICLE_WORDS = 150  # of prose: fewer and the page may be a list, a shop or a menu
_NEAR = 8  # prose with other prose this near is the body; alone it may be a notice
_FIGURE = pattern(r"[0-9]")


@dataclass(slots=True, eq=False)
class Line:
    """A shown block. ``index`` counts lines, which hidden blocks are not; ``block.index`` counts all blocks.

    ``normalised`` is "" for a text longer than `LONGEST`. ``before_prose``: a line of prose follows
    at once, so that a short line may be its heading.
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

    ``by_text`` and ``by_first_word`` hold the lines of each normalised text and of each first word of
    one, ``numbered`` those short ones that hold a figure, ``by_block`` the line of each shown block's
    index. ``start`` is the index of the body's first line of prose, ``end`` the one after its last:
    before is the head of the page, from there on its tail.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._lines: list[Line] = []
        self.by_text: dict[str, list[Line]] = {}
        self.by_first_word: dict[str, list[Line]] = {}
        self.numbered: list[Line] = []
        self.prose_words = 0
        for index, block in enumerate(blocks):
            self._add(index, block)
        self.by_block = {line.block.index: line for line in self._lines}
        self.start, self.end = _body(self._lines)

    def _add(self, index: int, block: Block) -> None:
        text, words = block.text, count_words(block.text)
        normalised = normalise(text) if len(text) <= LONGEST else ""
        line = Line(index, block, text, block.kind, normalised, words, is_prose(block, words))
        if line.is_prose:
            self.prose_words += words
            if index:
                self._lines[-1].before_prose = True
        self._lines.append(line)
        if normalised:
            self.by_text.setdefault(normalised, []).append(line)
            opener = first_word(normalised)
            if opener:
                self.by_first_word.setdefault(opener, []).append(line)
            if _FIGURE.search(normalised) and block.kind is not Kind.CODE:
                self.numbered.append(line)

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines)

    def __getitem__(self, index: int) -> Line:
        return self._lines[index]

    def found(self, phrases: frozenset[str]) -> Iterator[Line]:
        """The lines that are, as a whole, one of these phrases; code is never one."""
        for text in self.by_text.keys() & phrases:
            for line in self.by_text[text]:
                if line.kind is not Kind.CODE:
                    yield line

    def opened_by(self, openers: frozenset[str], max_words: int) -> Iterator[Line]:
        """The lines of at most so many words that one of these words opens; never code."""
        for opener in self.by_first_word.keys() & openers:
            for line in self.by_first_word[opener]:
                if line.words <= max_words and line.kind is not Kind.CODE:
                    yield line

    def short(self, max_words: int, max_chars: int = LONGEST) -> Iterator[Line]:
        """The lines of at most so many words and normalised characters, code and separators left out."""
        code = Kind.CODE  # a look-up in an Enum costs more than all else here
        for line in self._lines:
            if line.words <= max_words and 0 < len(line.normalised) <= max_chars and line.kind is not code:
                yield line

    def inside(self, element: Element) -> list[Line]:
        """The lines that an element holds."""
        found = map(self.by_block.get, range(element.start, element.end))
        return [line for line in found if line is not None]

    def between(self, start: int, end: int) -> list[Line]:
        """The lines with the indexes ``[start, end)``, as far as there are such."""
        return self._lines[max(0, start) : max(0, end)]

    def prose_words_before(self, line: Line) -> int:
        """The words of the prose before a line."""
        return sum(other.words for other in self._lines[: line.index] if other.is_prose)

    @property
    def is_article(self) -> bool:
        """Whether there is prose enough to tell a body from what is around it."""
        return self.prose_words >= ARTICLE_WORDS

    def in_head(self, line: Line) -> bool:
        return line.index < self.start

    def in_body(self, line: Line) -> bool:
        return self.start <= line.index < self.end

    def in_tail(self, line: Line) -> bool:
        return line.index >= self.end

    def title(self, decided: Decisions) -> Line | None:
        """The line that an earlier labeler called the title, if any did."""
        for index, decision in decided.items():
            if decision.role == "title":
                return self.by_block.get(index)
        return None


def drop(lines: Iterable[Line], reason: str) -> dict[int, Label]:
    """Labels that drop these lines, each with its own text as the evidence."""
    return {line.block.index: Label(False, reason, line.text[:120]) for line in lines}


def groups(lines: Iterable[Line], apart: int = 1) -> list[list[Line]]:
    """The lines in page order, each once, cut wherever two neighbours are more than ``apart`` apart."""
    found: list[list[Line]] = []
    for line in sorted(set(lines), key=lambda line: line.index):
        if found and line.index - found[-1][-1].index <= apart:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _body(lines: Sequence[Line]) -> tuple[int, int]:
    """Where the body's prose starts and ends; (0, length) when there is none to tell by."""
    prose = [line.index for line in lines if line.is_prose]
    if not prose:
        return 0, len(lines)
    near = [pair for pair in pairwise(prose) if pair[1] - pair[0] <= _NEAR]
    return (near[0][0], near[-1][1] + 1) if near else (prose[0], prose[-1] + 1)
