"""Credits of pictures: the photographer or the agency."""

from __future__ import annotations

from ...lexicon.phrases import any_of, first_words
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, drop
from ...reading.narration import narrates

_MAX_LABEL_WORDS, _MAX_AGENCY_WORDS = 14, 8  # words of a line with a label ("Photo:"), or with an agency's name
_LABEL = pattern(lambda: rf"^(?:{any_of('credit_label')}) ?(?:[:©/|]|by |courtesy |von |de |di |par |por )\s*\S")
_COPYRIGHT = pattern(
    r"^(?:©\s{0,2}(?![Cc]opyright)(?=[^\Wa-z])|\((?:AP|AFP|Reuters|EPA|dpa)(?: Photo)?[/ ])[^0-9]{2,60}$"
)
_PICTURE_AGENCIES = (
    "getty images|getty|shutterstock|istockphoto|istock|alamy|alamy stock photo|picture alliance|imago images"
    "|imago|adobe stock|unsplash|ap photo|afp photo|pixabay|pexels|depositphotos|dreamstime"
)
_NEWS_AGENCIES = "reuters|afp|ap|epa|dpa|ansa|efe|aap|pa"
_AGENCY = pattern(rf"(?:{_PICTURE_AGENCIES}|/ ?(?:{_NEWS_AGENCIES})|via (?:{_NEWS_AGENCIES}|{_PICTURE_AGENCIES}))$")
_LAST_WORDS = frozenset(agency.split()[-1] for agency in _PICTURE_AGENCIES.split("|")) | frozenset(
    _NEWS_AGENCIES.split("|")
)
_SMALL_NAMES = ("dpa", "afp", "iStock", "imago", "picture alliance", "www.", "via ", "courtesy ", "by ", "von ")
_MIN_SENTENCE_WORDS = 5
_LABEL_FIRST_WORDS = first_words("credit_label")


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    credit_lines = [
        line for line in lines.starting_with(_LABEL_FIRST_WORDS, _MAX_LABEL_WORDS) if _is_labelled(line.text)
    ]
    for line in lines.short(_MAX_AGENCY_WORDS):
        text = line.normalised
        if (text.rpartition(" ")[2].rpartition("/")[2] in _LAST_WORDS and _AGENCY.search(text)) or (
            line.text[0] in "©(" and _COPYRIGHT.match(line.text)
        ):
            credit_lines.append(line)
    credit_lines = [
        line
        for line in credit_lines
        if line.kind not in (Kind.CELL, Kind.HEADING, Kind.ITEM) and not _is_sentence(line)
    ]
    return {} if credit_lines and reading.shows_code else drop(credit_lines, "credit of a picture")


def _is_sentence(line: Line) -> bool:
    return narrates(line.text) or (line.text.endswith(".") and line.words >= _MIN_SENTENCE_WORDS)


def _is_labelled(text: str) -> bool:
    """Whether a text is a label with a name right after it: with a capital letter, or in a script without capitals."""
    label = _LABEL.match(text.casefold())
    name = text[label.end() - 1 :] if label else ""
    return bool(name) and not (name[0].islower() and name[0] <= "\u024f" and not name.startswith(_SMALL_NAMES))
