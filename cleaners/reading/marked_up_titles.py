"""Which heading or line of an HTML page is its title: what says what the head declares."""

from __future__ import annotations

from collections.abc import Sequence

from ..page import Block, Head, Kind
from ..patterns import pattern
from .declared_titles import beginnings
from .lines import Line, Lines

_WORD = pattern(r"\w+")


def find_in_markup(head: Head, lines: Lines, parts: dict[str, int]) -> Line | None:
    """The best heading that says what the head declares; else another line that does, in the page's head."""
    headings = [line for line in lines if line.kind is Kind.HEADING and line.normalised]
    matching = [line for line in headings if line.normalised in parts]
    if matching:
        longest = max(len(line.normalised) for line in matching)
        full = [line for line in matching if len(line.normalised) * 2 > longest]  # not the site's name
        return min(full, key=lambda line: line.block.level)
    first = [line for line in headings if line.block.level == 1]
    declared = beginnings(head) if first else set()
    begun = [line for line in first if line.normalised in declared]
    if len(begun) == 1:
        return begun[0]
    for line in first:
        if any(_is_alike(line.normalised, name) for name in parts):
            return line
    plain = [
        line for text in parts.keys() & lines.by_text.keys() for line in lines.by_text[text]
        if text.count(" ") >= 2 and line.index <= lines.start + 3 and line.block.linked * 2 <= len(text)
    ]  # fmt: skip
    if plain:
        return min(plain, key=lambda line: line.index)
    return first[0] if len(first) == 1 and first[0].words >= 3 else None


def _is_alike(text: str, name: str) -> bool:
    """Whether two titles share most of their words."""
    mine, theirs = set(_WORD.findall(text)), set(_WORD.findall(name))
    shared = len(mine & theirs)
    return shared >= 3 and shared * 5 >= 3 * min(len(mine), len(theirs)) and shared * 3 >= len(mine)


def find_by_overlap(
    blocks: Sequence[Block], words: Sequence[frozenset[str]], titles: Sequence[str]
) -> tuple[int, float]:
    """The variant of the model: the block (-1: none) that has most words of a declared title, and its score.

    Hidden blocks count, and any block may be the title, not headings first; else it is the first top
    heading, with the score 0. The model was trained on what this finds. ``words`` are each block's.
    """
    best, best_score = -1, 0.0
    wanted = [set(_WORD.findall(title.lower())) for title in titles[:3]]
    first_heading = -1
    for block in blocks:
        heading = block.kind is Kind.HEADING and block.level <= 2
        if heading and block.level == 1 and first_heading < 0:
            first_heading = block.index
        found = words[block.index]
        if not 2 <= len(found) <= 40:
            continue
        for title in wanted:
            if found.isdisjoint(title):
                continue
            common = len(found & title)
            score = common / len(found) * (common / max(len(title), 1)) ** 0.5 + 0.15 * heading
            if score > best_score + 1e-9:
                best, best_score = block.index, score
    return (best, best_score) if best_score >= 0.6 else (first_heading, 0.0)
