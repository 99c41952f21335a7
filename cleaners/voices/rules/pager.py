"""Links to the next page, to older posts, to more of the same."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import phrases, words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop

_WHOLE = phrases("pager")
_PAGE_OF = pattern(
    lambda: (
        rf"^(?:{words('page_word')}) \d{{1,4}}(?: ?(?:of|von|sur|de|di|van|из|/|z) ?\d{{1,5}})?$"
        r"|^\d{1,4} (?:of|von|sur) \d{1,5}$"
    )
)
_NUMBERS = pattern(
    r"^(?:(?:prev|previous|zurück|anterior|précédent)?\W{0,3})?1 2(?: 3)?(?: \d{1,4}| …| \.\.\.)*"
    r"(?:\W{0,3}(?:next|weiter|siguiente|suivant|last).{0,12})?$"
)


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    found = [place for place in lines.found(_WHOLE) if _may_go(lines, place)]
    for place in lines.numbered:
        key = lines.keys[place]
        if 3 <= len(key) <= 60 and (_PAGE_OF.match(key) or _NUMBERS.match(key)) and _may_go(lines, place):
            found.append(place)
    return drop(lines, found, "link to more pages")


def _may_go(lines: Lines, place: int) -> bool:
    return lines.blocks[place].kind not in (Kind.CELL, Kind.HEADING) and not lines.before_prose(place)


VOICE = Voice("rules.pager", speak)
