"""Related articles: the labels of their lists, the lists in the tail, and lines that name one."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import openers, phrases, words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop, title_place

_LABELS = phrases("related")
_NAMED = pattern(lambda: rf"^(?:{words('read_also')})\s*[:：>|»]\s*\S")
_NAMED_OPENERS = openers("read_also")
_HEADLINE = 24  # words of the longest headline of a list
_MOST = 40  # lines of a list


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    title = title_place(lines, decided)
    labels = [place for place in lines.found(_LABELS) if place != title and _is_label(lines, place)]
    found = drop(lines, labels, "label of a list of other articles")
    listed = [other for place in labels if lines.in_tail(place) and lines.is_article for other in _list(lines, place)]
    found.update(drop(lines, (place for place in listed if place != title), "other article, listed below the body"))
    named = [place for place in lines.opened_by(_NAMED_OPENERS, 30) if _names_other(lines, place)]
    found.update(drop(lines, named, "line that names another article"))
    return found


def _is_label(lines: Lines, place: int) -> bool:
    """A heading of the body has prose under it; a label has headlines."""
    if lines.blocks[place].kind is Kind.CELL:
        return False
    return not lines.before_prose(place) or not lines.start <= place < lines.end


def _list(lines: Lines, place: int) -> list[int]:
    """The headlines after a label: short lines up to the next prose."""
    found: list[int] = []
    for other in range(place + 1, min(place + _MOST, len(lines))):
        if lines.prose[other] or lines.words[other] > _HEADLINE or lines.blocks[other].kind is Kind.CODE:
            break
        found.append(other)
    return found


def _names_other(lines: Lines, place: int) -> bool:
    """ "Read also: <headline>": all of it a link, or without the end of a sentence among prose."""
    block = lines.blocks[place]
    text = block.text.casefold()
    if block.kind in (Kind.CELL, Kind.ITEM) or not _NAMED.match(text):
        return False
    if block.element >= 0:
        return block.linked * 2 >= len(block.text)
    return lines.words[place] >= 5 and not text.endswith((".", "!", ":", "…"))


VOICE = Voice("rules.related", speak)
