"""Lists of tags and categories before or after an article."""

from __future__ import annotations

from itertools import takewhile

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_LABELS = phrases("tag_label")
_LABEL_WITH_TAGS = pattern(
    lambda: (
        rf"^(?:{any_of('tag_label')})\s*[:：]\s*\S"
        r"|^(?:tagged|filed under|posted in)\b(?: with| as| in| under)?\s\S"
    )
)
_LABEL_FIRST_WORDS = first_words("tag_label")
_HASHTAGS = pattern(r"^#\w[\w-]*(?:[\s,]+#\w[\w-]*)*$")
_MAX_LINE_WORDS = 30
_MAX_TAG_WORDS = 4


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    tags: list[Line] = []
    for line in lines.matching(_LABELS):
        if not line.before_prose and line.kind is not Kind.CELL and not lines.in_body(line):
            tags += [line, *_after_label(lines, line)]
    inline = [
        line
        for line in lines.starting_with(_LABEL_FIRST_WORDS, _MAX_LINE_WORDS)
        if _LABEL_WITH_TAGS.match(line.text.casefold())
    ]
    hashed = [line for line in lines.short(_MAX_LINE_WORDS) if line.text[0] == "#" and _HASHTAGS.match(line.text)]
    tags += [
        line
        for line in (*inline, *hashed)
        if line.kind not in (Kind.CELL, Kind.HEADING)
        and (not lines.in_body(line) or _is_certain(line))
        and not line.text.endswith((".", "?", "!"))
    ]
    return drop(tags, "tags of the page")


def _is_certain(line: Line) -> bool:
    """Whether a line is tags even between paragraphs: it has several hashtags, or most of it is links."""
    return line.text.count("#") > 1 or line.block.linked * 2 >= len(line.text)


def _after_label(lines: Lines, label: Line) -> list[Line]:
    """The tags right after a label: the list items among the next short lines, or else up to four of these."""
    tags = list(takewhile(_may_be_tag, lines.between(label.index + 1, label.index + 13)))
    return [line for line in tags if line.kind is Kind.ITEM] or tags[:4]


def _may_be_tag(line: Line) -> bool:
    is_short = line.normalised and line.words <= _MAX_TAG_WORDS and not line.is_prose
    return bool(is_short) and line.kind in (Kind.ITEM, Kind.LINE, Kind.PARAGRAPH)
