"""What each rule adds to the model: F1 without the rule, with the models of the last cross-validation."""

from __future__ import annotations

import argparse
import sys

import numpy as np

from cleaners.labeler import Labeler
from cleaners.labelers import ordered_labelers

from .corpus import Corpus, html_corpus, text_corpus
from .data import training_pages
from .evaluate import FOLDS, fold_labeler, fold_of, score
from .train import SCORES


def scores_without(corpus: Corpus, models: list[Labeler], left_out: set[str]) -> dict[str, list[float]]:
    """F1 of every page, by kind of page, without some labelers. ``models`` holds the model of each fold."""
    scores: dict[str, list[float]] = {}
    for sample in corpus.samples:
        labelers = [
            labeler for labeler in ordered_labelers(model=models[fold_of(sample)]) if labeler.name not in left_out
        ]
        scores.setdefault(sample.labelled.kind, []).append(score(sample, labelers).f1)
    return scores


def main() -> int:
    """Print a row for each rule: the change in mean F1 without it, for all pages and by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--track", choices=("html", "text"), default="html")
    options = parser.parse_args()
    corpus = (html_corpus if options.track == "html" else text_corpus)(training_pages())
    models = [fold_labeler(SCORES / options.track, fold) for fold in range(FOLDS)]
    names = [
        labeler.name for labeler in ordered_labelers() if labeler.name not in ("model", "rules.title", "rules.hidden")
    ]
    base = scores_without(corpus, models, set())
    print("left out".ljust(24), "all".rjust(8), *(kind[:8].rjust(8) for kind in base), flush=True)
    for left_out in [set(names), *({name} for name in names)]:
        scores = scores_without(corpus, models, left_out)
        change = [np.mean(scores[kind]) - np.mean(base[kind]) for kind in base]
        every = np.mean(np.concatenate(list(scores.values()))) - np.mean(np.concatenate(list(base.values())))
        label = next(iter(left_out)) if len(left_out) == 1 else "all of these"
        print(label.ljust(24), *(f"{value:+8.4f}" for value in [every, *change]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
