"""Train the model: `make train`, or `python -m training.train --help`."""

from __future__ import annotations

import argparse
import sys

from .corpus import Corpus, html_corpus, text_corpus, training_buckets
from .data import REPOSITORY, training_pages
from .evaluate import cross_validate, load_f1, models_exist, save_scores, score_again, score_table
from .fit import Settings, fit, write_model
from .hand_labels import hand_labelled_pages
from .keep_rates import count_keep_rates

MODELS = REPOSITORY / "cleaners" / "labelers" / "model"
SCORES = REPOSITORY / "build" / "training"
SETTINGS = {"html": Settings(), "text": Settings(trees=(600, 500))}
CORPORA = {"html": html_corpus, "text": text_corpus}


def validate(track: str, corpus: Corpus, again: bool) -> None:
    """Cross-validate one track and print its table with the changes since the last run; ``again``: without training."""
    SCORES.mkdir(parents=True, exist_ok=True)
    previous, models = SCORES / f"{track}.jsonl", SCORES / track
    scores = score_again(corpus, models, _report) if again else cross_validate(corpus, SETTINGS[track], models, _report)
    print(f"{track}, cross-validated by domain\n{score_table(scores, load_f1(previous))}", flush=True)
    save_scores(scores, previous)


def _report(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> int:
    """The command. Exit code 2 when the labelled pages, or the models for ``--again``, are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--track", choices=sorted(CORPORA), action="append", help="train only this track")
    parser.add_argument("--no-validation", action="store_true", help="only write the model files")
    parser.add_argument("--no-model", action="store_true", help="only cross-validate")
    parser.add_argument("--again", action="store_true", help="only score, with the models of the last validation")
    options = parser.parse_args()
    tracks = options.track or ("html", "text")
    missing = [track for track in tracks if not models_exist(SCORES / track)] if options.again else []
    if missing:
        named = " and ".join(f"{SCORES / track}" for track in missing)
        print(f"train: no models of an earlier cross-validation in {named}; run without --again first", file=sys.stderr)
        return 2
    try:
        pages = [*training_pages(), *hand_labelled_pages()]
    except FileNotFoundError as error:
        print(f"train: {error}", file=sys.stderr)
        return 2
    for track in tracks:
        corpus = CORPORA[track](pages)
        if not options.no_validation:
            validate(track, corpus, options.again)
        if not (options.no_model or options.again):
            arrays = fit(corpus, count_keep_rates(corpus), training_buckets(), SETTINGS[track])
            size = write_model(arrays, MODELS / f"{track}.npz")
            print(f"{track}.npz: {size / 1e6:.2f} MB, {len(arrays['names'])} features", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
