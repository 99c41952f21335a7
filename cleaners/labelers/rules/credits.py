"""Credits of pictures: who took it, which agency sells it."""

from __future__ import annotations

from ...lexicon.phrases import any_of, first_words
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import drop

_MOST = 14  # words
_LABEL = pattern(lambda: rf"^(?:{any_of('credit_label')}) ?(?:[:©/|]|by |courtesy |von |de |di |par |por )\s*\S")
_SIGN = pattern(
    r"^(?:©(?! ?copyright)|\(?(?:ap|afp|reuters|epa|dpa|ap photo|afp photo|reuters photo)[/ ])[^0-9]{2,60}$"
)
_AGENCIES = (
    "getty images|getty|shutterstock|istockphoto|istock|alamy|alamy stock photo|picture alliance|imago images"
    "|imago|adobe stock|unsplash|ap photo|afp photo|pixabay|pexels|depositphotos|dreamstime"
)
_WIRES = "reuters|afp|ap|epa|dpa|ansa|efe|aap|pa"
_AGENCY = pattern(rf"(?:{_AGENCIES}|/ ?(?:{_WIRES})|via (?:{_WIRES}|{_AGENCIES}))$")
_ENDS = frozenset(agency.split()[-1] for agency in _AGENCIES.split("|")) | frozenset(_WIRES.split("|"))
_LABELS = first_words("credit_label")
_SHORT = 8  # words


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    found = [line for line in lines.starting_with(_LABELS, _MOST) if _credits(line.text)]
    for line in lines.short(_SHORT):
        text = line.normalised
        if (text.rpartition(" ")[2].rpartition("/")[2] in _ENDS and _AGENCY.search(text)) or (
            line.text[0] in "©(" and _SIGN.match(line.text.casefold())
        ):
            found.append(line)
    found = [line for line in found if line.kind not in (Kind.CELL, Kind.HEADING, Kind.ITEM)]
    return {} if found and reading.shows_code else drop(found, "credit of a picture")


def _credits(text: str) -> bool:
    """A label and a name after it: a name has a capital, or letters that have none."""
    named = any(word[0].isupper() or word[0] > "\u024f" or word[0] == "©" for word in text.split()[1:])
    return (named or "www." in text or not text.isascii()) and bool(_LABEL.match(text.casefold()))
