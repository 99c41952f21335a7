"""Credits of pictures: photographers and agencies."""

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
from ...reading.lines import Line, drop
from ...reading.narration import narrates

_EXCLUDED_KINDS = (Kind.CELL, Kind.HEADING, Kind.ITEM, Kind.CODE)
_MIN_SENTENCE_WORDS = 5


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    credit_lines = [
        line for line in lines.starting_with(LABEL_FIRST_WORDS, MAX_LABEL_WORDS) if is_labelled_credit(line.text)
    ]
    credit_lines += [line for line in lines.short(MAX_AGENCY_WORDS) if is_agency_credit(line.text, line.normalised)]
    credit_lines = [line for line in credit_lines if not _is_sentence(line)]
    if reading.page.origin == "text":
        credit_lines += [line for line in lines if line.words <= MAX_CAPTION_WORDS and ends_in_credit(line.text)]
    credit_lines = [line for line in credit_lines if line.kind not in _EXCLUDED_KINDS]
    return {} if credit_lines and reading.shows_code else drop(credit_lines, "credit of a picture")


def _is_sentence(line: Line) -> bool:
    return narrates(line.text) or (line.text.endswith(".") and line.words >= _MIN_SENTENCE_WORDS)
