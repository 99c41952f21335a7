"""What each rule is worth beside the judge: F1 with it left out, on the folds' models kept by the last validation."""

from __future__ import annotations

import argparse
import sys

import numpy as np

from cleaners.labeler import Voice
from cleaners.voices import voices
from cleaners.voices.learned import Model, judged_by

from .corpus import Corpus, html_corpus, text_corpus
from .data import read_all
from .evaluate import FOLDS, fold_of, score
from .train import SCORES


def held_out_judges(track: str) -> list[Voice]:
    """The judge of every fold. Raises FileNotFoundError before the first validation."""
    judges = []
    for fold in range(FOLDS):
        with np.load(SCORES / track / f"{fold}.npz") as arrays:
            model = Model.from_arrays(dict(arrays))
        judges.append(Voice("learned", lambda reading, decided, model=model: judged_by(reading, decided, model)))
    return judges


def scores_without(corpus: Corpus, judges: list[Voice], left_out: set[str]) -> dict[str, list[float]]:
    """F1 of every page by kind, with some voices silent."""
    found: dict[str, list[float]] = {}
    for sample in corpus.samples:
        speakers = [voice for voice in voices(judge=judges[fold_of(sample)]) if voice.name not in left_out]
        found.setdefault(sample.labelled.kind, []).append(score(sample, speakers).f1)
    return found


def main() -> int:
    """Print a row a rule: the change in mean F1, all pages and by kind, when it is silent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--track", choices=("html", "text"), default="html")
    options = parser.parse_args()
    corpus = (html_corpus if options.track == "html" else text_corpus)(read_all())
    judges = held_out_judges(options.track)
    names = [voice.name for voice in voices() if voice.name not in ("learned", "rules.title", "rules.hidden")]
    base = scores_without(corpus, judges, set())
    print("left out".ljust(24), "all".rjust(8), *(kind[:8].rjust(8) for kind in base), flush=True)
    for left_out in [set(names), *({name} for name in names)]:
        found = scores_without(corpus, judges, left_out)
        change = [np.mean(found[kind]) - np.mean(base[kind]) for kind in base]
        every = np.mean(np.concatenate(list(found.values()))) - np.mean(np.concatenate(list(base.values())))
        label = next(iter(left_out)) if len(left_out) == 1 else "all of these"
        print(label.ljust(24), *(f"{value:+8.4f}" for value in [every, *change]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
