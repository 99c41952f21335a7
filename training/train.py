"""Train the learned judge: `make train`, or `python -m training.train --help`."""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .corpus import BUCKETS, Corpus, html_corpus, text_corpus
from .data import REPOSITORY, data_folder, read_all
from .evaluate import cross_validate, has_models, load, save, score_again, table
from .fit import Settings, fit
from .rates import count_rates

MODELS = REPOSITORY / "cleaners" / "voices" / "learned"
SCORES = REPOSITORY / "build" / "training"
SETTINGS = {"html": Settings(), "text": Settings(trees=(600, 500))}
CORPORA = {"html": html_corpus, "text": text_corpus}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_model(arrays: Mapping[str, NDArray[Any]], path: Path) -> int:
    """Write a model file, the same bytes for the same arrays; returns its size in bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())
    return path.stat().st_size


def validate(track: str, corpus: Corpus, again: bool) -> None:
    """Cross-validate one track and print its table beside that of the run before; ``again``: train nothing."""
    SCORES.mkdir(parents=True, exist_ok=True)
    kept, models = SCORES / f"{track}.jsonl", SCORES / track
    scores = score_again(corpus, models, _say) if again else cross_validate(corpus, SETTINGS[track], models, _say)
    print(f"{track}, cross-validated by domain\n{table(scores, load(kept))}", flush=True)
    save(scores, kept)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> int:
    """The command. Exit code 2 when the labelled pages, or the models for ``--again``, are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--track", choices=sorted(CORPORA), action="append", help="train only this track")
    parser.add_argument("--no-validation", action="store_true", help="only write the model files")
    parser.add_argument("--no-model", action="store_true", help="only cross-validate")
    parser.add_argument("--again", action="store_true", help="only score, with the models of the last time")
    options = parser.parse_args()
    tracks = options.track or ("html", "text")
    missing = [track for track in tracks if not has_models(SCORES / track)] if options.again else []
    if missing:
        named = " and ".join(f"{SCORES / track}" for track in missing)
        print(f"train: no models of an earlier cross-validation in {named}; run without --again first", file=sys.stderr)
        return 2
    try:
        pages = read_all()
    except FileNotFoundError as error:
        print(f"train: {error} (looked in {data_folder()})", file=sys.stderr)
        return 2
    for track in tracks:
        corpus = CORPORA[track](pages)
        if not options.no_validation:
            validate(track, corpus, options.again)
        if not (options.no_model or options.again):
            arrays = fit(corpus, count_rates(corpus), range(BUCKETS), SETTINGS[track])
            size = write_model(arrays, MODELS / f"{track}.npz")
            print(f"{track}.npz: {size / 1e6:.2f} MB, {len(arrays['names'])} features", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
