"""Lists of tags and categories after (or before) an article."""

from __future__ import annotations

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_LABELS = phrases("tag_label")
_INLINE = pattern(
    lambda: (
        rf"^(?:{any_of('tag_label')})\s*[:：]\s*\S"
        r"|^(?:tagged|filed under|posted in)\b(?: with| as| in| under)?\s\S"
    )
)
_LABEL_OPENERS = first_words("tag_label")
_HASHTAGS = pattern(r"^#\w[\w-]*(?:[\s,]+#\w[\w-]*)*$")
_MOST = 30  # words of a line of tags
_TAG = 4  # words of one tag


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    found: list[Line] = []
    for line in lines.matching(_LABELS):
        if not line.before_prose and line.kind is not Kind.CELL and not lines.in_body(line):
            found += [line, *_listed(lines, line)]
    inline = [line for line in lines.starting_with(_LABEL_OPENERS, _MOST) if _INLINE.match(line.text.casefold())]
    hashed = [line for line in lines.short(_MOST) if line.text[0] == "#" and _HASHTAGS.match(line.text)]
    found += [
        line
        for line in (*inline, *hashed)
        if line.kind not in (Kind.CELL, Kind.HEADING)
        and not lines.in_body(line)
        and not line.text.endswith((".", "?", "!"))
    ]
    return drop(found, "tags of the page")


def _listed(lines: Lines, label: Line) -> list[Line]:
    """The short lines right after a label, in the tail of the page."""
    found: list[Line] = []
    for line in lines.between(label.index + 1, label.index + 13):
        short = line.normalised and line.words <= _TAG and not line.is_prose
        if not short or line.kind not in (Kind.ITEM, Kind.LINE, Kind.PARAGRAPH):
            break
        found.append(line)
    items = [line for line in found if line.kind is Kind.ITEM]
    return items if items else found[:4]
