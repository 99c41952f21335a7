"""One reading of a page that all rules share: normalised lines, word counts, where the prose lies.

It is made once a page and kept on the page, so that a rule costs a look-up in a
dictionary and not another pass over the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..page import Block, Decisions, Kind, Page, Verdict
from ..patterns import pattern
from ..scripts import UNSPACED

LONGEST_KEY = 240  # characters: a longer line is never matched as a whole
PROSE_WORDS = 20  # a line this long is prose whatever ends it
ARTICLE_WORDS = 150  # of prose: fewer and the page may be a list, a shop or a menu
SENTENCE_WORDS = 9  # a line this long is prose when it ends as a sentence does
_NEAR = 8  # prose with other prose this near is the body; alone it may be a notice

_CJK = pattern(f"[{UNSPACED}]")
_EDGES = " \t\n\u00a0\u200b:：.…!！?？,;»›→>▸▾▼▲+|•·*‣▪●–—-_=~/\\<«‹←#©®\"“”„'‘’()[]"
_SENTENCE_END = (".", "!", "?", "。", "！", "？", "।", "؟", "۔", "…", "”", "»", '"', "’", ")", ":", "」")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "\u00a0": " ", "\u00ad": None, "\u200b": None, "\u200e": None, "\u200f": None}
)


_OPENER = pattern(r"[^\s:：|>»,]+")
_FIGURE = pattern(r"[0-9]")


def opener_of(text: str) -> str:
    """The first word of a normalised line or phrase."""
    found = _OPENER.match(text)
    return found[0] if found else ""


def normalise(text: str) -> str:
    """Lower case, one space between words, plain apostrophes, no punctuation at either end."""
    if not text.isascii():
        text = text.translate(_PLAIN)
    return " ".join(text.strip(_EDGES).casefold().split())


def count_words(text: str) -> int:
    """Words of a line; two characters count as one where a script has no spaces between words."""
    words = text.count(" ") + text.count("\n") + 1
    if text.isascii():
        return words
    return words + len(_CJK.findall(text)) // 2


@dataclass(slots=True)
class Lines:
    """The shown blocks of a page, by position (hidden ones are left out).

    ``keys`` are the normalised texts ("" for one longer than `LONGEST_KEY`),
    ``at`` the positions of each key, ``words`` the lengths, ``prose`` which are
    paragraphs of running text. ``start`` is the first line of prose of the body and
    ``end`` the one after its last: before is the head of the page, from there on its tail.
    """

    blocks: list[Block]
    keys: list[str]
    words: list[int]
    prose: list[bool]
    at: dict[str, list[int]] = field(default_factory=dict)
    first: dict[str, list[int]] = field(default_factory=dict)  # first word to positions
    numbered: list[int] = field(default_factory=list)  # positions of the short lines that hold a figure
    start: int = 0
    end: int = 0
    prose_words: int = 0
    position: dict[int, int] = field(default_factory=dict)  # block index to position

    def __len__(self) -> int:
        return len(self.blocks)

    def found(self, phrases: frozenset[str]) -> Iterator[int]:
        """Positions of the lines that are, as a whole, one of these phrases; code is never one."""
        for key in self.at.keys() & phrases:
            for place in self.at[key]:
                if self.blocks[place].kind is not Kind.CODE:
                    yield place

    def opened_by(self, openers: frozenset[str], words: int) -> Iterator[int]:
        """Positions of the lines of at most so many words that one of these words opens; never code."""
        for opener in self.first.keys() & openers:
            for place in self.first[opener]:
                if self.words[place] <= words and self.blocks[place].kind is not Kind.CODE:
                    yield place

    def short(self, words: int, chars: int = LONGEST_KEY) -> Iterator[int]:
        """Positions of the lines of at most so many words, code left out."""
        code = Kind.CODE  # a look-up in an Enum costs more than all else here
        for place, (key, count) in enumerate(zip(self.keys, self.words, strict=True)):
            if count <= words and 0 < len(key) <= chars and self.blocks[place].kind is not code:
                yield place

    def before_prose(self, place: int) -> bool:
        """Whether running text follows at once: a short line there may be its heading."""
        return place + 1 < len(self.blocks) and self.prose[place + 1]

    @property
    def is_article(self) -> bool:
        """Whether there is prose enough to tell a body from what stands around it."""
        return self.prose_words >= ARTICLE_WORDS

    def in_head(self, place: int) -> bool:
        return place < self.start

    def in_tail(self, place: int) -> bool:
        return place >= self.end


def drop(lines: Lines, places: Iterable[int], reason: str) -> dict[int, Verdict]:
    """Verdicts that drop these positions, each with its own text as the evidence."""
    found = {}
    for place in sorted(places):
        block = lines.blocks[place]
        found[block.index] = Verdict(False, reason, block.text[:120])
    return found


def groups(places: Iterable[int], apart: int = 1) -> list[list[int]]:
    """Positions in order, cut wherever two neighbours are more than ``apart`` apart."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and place - found[-1][-1] <= apart:
            if place != found[-1][-1]:
                found[-1].append(place)
        else:
            found.append([place])
    return found


def title_place(lines: Lines, decided: Decisions) -> int | None:
    """The position of the block an earlier voice called the title, if any did."""
    for index, decision in decided.items():
        if decision.role == "title":
            return lines.position.get(index)
    return None


def lines_of(page: Page) -> Lines:
    """The page's lines, made at the first call and kept on the page."""
    kept = page.__dict__.get("_lines")
    if isinstance(kept, Lines) and kept.position is not None:
        return kept
    made = _read(page)
    page.__dict__["_lines"] = made
    return made


def _read(page: Page) -> Lines:
    blocks = [block for block in page.blocks if not block.hidden]
    keys = [normalise(block.text) if len(block.text) <= LONGEST_KEY else "" for block in blocks]
    words = [count_words(block.text) for block in blocks]
    prose = [_is_prose(block, count) for block, count in zip(blocks, words, strict=True)]
    lines = Lines(blocks, keys, words, prose)
    for place, key in enumerate(keys):
        if key:
            lines.at.setdefault(key, []).append(place)
            opener = _OPENER.match(key)
            if opener:
                lines.first.setdefault(opener[0], []).append(place)
            if _FIGURE.search(key) and blocks[place].kind is not Kind.CODE:
                lines.numbered.append(place)
    lines.prose_words = sum(count for count, is_prose in zip(words, prose, strict=True) if is_prose)
    lines.position = {block.index: place for place, block in enumerate(blocks)}
    lines.start, lines.end = _body(prose)
    return lines


def _is_prose(block: Block, words: int) -> bool:
    if words < SENTENCE_WORDS or block.kind in (Kind.HEADING, Kind.CODE):
        return False
    text = block.text
    if block.linked * 2 > len(text):
        return False
    return words >= PROSE_WORDS or text.endswith(_SENTENCE_END)


def _body(prose: list[bool]) -> tuple[int, int]:
    """Where the body's prose starts and ends; (0, length) when there is none to tell by."""
    places = [place for place, is_prose in enumerate(prose) if is_prose]
    if not places:
        return 0, len(prose)
    close = [
        place for number, place in enumerate(places)
        if (number and place - places[number - 1] <= _NEAR)
        or (number + 1 < len(places) and places[number + 1] - place <= _NEAR)
    ]  # fmt: skip
    chosen = close or places
    return chosen[0], chosen[-1] + 1
