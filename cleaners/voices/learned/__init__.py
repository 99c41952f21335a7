"""The learned judge: how likely each block is body, a cut for the page, and the reason in plain words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Decisions, Kind, Page, Verdict, Verdicts, Voice
from .cut import best_cut, drawn_in
from .explain import Explainer
from .lines import run_numbers
from .model import Model, shipped

__all__ = ["VOICE", "Model", "judged_by", "shipped"]

_WORDS_OF_CELL = 15  # mean words of a cell: a table with more is there for layout
_INTERIOR_RUN, _INTERIOR_FLOOR = 1, 0.35
_SURE = 0.99  # how far a voice ahead is believed


def judged_by(page: Page, decided: Decisions, model: Model) -> Verdicts:
    """The model's verdicts on every block that no voice ahead has decided."""
    if not page.blocks:
        return {}
    prediction = model.predict(page)
    words = prediction.measured.lines.counted
    kept = prediction.kept.copy()
    _pool_tables(page, kept, words)
    words[[index for index, decision in decided.items() if decision.role == "title"]] = 0  # not of the body's text
    _, expected = best_cut(_with_decided(kept, decided), words)
    kept = _with_decided(drawn_in(kept, expected), decided)
    chosen, _ = best_cut(kept, words)
    if page.origin == "text":
        gone = np.array([block.index in decided and not decided[block.index].kept for block in page.blocks])
        _spare_interior(chosen, kept, gone)
    open_blocks = [block for block in page.blocks if block.index not in decided]
    if not open_blocks:
        return {}
    explainer = Explainer(page, prediction)
    verdicts = {}
    for block in open_blocks:
        keep, p = bool(chosen[block.index]), float(kept[block.index])
        confidence = round(p if keep else 1 - p, 4)
        verdicts[block.index] = Verdict(keep, explainer.told(block, keep), f"p(keep) {p:.2f}", confidence)
    return verdicts


def _spare_interior(chosen: NDArray[np.bool_], kept: NDArray[np.float64], gone: NDArray[np.bool_]) -> None:
    """Keep a line or two between kept lines of flattened text unless much speaks against them.

    In the middle of the body a weak sign is not enough: a heading over a promo looks
    like cruft and has no markup to vouch for it. ``gone`` is what voices ahead
    dropped: seen without it, the line stands between paragraphs. Longer runs are
    what menus and related links look like; they are not spared.
    """
    left = np.flatnonzero(~gone)
    run = run_numbers(chosen[left])
    size = np.bincount(run, minlength=1)[run] if len(left) else run
    inside = (run > (0 if len(left) and not chosen[left[0]] else -1)) & (run < run[-1] if len(left) else run < 0)
    spared = ~chosen[left] & inside & (size <= _INTERIOR_RUN) & (kept[left] >= _INTERIOR_FLOOR)
    chosen[left[spared]] = True


def _pool_tables(page: Page, kept: NDArray[np.float64], words: NDArray[np.float64]) -> None:
    """Judge the cells of a table with headers together: a header may not go where its column stays."""
    tables: dict[int, list[int]] = {}
    for block in page.blocks:
        if block.kind is Kind.CELL:
            around = _table_around(page, block)
            if around >= 0:
                tables.setdefault(around, []).append(block.index)
    for cells in tables.values():
        weight = words[cells] + 1
        headed = any(page.elements[page.blocks[cell].element].tag == "th" for cell in cells)
        if headed and len(cells) > 3 and weight.mean() < _WORDS_OF_CELL:
            kept[cells] = np.average(kept[cells], weights=weight)


def _table_around(page: Page, block: Block) -> int:
    index = block.element
    while index >= 0 and page.elements[index].tag != "table":
        index = page.elements[index].parent
    return index


def _with_decided(kept: NDArray[np.float64], decided: Decisions) -> NDArray[np.float64]:
    """The probabilities, with what voices ahead decided taken as nearly certain."""
    known = kept.copy()
    for index, decision in decided.items():
        known[index] = _SURE if decision.kept else 1 - _SURE
    return known


def speak(page: Page, decided: Decisions) -> Verdicts:
    return judged_by(page, decided, shipped(page.origin))


VOICE = Voice("learned", speak)
