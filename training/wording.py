"""Train the wording model on the lines of `training/lines` and on true lines of the labelled pages; measure it.

    python -m training.wording               # train on all writers' lines and write the model file
    python -m training.wording --measure     # the judge's lines; then each writer, each language left out

A line of a file `training/lines/WRITER.tsv`: category, language, what it looks like ("-" for cruft), text;
docs/wording.md says how they are written. `judge.tsv` is never trained on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from cleaners.wording import BODY, CATEGORIES, load_wording_model
from cleaners.wording.features import BITS, features_of
from cleaners.wording.model import RARITY_STEP, WordingModel

from .data import REPOSITORY
from .fit import write_model
from .true_lines import mistaken_lines

LINES = REPOSITORY / "training" / "lines"
MODEL = REPOSITORY / "cleaners" / "wording" / "wording.npz"
JUDGE = "judge"
_L2, _STEPS = 0.03, 60
_MIN_RARITY = 0.25
_NAMES = [category.name for category in CATEGORIES]


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line written for training: ``looks_like`` names the category that a line of the body resembles."""

    writer: str
    category: int
    language: str
    looks_like: str
    text: str


def read_lines(folder: Path = LINES) -> list[LabelledLine]:
    """The lines of all writers. Raises ValueError for a line that is not in four columns or of no known category."""
    lines = []
    for path in sorted(folder.glob("*.tsv")):
        for number, row in enumerate(path.read_text("utf-8").splitlines(), 1):
            columns = row.split("\t")
            if len(columns) != 4 or columns[0] not in _NAMES or not columns[3].strip():
                raise ValueError(f"{path.name}, line {number}: not category, language, looks-like and text: {row!r}")
            category, language, looks_like, text = columns
            lines.append(LabelledLine(path.stem, _NAMES.index(category), language, looks_like, text))
    return lines


def train_with_pages(lines: Sequence[LabelledLine]) -> dict[str, NDArray[Any]]:
    """As `train`, then once more with the true lines of labelled pages that the first model takes for cruft."""
    mistaken = mistaken_lines(WordingModel.from_arrays(train(lines)))
    return train([*lines, *(LabelledLine("pages", BODY, "", "-", text) for text in mistaken)])


def train(lines: Sequence[LabelledLine]) -> dict[str, NDArray[Any]]:
    """The arrays of a model file: multinomial logistic regression with weights kept small by their squares."""
    ids, start = features_of([line.text for line in lines])
    bounds = np.append(start, len(ids))
    row = np.repeat(np.arange(len(lines)), np.diff(bounds))
    ones = np.ones(len(ids), np.float32)
    counts = sparse.csr_matrix((ones, ids.astype(np.int64), bounds), (len(lines), 1 << BITS))
    counts.sum_duplicates()
    lines_with = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.maximum(np.log(len(lines) / (1 + lines_with)), _MIN_RARITY)
    stored = np.round(rarity / RARITY_STEP).astype(np.uint8)
    rarity = stored * RARITY_STEP
    length = np.sqrt(np.bincount(row, rarity[ids] ** 2))
    table = (sparse.diags(1 / length) @ counts @ sparse.diags(rarity)).tocsr().astype(np.float32)
    weights, bias = _fit(table, np.array([line.category for line in lines]))
    weights *= rarity[:, None]
    scale = np.abs(weights).max(axis=0) / 127
    quantised = np.round(weights / scale).astype(np.int8)
    return {"weights": quantised, "scale": scale.astype(np.float32), "rarity": stored, "bias": bias.astype(np.float32)}


def _fit(table: sparse.csr_matrix, category: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (features x categories) and bias (categories) that make the lines' own categories most likely."""
    used = np.flatnonzero(np.diff(table.tocsc().indptr))
    columns, classes = table[:, used].tocsr(), len(CATEGORIES)
    rows = columns.T.tocsr()
    truth = np.eye(classes, dtype=np.float32)[category]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = flat[:-classes].reshape(len(used), classes).astype(np.float32), flat[-classes:]
        odds = columns @ weights + bias
        odds -= odds.max(axis=1, keepdims=True)
        total = np.log(np.exp(odds).sum(axis=1, keepdims=True))
        error = np.exp(odds - total) - truth
        value = float((truth * (total - odds)).sum() + 0.5 * _L2 * (flat[:-classes] ** 2).sum())
        slope = rows @ error.astype(np.float32) + _L2 * weights
        return value, np.concatenate((slope.ravel(), error.sum(axis=0))).astype(np.float64)

    start = np.zeros((len(used) + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "maxcor": 6}).x
    weights = np.zeros((1 << BITS, classes))
    weights[used] = found[:-classes].reshape(len(used), classes)
    return weights, found[-classes:]


def measure(model: WordingModel, held_out: Sequence[LabelledLine]) -> str:
    """One line of figures: cruft told from body, on lines that the model was not trained on."""
    probability = model.probabilities([line.text for line in held_out])
    cruft, is_cruft = 1 - probability[:, BODY], np.array([line.category != BODY for line in held_out])
    order = np.argsort(-cruft, kind="stable")
    found, lost = np.cumsum(is_cruft[order]), np.cumsum(~is_cruft[order])
    best = int(np.argmax(2 * found / (np.arange(1, len(order) + 1) + is_cruft.sum())))
    named = probability[:, 1:].argmax(axis=1) + 1 == np.array([line.category for line in held_out])
    f1 = 2 * found[best] / (best + 1 + is_cruft.sum())
    few = found[lost <= 0.01 * (~is_cruft).sum()].max(initial=0) / max(is_cruft.sum(), 1)
    return (
        f"{len(held_out):6} lines  F1 of cruft {f1:.3f}, true lines lost {lost[best] / max((~is_cruft).sum(), 1):.1%}; "
        f"with 1 % lost {few:.1%} of the cruft found; category right {named[is_cruft].mean():.1%}"
    )


def report(lines: Sequence[LabelledLine]) -> None:
    """Print the figures of the shipped model on the judge's lines, then those for each writer and language left out."""
    own = [line for line in lines if line.writer != JUDGE]
    print("judge     ", measure(load_wording_model(), [line for line in lines if line.writer == JUDGE]), flush=True)
    for writer in sorted({line.writer for line in own}):
        others = [line for line in own if line.writer != writer]
        languages = {line.language for line in others}
        held_out = [line for line in own if line.writer == writer and line.language in languages]
        print(f"{writer:10}", measure(WordingModel.from_arrays(train(others)), held_out), flush=True)
    for language in sorted({line.language for line in own}):
        others = [line for line in own if line.language != language]
        held_out = [line for line in own if line.language == language]
        print(f"{language:10}", measure(WordingModel.from_arrays(train(others)), held_out), flush=True)


def main() -> int:
    """The command. Exit code 2 for lines that cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="only measure, with models that are not kept")
    options = parser.parse_args()
    try:
        lines = read_lines()
    except ValueError as error:
        print(f"wording: {error}", file=sys.stderr)
        return 2
    if options.measure:
        report(lines)
    else:
        arrays = train_with_pages([line for line in lines if line.writer != JUDGE])
        size = write_model(arrays, MODEL)
        print(f"{MODEL.name}: {size / 1e6:.2f} MB from {len(lines)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
