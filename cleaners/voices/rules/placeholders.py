"""What a template left behind: names of pictures, empty avatars, unfilled slots."""

from __future__ import annotations

import re

from ...labeler import Voice
from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop

_NAMES = phrases("placeholder")
_FILE = pattern(r"^[\w.%()@ -]{1,90}\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)$", re.I)
_SLOT = pattern(r"^(?:%\d*\$?[sd]\b.{0,40}|\{\{[^{}]{0,60}\}\}|\$\{[^{}]{0,60}\}|<%=?[^%]{0,60}%>|\[[a-z]+_[a-z_]+\])$")


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    names = [place for place in lines.found(_NAMES) if not _talked_of(lines, place) and _stands_alone(lines, place)]
    slots = [
        place
        for place in lines.short(6, 100)
        if _is_slot(lines.blocks[place].text)
        and lines.blocks[place].kind is not Kind.CELL
        and not _talked_of(lines, place)
    ]
    if slots and reading.shows_code:
        slots = [place for place in slots if lines.blocks[place].text[0] not in "%{$<["]
    return {
        **drop(lines, names, "placeholder of a template"),
        **drop(lines, slots, "file name or unfilled slot of a template"),
    }


def _is_slot(text: str) -> bool:
    if text[0] in "%{$<[":
        return bool(_SLOT.match(text))
    return text[-5:].count(".") == 1 and bool(_FILE.match(text))


def _stands_alone(lines: Lines, place: int) -> bool:
    """Not a table's cell, not a heading, not what a list counts."""
    return lines.blocks[place].kind not in (Kind.CELL, Kind.HEADING, Kind.ITEM) and not lines.before_prose(place)


def _talked_of(lines: Lines, place: int) -> bool:
    """Whether the page's own prose or code names the token: then it is the subject."""
    token = lines.blocks[place].text.casefold()
    if len(token) < 4:
        return False
    return any(
        token in block.text.casefold()
        for other, block in enumerate(lines.blocks)
        if other != place and (lines.prose[other] or block.kind is Kind.CODE)
    )


VOICE = Voice("rules.placeholders", speak)
