"""Cross-validation by domain with the complete cleaner, and how certain its figures are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from cleaners.decide import confidence_of, decide
from cleaners.labeler import Labeler
from cleaners.labelers import ordered_labelers
from cleaners.labelers.model import Model, labels_from_model
from cleaners.reading import Reading
from cleaners.render import to_text

from .corpus import BUCKETS, Corpus, Sample
from .data import LabelledPage
from .fit import Settings, fit, write_model
from .keep_rates import count_keep_rates
from .labels import score_text

FOLDS = 5
PLAIN = ("", "blank")  # styles: HTML, and flattened with a blank line between blocks


@dataclass(frozen=True)
class Score:
    """The result of one page with the model that was not trained on it."""

    name: str
    folder: str
    kind: str
    style: str
    f1: float
    confidence: float


def score(sample: Sample, labelers: Sequence[Labeler]) -> Score:
    """Clean one page with some labelers and compare its text with the truth."""
    decisions = decide(Reading(sample.page), labelers)
    labelled = sample.labelled
    f1 = score_text(to_text(sample.page, decisions), labelled)
    return Score(labelled.name, labelled.folder, labelled.kind, sample.style, round(f1, 5), confidence_of(decisions))


def score_empty(labelled: LabelledPage, style: str) -> Score:
    """The score of a page without text: 1 if its truth is empty too."""
    f1 = score_text("", labelled)
    return Score(labelled.name, labelled.folder, labelled.kind, style, f1, confidence_of([]))


def fold_of(sample: Sample) -> int:
    """The fold in which a sample is held out."""
    return sample.bucket % FOLDS


def cross_validate(corpus: Corpus, settings: Settings, folder: Path, report: Callable[[str], None]) -> list[Score]:
    """Train on four fifths of the domains and score the fifth, five times.

    The five models are written to ``folder`` as FOLD.npz, for measurements without a new
    training (`score_again`, `training.rules`). ``report`` gets a line after each fold.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keep_rates = count_keep_rates(corpus)
    for fold in range(FOLDS):
        others = [bucket for bucket in range(BUCKETS) if bucket % FOLDS != fold]
        write_model(fit(corpus, keep_rates, others, settings), folder / f"{fold}.npz")
        report(f"fold {fold + 1} of {FOLDS} trained")
    return score_again(corpus, folder, report)


def models_exist(folder: Path) -> bool:
    """Whether ``folder`` holds the models of all folds."""
    return all((folder / f"{fold}.npz").is_file() for fold in range(FOLDS))


def fold_labeler(folder: Path, fold: int) -> Labeler:
    """The model of one fold as a labeler. Raises FileNotFoundError when `cross_validate` has not written it."""
    with np.load(folder / f"{fold}.npz") as arrays:
        model = Model.from_arrays(dict(arrays))
    return Labeler("model", partial(labels_from_model, model=model))


def score_again(corpus: Corpus, folder: Path, report: Callable[[str], None]) -> list[Score]:
    """Score every sample with the model in ``folder`` that did not train on it.

    Raises FileNotFoundError when `cross_validate` has not written the models.
    """
    scores = [score_empty(labelled, style) for labelled, style in corpus.empty]
    for fold in range(FOLDS):
        labelers = ordered_labelers(model=fold_labeler(folder, fold))
        scores += [score(sample, labelers) for sample in corpus.samples if fold_of(sample) == fold]
        report(f"fold {fold + 1} of {FOLDS}: mean F1 so far {np.mean([s.f1 for s in scores]):.4f}")
    return sorted(scores, key=lambda s: (s.folder, s.name, s.style))


def score_table(scores: Sequence[Score], before: Mapping[str, float] | None = None) -> str:
    """Mean F1 by set and kind, the share of confident pages, and the change since an earlier run, paired by page.

    ``before`` is the earlier run's F1 by page. Of flattened text, all rows but those of styles count the plain
    style only.
    """
    rows: list[tuple[str, list[Score]]] = []
    plain = [s for s in scores if s.style in PLAIN]
    for folder in sorted({s.folder for s in plain}):
        own = [s for s in plain if s.folder == folder]
        rows.append((folder, own))
        kinds = sorted({s.kind for s in own})
        rows += [(f"  {kind}", [s for s in own if s.kind == kind]) for kind in kinds if len(kinds) > 1]
    styles = sorted({s.style for s in scores} - {""})
    rows += [(f"style {style}", [s for s in scores if s.style == style]) for style in styles]
    lines = [f"{'pages':22}{'number':>8}{'F1':>9}{'change':>9}  95 % of resampled changes"]
    for name, chosen in rows:
        line = f"{name:22}{len(chosen):8}{np.mean([s.f1 for s in chosen]):9.4f}"
        lines.append(line + _change(chosen, before) if before else line)
    confident = [s.f1 for s in plain if s.confidence >= 0.9]
    lines.append(
        f"confidence >= .9: {len(confident) / len(plain):.1%} of all pages, "
        f"mean F1 {np.mean(confident) if confident else 0:.4f}"
    )
    return "\n".join(lines)


def _change(scores: Sequence[Score], before: Mapping[str, float]) -> str:
    """The mean change of the pages that both runs have, with a bootstrap over pages."""
    change = np.array([s.f1 - before[page_key(s)] for s in scores if page_key(s) in before])
    if not len(change):
        return ""
    rng = np.random.default_rng(1)
    means = rng.choice(change, (1000, len(change))).mean(1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{change.mean():+9.4f}  {low:+.4f} to {high:+.4f}"


def page_key(score: Score) -> str:
    """A key that is the same for a page in every run."""
    return f"{score.folder}/{score.name}/{score.style}"


def save_scores(scores: Sequence[Score], path: Path) -> None:
    """Write scores for later comparison."""
    path.write_text("\n".join(json.dumps(asdict(s)) for s in scores) + "\n", "utf-8")


def load_f1(path: Path) -> dict[str, float]:
    """F1 by page of an earlier run; empty without a file."""
    if not path.exists():
        return {}
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {page_key(Score(**row)): row["f1"] for row in rows}
