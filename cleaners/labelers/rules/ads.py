"""Labels of advertisements."""

from __future__ import annotations

import re

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, drop
from ...reading.narration import narrates
from ...reading.promo_features import features_of_text

_LABELS = phrases("ad_label")
_FIRST_WORDS = first_words("ad_label")
_LABELLED = pattern(lambda: rf"^(?:{any_of('ad_label')})\s?[:：|–—-]\s?", re.I)
_MAX_WORDS = 60


def label(reading: Reading, decided: Decisions) -> Labels:
    labels = (
        line
        for line in reading.lines.matching(_LABELS)
        if line.kind not in (Kind.CELL, Kind.ITEM) and not (line.before_prose and _is_terse(line.normalised))
    )
    labelled = (line for line in reading.lines.starting_with(_FIRST_WORDS, _MAX_WORDS) if _is_labelled_promo(line))
    return {**drop(labels, "label of an advertisement"), **drop(labelled, "an advertisement with its label")}


def _is_labelled_promo(line: Line) -> bool:
    """Whether a line is a label, a colon and the advertisement itself: its words are those of a promotion."""
    match = _LABELLED.match(line.text)
    if not match or line.kind in (Kind.CELL, Kind.HEADING, Kind.CODE) or narrates(line.text):
        return False
    features = features_of_text(line.text[match.end() :])
    return features.asks or features.address or features.price or features.offer


def _is_terse(text: str) -> bool:
    """Whether a label is as short as "Ad" or "PR": before prose it may be something else."""
    return text.isascii() and len(text) <= 3
