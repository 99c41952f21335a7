"""Lines in the body that are cruft by what they say, where the wording model is sure of it.

It comes before the block model, which looks at where a line stands and takes these lines for text because there
is text on both sides. A line in the body is dropped only if it has words enough to say something by itself, is no
heading, cell, code or quotation, and the page is not about such things itself.
"""

from __future__ import annotations

import numpy as np

from ..labeler import Labeler
from ..page import Decisions, Kind, Label, Labels
from ..reading import Reading
from ..reading.lines import Line
from ..reading.narration import is_quoted
from ..wording import BODY, CATEGORIES

_KINDS = frozenset((Kind.LINE, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE))
_SURE = 0.8  # probability of cruft
_NAMED = 0.6  # of which this category alone
_MIN_WORDS = 4
_MAX_SUBJECT_SHARE = 0.15  # of the body's words: where more of it reads so, the page is about it


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    if not lines.is_article or reading.is_forum or reading.shows_code:
        return {}
    body = [line for line in lines.between(lines.start, lines.end) if line.kind in _KINDS and not is_quoted(line.text)]
    if not body:
        return {}
    probability = reading.wording[[line.block.index for line in body]]
    words = np.array([line.words for line in body])
    category = probability[:, BODY + 1 :].argmax(axis=1) + BODY + 1
    sure = (1 - probability[:, BODY] >= _SURE) & (probability.max(axis=1) >= _NAMED) & (words >= _MIN_WORDS)
    labels: dict[int, Label] = {}
    for number in np.unique(category[sure]).tolist():
        found = np.flatnonzero(sure & (category == number))
        if words[found].sum() <= _MAX_SUBJECT_SHARE * words.sum():
            labels.update(_drop([body[i] for i in found.tolist()], number, probability[found, BODY]))
    return {index: label for index, label in labels.items() if index not in decided}


def _drop(lines: list[Line], category: int, body_probability: np.ndarray) -> Labels:
    reason = CATEGORIES[category].reason
    return {
        line.block.index: Label(
            False, reason, f'"{line.text[:100]}", p(cruft) by its words {1 - p:.2f}', round(1 - p, 4)
        )
        for line, p in zip(lines, body_probability.tolist(), strict=True)
    }


LABELER = Labeler("wording", label)
