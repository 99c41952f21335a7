"""Credits of pictures: who took it, which agency sells it."""

from __future__ import annotations

import re

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import drop, lines_of
from ..phrases import words

_MOST = 14  # words
_LABEL = re.compile(rf"^(?:{words('credit_label')}) ?(?:[:©/|]|by |courtesy |von |de |di |par |por )\s*\S")
_SIGN = re.compile(r"^(?:©|\(c\)|\(?(?:ap|afp|reuters|epa|dpa|ap photo|afp photo|reuters photo)[/ ]).{2,70}$")
_AGENCY = re.compile(
    r"(?:getty images?|/ ?(?:reuters|afp|ap|epa|dpa|ansa|efe|aap|pa|picture alliance|imago|unsplash|pexels|shutterstock)\b|via (?:ap|getty|reuters|shutterstock)\b"
    r"|shutterstock|istockphoto|istock|alamy(?: stock photo)?|picture alliance|imago images|adobe stock|unsplash|ap photo|afp photo|pixabay|depositphotos|dreamstime)[)\].]{0,2}$"
)


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    found = []
    for place in lines.short(_MOST, 120):
        block = lines.blocks[place]
        if block.kind in (Kind.CELL, Kind.HEADING, Kind.ITEM):
            continue
        lower = block.text.casefold()
        if _LABEL.match(lower) or (_SIGN.match(lower) and lines.words[place] <= 8) or (lines.words[place] <= 8 and _AGENCY.search(lower)):
            found.append(place)
    return drop(lines, found, "credit of a picture")


VOICE = Voice("rules.credits", speak)
