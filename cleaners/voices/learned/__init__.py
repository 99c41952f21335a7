"""The learned judge: how likely each block is body, a cut for the page, and the reason in plain words."""

from __future__ import annotations

import numpy as np

from ...page import Decisions, Page, Verdict, Verdicts, Voice
from .cut import best_cut
from .explain import Explainer
from .model import Model, Prediction, shipped

__all__ = ["VOICE", "Model", "judged_by", "shipped"]

_SURE = 0.99  # how far a voice ahead is believed


def judged_by(page: Page, decided: Decisions, model: Model) -> Verdicts:
    """The model's verdicts on every block that no voice ahead has decided."""
    if not page.blocks:
        return {}
    prediction = model.predict(page)
    kept, words = _probabilities(prediction, decided)
    chosen, _ = best_cut(kept, words)
    open_blocks = [block for block in page.blocks if block.index not in decided]
    if not open_blocks:
        return {}
    explainer = Explainer(page, prediction, open_blocks)
    verdicts = {}
    for block in open_blocks:
        keep, p = bool(chosen[block.index]), float(kept[block.index])
        confidence = round(p if keep else 1 - p, 4)
        verdicts[block.index] = Verdict(keep, explainer.reason(block, keep), f"p(keep) {p:.2f}", confidence)
    return verdicts


def _probabilities(prediction: Prediction, decided: Decisions) -> tuple[np.ndarray, np.ndarray]:
    """Each block's probability of being body and its words, with what is decided taken as nearly certain."""
    kept = prediction.kept.copy()
    words = np.array([len(found) for found in prediction.measured.lines.tokens], np.float64)
    for index, decision in decided.items():
        kept[index] = _SURE if decision.kept else 1 - _SURE
        if decision.role == "title":
            words[index] = 0  # the title is not part of the body's text
    return kept, words


def speak(page: Page, decided: Decisions) -> Verdicts:
    return judged_by(page, decided, shipped(page.origin))


VOICE = Voice("learned", speak)
