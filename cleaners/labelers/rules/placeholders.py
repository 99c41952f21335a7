"""Placeholders that a template left in the page: file names of pictures, empty avatars, unfilled slots."""

from __future__ import annotations

import re

from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_PLACEHOLDERS = phrases("placeholder")
_FILE_NAME = pattern(r"^[\w.%()@ -]{1,90}\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)$", re.I)
_SLOT = pattern(r"^(?:%\d*\$?[sd]\b.{0,40}|\{\{[^{}]{0,60}\}\}|\$\{[^{}]{0,60}\}|<%=?[^%]{0,60}%>|\[[a-z]+_[a-z_]+\])$")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    placeholders = [
        line for line in lines.matching(_PLACEHOLDERS) if _may_be_placeholder(line) and not _is_subject(lines, line)
    ]
    slots = [
        line
        for line in lines.short(6, 100)
        if _is_slot(line.text) and line.kind is not Kind.CELL and not _is_subject(lines, line)
    ]
    if slots and reading.shows_code:
        slots = [line for line in slots if line.text[0] not in "%{$<["]
    return {
        **drop(placeholders, "placeholder of a template"),
        **drop(slots, "file name or unfilled slot of a template"),
    }


def _is_slot(text: str) -> bool:
    if text[0] in "%{$<[":
        return bool(_SLOT.match(text))
    return text[-5:].count(".") == 1 and bool(_FILE_NAME.match(text))


def _may_be_placeholder(line: Line) -> bool:
    """Whether a line is no table cell, list item or heading."""
    return line.kind not in (Kind.CELL, Kind.HEADING, Kind.ITEM) and not line.before_prose


def _is_subject(lines: Lines, line: Line) -> bool:
    """Whether the page's own prose or code contains the line's text, so that the page is about it."""
    text = line.text.casefold()
    if len(text) < 4:
        return False
    others = (other for other in lines if other is not line and (other.is_prose or other.kind is Kind.CODE))
    return any(text in other.text.casefold() for other in others)
