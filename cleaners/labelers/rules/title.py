"""The title: its first true copy is kept as the title, the other copies near it are dropped."""

from __future__ import annotations

from collections.abc import Iterator

from ...page import Decisions, Label, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines

_NEAR = 12  # lines: a copy this close to the title is a copy, farther down it may be a refrain
_SURE = 0.5  # below this likelihood a title is named, but nothing is dropped for it
_LIKELY = 0.15  # below this no line is called the title
_SITE_TAIL = pattern(r" (?:[|–—·»-]|::) .{1,60}$")


def label(reading: Reading, decided: Decisions) -> Labels:
    title, sure = reading.title or (None, 0.0)
    if title is None or sure < _LIKELY:
        return {}
    found = {title.block.index: Label(True, "the title of the page", title.text[:120], round(sure, 2), "title")}
    if sure < _SURE:
        return found
    for line in _near(reading.lines, title):
        if line is not title and not line.is_prose and _is_copy(line.normalised, title.normalised, reading.title_parts):
            found[line.block.index] = Label(False, "copy of the title", line.text[:120])
    return found


def _near(lines: Lines, title: Line) -> Iterator[Line]:
    """The lines that may be copies: above and near the title, before the body has gone on below it."""
    for line in lines:
        yield line
        below = line.index - title.index
        if below >= _NEAR or (below >= 0 and line.is_prose and line.index > lines.start):
            return


def _is_copy(text: str, title: str, parts: dict[str, int]) -> bool:
    """The title again, whole or with the site's name after it."""
    if not text or not title:
        return False
    if text == title or (text in parts and title in text):
        return True
    return text.startswith(title) and bool(_SITE_TAIL.match(text[len(title) :]))
