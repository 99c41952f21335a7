"""Which heading or line of an HTML page is its title: one with the text that the head declares."""

from __future__ import annotations

from ..page import Head, Kind
from ..patterns import pattern
from .declared_titles import leading_parts
from .lines import Line, Lines

_WORD = pattern(r"\w+")
_MAX_TOP_HEADINGS = 200  # that are compared with the declared titles word by word


def find_in_markup(head: Head, lines: Lines, parts: dict[str, int]) -> Line | None:
    """The best heading with a title that the head declares; else another such line at the top of the page."""
    headings = [line for line in lines if line.kind is Kind.HEADING and line.normalised]
    matching = [line for line in headings if line.normalised in parts]
    if matching:
        longest = max(len(line.normalised) for line in matching)
        full = [line for line in matching if len(line.normalised) * 2 > longest]  # not the site's name
        return min(full, key=lambda line: line.block.level)
    top_headings = [line for line in headings if line.block.level == 1]
    declared = leading_parts(head) if top_headings else set()
    leading = [line for line in top_headings if line.normalised in declared]
    if len(leading) == 1:
        return leading[0]
    titles_words = [set(_WORD.findall(title)) for title in parts]
    for line in top_headings[:_MAX_TOP_HEADINGS]:
        words = set(_WORD.findall(line.normalised))
        if any(_is_alike(words, title_words) for title_words in titles_words):
            return line
    plain = [
        line for text in parts.keys() & lines.by_text.keys() for line in lines.by_text[text]
        if text.count(" ") >= 2 and line.index <= lines.start + 3 and line.block.linked * 2 <= len(text)
    ]  # fmt: skip
    if plain:
        return min(plain, key=lambda line: line.index)
    return top_headings[0] if len(top_headings) == 1 and top_headings[0].words >= 3 else None


def _is_alike(text_words: set[str], title_words: set[str]) -> bool:
    """Whether a text shares most of its words with a title."""
    shared = len(text_words & title_words)
    shorter = min(len(text_words), len(title_words))
    return shared >= 3 and shared * 5 >= 3 * shorter and shared * 3 >= len(text_words)
