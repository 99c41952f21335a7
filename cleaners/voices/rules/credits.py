"""Credits of pictures: who took it, which agency sells it."""

from __future__ import annotations

import re

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import drop, lines_of, shows_code
from ..phrases import openers, words

_MOST = 14  # words
_LABEL = re.compile(rf"^(?:{words('credit_label')}) ?(?:[:©/|]|by |courtesy |von |de |di |par |por )\s*\S")
_SIGN = re.compile(r"^(?:©(?! ?copyright)|\(?(?:ap|afp|reuters|epa|dpa|ap photo|afp photo|reuters photo)[/ ])[^0-9]{2,60}$")
_AGENCIES = (
    "getty images|getty|shutterstock|istockphoto|istock|alamy|alamy stock photo|picture alliance|imago images|imago|adobe stock|unsplash"
    "|ap photo|afp photo|pixabay|pexels|depositphotos|dreamstime"
)
_AGENCY = re.compile(rf"(?:{_AGENCIES}|/ ?(?:reuters|afp|ap|epa|dpa|ansa|efe|aap|pa)|via (?:ap|reuters|afp|getty images|shutterstock))$")
_ENDS = frozenset("images getty shutterstock istockphoto istock alamy photo alliance imago stock unsplash pixabay pexels depositphotos dreamstime "
                  "reuters afp ap epa dpa ansa efe aap pa".split())  # fmt: skip
_LABELS = openers("credit_label")
_SHORT = 8  # words


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    found = [place for place in lines.opened_by(_LABELS, _MOST) if _LABEL.match(lines.blocks[place].text.casefold())]
    for place in lines.short(_SHORT):
        key = lines.keys[place]
        if key.rpartition(" ")[2].rpartition("/")[2] in _ENDS and _AGENCY.search(key):
            found.append(place)
        elif lines.blocks[place].text[0] in "©(" and _SIGN.match(lines.blocks[place].text.casefold()):
            found.append(place)
    found = [place for place in found if lines.blocks[place].kind not in (Kind.CELL, Kind.HEADING, Kind.ITEM)]
    if found and shows_code(page):
        return {}
    return drop(lines, found, "credit of a picture")


VOICE = Voice("rules.credits", speak)
