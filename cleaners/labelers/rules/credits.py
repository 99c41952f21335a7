"""Credits of pictures: the photographer or the agency, alone or at the end of a caption in flattened text."""

from __future__ import annotations

from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.credits import (
    LABEL_FIRST_WORDS,
    MAX_AGENCY_WORDS,
    MAX_CAPTION_WORDS,
    MAX_LABEL_WORDS,
    ends_in_credit,
    is_agency_credit,
    is_labelled_credit,
)
from ...reading.lines import drop

_EXCLUDED_KINDS = (Kind.CELL, Kind.HEADING, Kind.ITEM, Kind.CODE)


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    credit_lines = [
        line for line in lines.starting_with(LABEL_FIRST_WORDS, MAX_LABEL_WORDS) if is_labelled_credit(line.text)
    ]
    credit_lines += [line for line in lines.short(MAX_AGENCY_WORDS) if is_agency_credit(line.text, line.normalised)]
    if reading.page.origin == "text":
        credit_lines += [line for line in lines if line.words <= MAX_CAPTION_WORDS and ends_in_credit(line.text)]
    credit_lines = [line for line in credit_lines if line.kind not in _EXCLUDED_KINDS]
    return {} if credit_lines and reading.shows_code else drop(credit_lines, "credit of a picture")
