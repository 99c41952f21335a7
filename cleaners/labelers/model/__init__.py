"""The learned judge: how likely each block is body, a cut for the page, and the reason in plain words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...labeler import Labeler
from ...page import Decisions, Label, Labels
from ...reading import Reading
from .explain import Explainer
from .pooling import pool_tables, raise_code
from .prediction import Model, shipped
from .repeats import repeats
from .text_features import run_numbers
from .threshold import LOWEST_FLOOR, LOWEST_ON_TEXT, best_cut, drawn_in

__all__ = ["LABELER", "Model", "judged_by", "shipped"]

_INTERIOR_RUN, _INTERIOR_FLOOR = 1, 0.35
_SURE = 0.99  # how far a labeler ahead is believed
_CODE = "code judged with the text on both sides of it"


def judged_by(reading: Reading, decided: Decisions, model: Model) -> Labels:
    """The model's labels on every block that no labeler ahead has decided."""
    page = reading.page
    if not page.blocks:
        return {}
    prediction = model.predict(reading)
    words = prediction.measured.lines.counted
    kept = prediction.kept.copy()
    pool_tables(page, kept, words)
    raised = raise_code(page, kept, decided)
    words[[index for index, decision in decided.items() if decision.role == "title"]] = 0  # not of the body's text
    _, expected = best_cut(_with_decided(kept, decided), words)
    kept = _with_decided(drawn_in(kept, expected), decided)
    chosen, _ = best_cut(kept, words, LOWEST_ON_TEXT if page.origin == "text" else LOWEST_FLOOR)
    if page.origin == "text":
        gone = np.array([block.index in decided and not decided[block.index].kept for block in page.blocks])
        _spare_interior(chosen, kept, gone)
    again = repeats(reading, chosen, words)
    chosen[list(again)], kept[list(again)] = False, 1 - _SURE
    told = {index: _CODE for index in raised if chosen[index]} | again
    open_blocks = [block for block in page.blocks if block.index not in decided]
    if not open_blocks:
        return {}
    explainer = Explainer(page, prediction)
    labels = {}
    stays, likely = chosen.tolist(), kept.tolist()
    for block in open_blocks:
        keep, p = stays[block.index], likely[block.index]
        confidence = round(p if keep else 1 - p, 4)
        reason = told.get(block.index) or explainer.told(block, keep)
        labels[block.index] = Label(keep, reason, f"p(keep) {p:.2f}", confidence)
    return labels


def _spare_interior(chosen: NDArray[np.bool_], kept: NDArray[np.float64], gone: NDArray[np.bool_]) -> None:
    """Keep a line or two between kept lines of flattened text unless much speaks against them.

    In the middle of the body a weak sign is not enough: a heading over a promo looks
    like cruft and has no markup to vouch for it. ``gone`` is what labelers ahead
    dropped: seen without it, the line stands between paragraphs. Longer runs are
    what menus and related links look like; they are not spared.
    """
    left = np.flatnonzero(~gone)
    run = run_numbers(chosen[left])
    size = np.bincount(run, minlength=1)[run] if len(left) else run
    inside = (run > (0 if len(left) and not chosen[left[0]] else -1)) & (run < run[-1] if len(left) else run < 0)
    spared = ~chosen[left] & inside & (size <= _INTERIOR_RUN) & (kept[left] >= _INTERIOR_FLOOR)
    chosen[left[spared]] = True


def _with_decided(kept: NDArray[np.float64], decided: Decisions) -> NDArray[np.float64]:
    """The probabilities, with what labelers ahead decided taken as nearly certain."""
    known = kept.copy()
    for index, decision in decided.items():
        known[index] = _SURE if decision.kept else 1 - _SURE
    return known


def label(reading: Reading, decided: Decisions) -> Labels:
    return judged_by(reading, decided, shipped(reading.page.origin))


LABELER = Labeler("model", label)
