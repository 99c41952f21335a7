"""Links to the next page and to older posts."""

from __future__ import annotations

from ...lexicon.phrases import any_of, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import drop

_PAGER_LINKS = phrases("pager")
_PAGE_OF = pattern(
    lambda: (
        rf"^(?:{any_of('page_word')}) \d{{1,4}}(?: ?(?:of|von|sur|de|di|van|из|/|z) ?\d{{1,5}})?$"
        r"|^\d{1,4} (?:of|von|sur) \d{1,5}$"
    )
)
_PAGE_NUMBERS = pattern(
    r"^(?:(?:prev|previous|zurück|anterior|précédent)?\W{0,3})?1 2(?: 3)?(?: \d{1,4}| …| \.\.\.)*"
    r"(?:\W{0,3}(?:next|weiter|siguiente|suivant|last).{0,12})?$"
)


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    numbered = (
        line
        for line in lines.with_digits
        if 3 <= len(line.normalised) <= 60 and (_PAGE_OF.match(line.normalised) or _PAGE_NUMBERS.match(line.normalised))
    )
    candidates = (*lines.matching(_PAGER_LINKS), *numbered)
    links = (line for line in candidates if line.kind not in (Kind.CELL, Kind.HEADING) and not line.before_prose)
    return drop(links, "link to more pages")
