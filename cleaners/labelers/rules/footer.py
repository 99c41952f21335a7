"""The foot of the page: copyright, legal links, credits of the software."""

from __future__ import annotations

import re

from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups
from ...reading.narration import narrates

_ENTRIES = phrases("footer")
_CERTAIN = phrases("footer_certain")
# The sign with a year or a name beside it: not "Copyright law of 1911", not "© is a sign".
_COPYRIGHT = pattern(
    r"(?:©|\(c\)|copyright|&copy;)[\s:©()c–-]{0,12}(?:19|20)\d\d|(?:^|©.{0,40}?)\b(?:19|20)\d\d.{0,12}(?:©|copyright)"
    r"|\b(?:19|20)\d\d.{0,12}©|©(?! ?(?-i:[a-z])).{0,60}?\b(?:19|20)\d\d|© ?(?-i:[^\W\da-z_])"
    r"|^copyright [^.]{2,40}\b(?:19|20)\d\d$",
    re.I,
)
_RESERVED = (
    "all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
    "|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden|все права защищены"
    "|(?:tüm|her) hak(?:kı|ları) saklıdır|wszelkie prawa zastrzeżone|جميع الحقوق محفوظة|版权所有"
    "|版權所有|無断転載|무단전재"
)
# A statement of its own, not "all rights reserved for the crown".
_RIGHTS = pattern(
    rf"(?:{_RESERVED})(?:\W{{0,3}}$|[.|,;·–—-]| ©| \d)|^(?:{_RESERVED}) (?:by|to) |版权所有|版權所有|無断転載|무단전재"
)
_SOFTWARE = pattern(
    r"^(?i:(?:proudly )?powered by|(?:theme|design|website|site)(?: design(?:ed)?)?(?: by|:)) [^\Wa-z].{1,60}$"
)
_MAX_COPYRIGHT_WORDS = 60
_MIN_RUN_ENTRIES = 3
_LAST_LINES = 12  # of the page
_EXCLUDED_KINDS = (Kind.CODE, Kind.CELL, Kind.HEADING)


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    legal = [line for line in lines if _is_legal(lines, line)]
    certain = [line for line in lines.matching(_CERTAIN) if _may_be_entry(line)]
    entries = [line for line in lines.matching(_ENTRIES) if _may_be_entry(line) and not lines.in_body(line)]
    runs = [run for run in groups([*entries, *certain], max_distance=3) if len(run) >= _MIN_RUN_ENTRIES]
    listed = [*certain, *(line for run in runs for line in run)]
    return {**drop(legal, "copyright line of the site"), **drop(listed, "entry of the page's footer")}


def _may_be_entry(line: Line) -> bool:
    return line.kind is not Kind.CELL and not line.before_prose


def _is_legal(lines: Lines, line: Line) -> bool:
    """Whether a line is a copyright line, a reservation of rights or a credit of the site's software."""
    text = line.text
    if (
        len(text) < 8
        or line.words > _MAX_COPYRIGHT_WORDS
        or not _may_be_footer(lines, line)
        or line.kind in _EXCLUDED_KINDS
    ):
        return False
    lower = line.normalised or text.casefold()
    if ("©" in text or "copyright" in lower or "(c)" in lower) and _COPYRIGHT.search(text):
        return not narrates(text)
    if line.words <= 8 and ("power" in lower or "by" in lower or ":" in lower) and _SOFTWARE.match(text):
        return True
    return len(text) < 400 and bool(_RIGHTS.search(lower)) and not narrates(text)


def _may_be_footer(lines: Lines, line: Line) -> bool:
    """Whether a line is outside the body, or near the end of the page and starts with a copyright sign."""
    if not lines.in_body(line):
        return True
    following = lines.between(line.index + 1, line.index + 1 + _LAST_LINES)
    is_near_end = line.index >= len(lines) - _LAST_LINES and sum(other.is_prose for other in following) <= 1
    return is_near_end and line.text.startswith(("©", "Copyright ©", "Copyright (c)", "(c) 20", "℗"))
