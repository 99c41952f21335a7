"""The foot of the page: copyright, legal links, credits of the software."""

from __future__ import annotations

import re

from ...labeler import Voice
from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop, groups

_ENTRIES = phrases("footer")
_CERTAIN = phrases("footer_certain")
_COPYRIGHT = pattern(
    r"(?:©|\(c\)|copyright|&copy;).{0,60}?\b(?:19|20)\d\d|\b(?:19|20)\d\d.{0,12}(?:©|copyright)|©\s*\S", re.I
)
_RIGHTS = pattern(
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
    r"|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden|все права защищены"
    r"|(?:tüm|her) hak(?:kı|ları) saklıdır|wszelkie prawa zastrzeżone|جميع الحقوق محفوظة|版权所有"
    r"|版權所有|無断転載|무단전재"
)
_SOFTWARE = pattern(
    r"^(?:proudly )?powered by \S.{0,60}$"
    r"|^(?:theme|design|website|site)(?: design(?:ed)?)?(?: by|:) .{2,40}$"
)
_MOST = 60  # words of a copyright line
_RUN = 2
_END = 12  # lines at the end of a page
_NEVER = (Kind.CODE, Kind.CELL, Kind.HEADING)


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    found = drop(lines, _legal(lines), "copyright line of the site")
    certain = [
        place
        for place in lines.found(_CERTAIN)
        if lines.blocks[place].kind is not Kind.CELL and not lines.before_prose(place)
    ]
    found.update(drop(lines, certain, "entry of the page's footer"))
    entries = [
        place
        for place in lines.found(_ENTRIES)
        if lines.blocks[place].kind is not Kind.CELL
        and not lines.before_prose(place)
        and (lines.in_tail(place) or lines.in_head(place))
    ]
    for run in groups([*entries, *certain], apart=3):
        if len(run) > _RUN:
            found.update(drop(lines, run, "entry of the page's footer"))
    return found


def _legal(lines: Lines) -> list[int]:
    found = []
    for place, block in enumerate(lines.blocks):
        text = block.text
        if len(text) < 8 or lines.words[place] > _MOST or not _at_foot(lines, place, text) or block.kind in _NEVER:
            continue
        lower = lines.keys[place] or text.casefold()
        signed = ("©" in text or "copyright" in lower or "(c)" in lower) and bool(_COPYRIGHT.search(text))
        software = (
            lines.words[place] <= 8
            and ("power" in lower or "by" in lower or ":" in lower)
            and bool(_SOFTWARE.match(lower))
        )
        if signed or software or (len(text) < 400 and _RIGHTS.search(lower)):
            found.append(place)
    return found


def _at_foot(lines: Lines, place: int, text: str) -> bool:
    """Outside the body; inside it only a line that opens with the sign itself, near the end."""
    if lines.in_tail(place) or lines.in_head(place):
        return True
    return place >= len(lines) - _END and text.startswith(("©", "Copyright ©", "Copyright (c)", "(c) 20", "℗"))


VOICE = Voice("rules.footer", speak)
