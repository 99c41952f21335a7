"""The model: how likely each block is body, a threshold for the page, and the reason in plain words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...labeler import Labeler
from ...page import Decisions, Label, Labels
from ...reading import Reading
from .explain import DelayedReason, Explainer
from .headings import HEADING_REASON, spare_headings
from .pooling import raise_beside_text
from .prediction import Model, load_model
from .repeats import repeated_blocks
from .text_features import run_numbers
from .threshold import MIN_FLOOR, MIN_FLOOR_ON_TEXT, choose_blocks, shrink_toward_half

__all__ = ["LABELER", "Model", "labels_from_model", "load_model"]

_MAX_SPARED_LINES, _MIN_SPARED_PROBABILITY = 1, 0.35
_CERTAIN = 0.99  # probability of a block that an earlier labeler kept
_RAISED_REASON = "judged with the text beside it"


def labels_from_model(reading: Reading, decided: Decisions, model: Model) -> Labels:
    """The model's labels for every block that no earlier labeler has decided."""
    page = reading.page
    open_blocks = [block for block in page.blocks if block.index not in decided]
    if not open_blocks:
        return {}
    prediction = model.predict(reading)
    words = prediction.measured.block_features.weights.copy()
    probability = prediction.body_probability.copy()
    raised = raise_beside_text(page, probability, words, decided)
    words[[index for index, decision in decided.items() if decision.role == "title"]] = 0  # not part of the body
    _, expected_f1 = choose_blocks(_with_decided(probability, decided), words)
    probability = _with_decided(shrink_toward_half(probability, expected_f1), decided)
    kept, _ = choose_blocks(probability, words, MIN_FLOOR_ON_TEXT if page.origin == "text" else MIN_FLOOR)
    if page.origin == "text":
        dropped = np.array([block.index in decided and not decided[block.index].kept for block in page.blocks])
        _spare_lines_in_body(kept, probability, dropped)
    spared = spare_headings(page, kept, probability, decided, reading.is_forum)
    repeated = repeated_blocks(reading, kept, words)
    kept[list(repeated)], probability[list(repeated)] = False, 1 - _CERTAIN
    reasons: dict[int, str] = {
        index: _RAISED_REASON for index in raised if kept[index] and prediction.body_probability[index] < 0.5
    }
    reasons |= dict.fromkeys(spared, HEADING_REASON) | repeated
    explainer = Explainer(page, prediction)
    labels = {}
    keep_list, p_list = kept.tolist(), probability.tolist()
    for block in open_blocks:
        keep, p = keep_list[block.index], p_list[block.index]
        reason = reasons.get(block.index) or DelayedReason(explainer, block, keep)
        labels[block.index] = Label(keep, reason, f"p(keep) {p:.2f}", round(p if keep else 1 - p, 4))
    return labels


def _spare_lines_in_body(kept: NDArray[np.bool_], probability: NDArray[np.float64], dropped: NDArray[np.bool_]) -> None:
    """Keep a single line between kept lines of flattened text unless its probability is very low.

    In the middle of the body weak evidence is not enough: a heading over a promo looks
    like cruft and has no markup to show otherwise. Lines that earlier labelers ``dropped``
    are skipped over. Longer runs are not spared: menus and related links look like them.
    """
    left = np.flatnonzero(~dropped)
    run = run_numbers(kept[left])
    size = np.bincount(run, minlength=1)[run] if len(left) else run
    inside = (run > (0 if len(left) and not kept[left[0]] else -1)) & (run < run[-1] if len(left) else run < 0)
    spared = ~kept[left] & inside & (size <= _MAX_SPARED_LINES) & (probability[left] >= _MIN_SPARED_PROBABILITY)
    kept[left[spared]] = True


def _with_decided(probability: NDArray[np.float64], decided: Decisions) -> NDArray[np.float64]:
    """The probabilities, nearly certain where an earlier labeler has decided."""
    combined = probability.copy()
    for index, decision in decided.items():
        combined[index] = _CERTAIN if decision.kept else 1 - _CERTAIN
    return combined


def label(reading: Reading, decided: Decisions) -> Labels:
    return labels_from_model(reading, decided, load_model(reading.page.origin))


LABELER = Labeler("model", label)
