"""The foot of the page: copyright, legal links, credits of the software."""

from __future__ import annotations

import re
from functools import partial

from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups

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


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    found = drop(filter(partial(_is_legal, lines), lines), "copyright line of the site")
    certain = [line for line in lines.matching(_CERTAIN) if _may_go(line)]
    found.update(drop(certain, "entry of the page's footer"))
    entries = [line for line in lines.matching(_ENTRIES) if _may_go(line) and not lines.in_body(line)]
    for run in groups([*entries, *certain], max_distance=3):
        if len(run) > _RUN:
            found.update(drop(run, "entry of the page's footer"))
    return found


def _may_go(line: Line) -> bool:
    return line.kind is not Kind.CELL and not line.before_prose


def _is_legal(lines: Lines, line: Line) -> bool:
    text = line.text
    if len(text) < 8 or line.words > _MOST or not _at_foot(lines, line) or line.kind in _NEVER:
        return False
    lower = line.normalised or text.casefold()
    if ("©" in text or "copyright" in lower or "(c)" in lower) and _COPYRIGHT.search(text):
        return True
    if line.words <= 8 and ("power" in lower or "by" in lower or ":" in lower) and _SOFTWARE.match(lower):
        return True
    return len(text) < 400 and bool(_RIGHTS.search(lower))


def _at_foot(lines: Lines, line: Line) -> bool:
    """Outside the body; inside it only a line that opens with the sign itself, near the end."""
    if not lines.in_body(line):
        return True
    signs = ("©", "Copyright ©", "Copyright (c)", "(c) 20", "℗")
    return line.index >= len(lines) - _END and line.text.startswith(signs)
