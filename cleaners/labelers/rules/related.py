"""Related articles: the labels of their lists, the lists in the tail, and lines that name one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_LABELS = phrases("related")
_NAMED = pattern(lambda: rf"^(?:{any_of('read_also')})\s*[:：>|»]\s*\S")
_NAMED_OPENERS = first_words("read_also")
_HEADLINE = 24  # words of the longest headline of a list
_MOST = 40  # lines of a list


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    labels = [line for line in lines.matching(_LABELS) if line is not title and _is_label(lines, line)]
    found = drop(labels, "label of a list of other articles")
    listed = (other for line in labels if lines.in_tail(line) and lines.is_article for other in _list(lines, line))
    found.update(drop((line for line in listed if line is not title), "other article, listed below the body"))
    named = (line for line in lines.starting_with(_NAMED_OPENERS, 30) if _names_other(line))
    found.update(drop(named, "line that names another article"))
    return found


def _is_label(lines: Lines, line: Line) -> bool:
    """A heading of the body has prose under it; a label has headlines."""
    return line.kind is not Kind.CELL and not (line.before_prose and lines.in_body(line))


def _list(lines: Lines, label: Line) -> Iterator[Line]:
    """The headlines after a label: short lines up to the next prose."""
    following = lines.between(label.index + 1, label.index + _MOST)
    return takewhile(
        lambda line: not line.is_prose and line.words <= _HEADLINE and line.kind is not Kind.CODE, following
    )


def _names_other(line: Line) -> bool:
    """ "Read also: <headline>": all of it a link, or without the end of a sentence among prose."""
    text = line.text.casefold()
    if line.kind in (Kind.CELL, Kind.ITEM) or not _NAMED.match(text):
        return False
    if line.block.element >= 0:
        return line.block.linked * 2 >= len(line.text)
    return line.words >= 5 and not text.endswith((".", "!", ":", "…"))
