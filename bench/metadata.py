"""How often title, author and date of labelled pages are correct, compared with trafilatura.

    python -m bench.metadata [FOLDER ...]        # folders with html/ and ground-truth/ or truth/

Prints, for each folder, how often each field is correct if the truth has a value, how often
it is empty if the truth has none, and the CPU time per page.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cleaners import clean
from training.data import TRAINING_FOLDERS, LabelledPage, data_folder, find_pages

FIELDS = ("title", "author", "date")
_NAME_SEPARATORS = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")
_WORD = re.compile(r"\w+")
Extract = Callable[[LabelledPage], dict[str, str]]


def correctness(field: str, value: str, truth: str) -> float:
    """How correct a value is, 0 to 1: the day of a date, the words of a title, the names of authors."""
    if field == "date":
        return float(value[:10] == truth)
    if field == "title":
        return float(_words(value) == _words(truth))
    names, true_names = _names(value), _names(truth)
    common = len(names & true_names)
    return 2 * common / (len(names) + len(true_names)) if common else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _names(text: str) -> set[str]:
    return {" ".join(_words(name)) for name in _NAME_SEPARATORS.split(text) if _words(name)}


def ours(labelled: LabelledPage) -> dict[str, str]:
    """The metadata by winnow."""
    page = clean(labelled.body, labelled.url)
    return {"title": page.title, "author": page.author, "date": page.date}


def trafilatura(labelled: LabelledPage) -> dict[str, str]:
    """The metadata by trafilatura."""
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    tree = load_html(labelled.body)
    document: Any = extract_metadata(tree, default_url=labelled.url) if tree is not None else None
    return {field: (getattr(document, field, None) or "") for field in FIELDS}


def measure(folder: Path, extract: Extract, errors_of: str = "") -> dict[str, float]:
    """Scores of one system on one folder; prints the errors in the field ``errors_of``."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    cpu = 0.0
    pages = find_pages(folder)
    for labelled in (files.read() for files in pages):
        started = time.process_time()
        values = extract(labelled)
        cpu += time.process_time() - started
        for field in FIELDS:
            truth: str = getattr(labelled, field)
            score = correctness(field, values[field], truth) if truth else float(not values[field])
            scores[field if truth else f"no {field}"].append(score)
            if errors_of == field and score < 1:
                print(f"{labelled.name}\t{values[field]!r}\t{truth!r}\t{labelled.url}")
    names = (*FIELDS, *(f"no {field}" for field in FIELDS))
    means = {name: sum(scores[name]) / len(scores[name]) for name in names if scores[name]}
    return means | {"CPU ms": 1000 * cpu / len(pages)}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="bench.metadata", description="Title, author and date, compared with trafilatura."
    )
    parser.add_argument("folders", type=Path, nargs="*", default=[data_folder() / name for name in TRAINING_FOLDERS])
    parser.add_argument("--errors", choices=FIELDS, default="", help="print winnow's errors in this field instead")
    options = parser.parse_args()
    systems: dict[str, Extract] = {"winnow": ours} if options.errors else {"winnow": ours, "trafilatura": trafilatura}
    for folder in options.folders:
        for name, extract in systems.items():
            row = measure(folder, extract, options.errors)
            print(f"{folder.name:12} {name:12}", *(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
