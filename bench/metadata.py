"""Title, author and date against the labelled pages, beside trafilatura's.

    python -m bench.metadata [FOLDER ...]        # folders with html/ and ground-truth/ or truth/

Prints, for each folder, how often title, author and date are right where the truth has one,
how often they stay empty where the truth has none, and the CPU time a page.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cleaners import clean
from training.data import TRAINING_FOLDERS, LabelledPage, data_folder, find_pages

FIELDS = ("title", "author", "date")
_NAME_SEPARATORS = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")
_WORD = re.compile(r"\w+")
Answer = Callable[[LabelledPage], dict[str, str]]


def correctness(field: str, found: str, truth: str) -> float:
    """How correct an answer is, 0 to 1: the day of a date, the words of a title, the names of authors."""
    if field == "date":
        return float(found[:10] == truth)
    if field == "title":
        return float(_words(found) == _words(truth))
    names, wanted = _names(found), _names(truth)
    both = len(names & wanted)
    return 2 * both / (len(names) + len(wanted)) if both else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _names(text: str) -> set[str]:
    return {" ".join(_words(name)) for name in _NAME_SEPARATORS.split(text) if _words(name)}


def ours(labelled: LabelledPage) -> dict[str, str]:
    """The metadata that winnow finds on a page."""
    page = clean(labelled.body, labelled.url)
    return {"title": page.title, "author": page.author, "date": page.date.value if page.date else ""}


def trafilatura(labelled: LabelledPage) -> dict[str, str]:
    """The metadata that trafilatura finds on a page."""
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    tree = load_html(labelled.body)
    found: Any = extract_metadata(tree, default_url=labelled.url) if tree is not None else None
    return {field: (getattr(found, field, None) or "") for field in FIELDS}


def measure(folder: Path, answer: Answer, show: str = "") -> dict[str, float]:
    """Scores of one system on one folder; ``show`` is a field whose errors are printed."""
    score = dict.fromkeys([*FIELDS, *(f"no {field}" for field in FIELDS)], 0.0)
    count = dict.fromkeys(score, 0)
    cpu = 0.0
    pages = find_pages(folder)
    for labelled in (files.read() for files in pages):
        start = time.process_time()
        found = answer(labelled)
        cpu += time.process_time() - start
        for field in FIELDS:
            wanted: str = getattr(labelled, field)
            key = field if wanted else f"no {field}"
            points = correctness(field, found[field], wanted) if wanted else float(not found[field])
            score[key] += points
            count[key] += 1
            if show == field and points < 1:
                print(f"{labelled.name}\t{found[field]!r}\t{wanted!r}\t{labelled.url}")
    means = {key: score[key] / count[key] for key in score if count[key]}
    return means | {"CPU ms": 1000 * cpu / len(pages)}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="bench.metadata", description="Title, author and date beside trafilatura's.")
    parser.add_argument("folders", type=Path, nargs="*", default=[data_folder() / name for name in TRAINING_FOLDERS])
    parser.add_argument("--errors", choices=FIELDS, default="", help="print winnow's errors in this field instead")
    options = parser.parse_args()
    systems: dict[str, Answer] = {"winnow": ours} if options.errors else {"winnow": ours, "trafilatura": trafilatura}
    for folder in options.folders:
        for name, answer in systems.items():
            row = measure(folder, answer, options.errors)
            print(f"{folder.name:12} {name:12}", *(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
