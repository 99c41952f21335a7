"""Title, author and date against the labelled pages, beside trafilatura's.

    python -m bench.metadata [FOLDER ...]        # folders with html/ and ground-truth/ or truth/

Prints, for each folder, how often title, author and date are right where the truth has one,
how often they stay empty where it has none, and the CPU time a page.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
FIELDS = ("title", "author", "date")
_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Truth:
    """What a labelled page is known to say of itself; empty where the truth has nothing."""

    id: str
    url: str
    body: bytes
    title: str
    author: str
    date: str


def truths(folder: Path) -> Iterator[Truth]:
    """The labelled pages of a folder, in order."""
    wcxb = (folder / "ground-truth").is_dir()
    for path in sorted((folder / ("ground-truth" if wcxb else "truth")).glob("*.json")):
        data = json.loads(path.read_text())
        known = data["ground_truth"] if wcxb else data
        author = (known.get("author") if wcxb else ", ".join(known["authors"] or [])) or ""
        date = (known.get("publish_date") if wcxb else known["date"]) or ""
        body = gzip.decompress((folder / "html" / f"{path.stem}.html.gz").read_bytes())
        yield Truth(path.stem, data.get("url") or "", body, known.get("title") or "", author, date[:10])


def right(field: str, said: str, truth: str) -> float:
    """How right an answer is, 0 to 1: the day of a date, the words of a title, the names of authors."""
    if field == "date":
        return float(said[:10] == truth)
    if field == "title":
        return float(_words(said) == _words(truth))
    found, wanted = _names(said), _names(truth)
    both = len(found & wanted)
    return 2 * both / (len(found) + len(wanted)) if both else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _names(text: str) -> set[str]:
    return {" ".join(_words(name)) for name in _NAMES.split(text) if _words(name)}


def ours(truth: Truth) -> dict[str, str]:
    from cleaners import clean

    page = clean(truth.body, truth.url)
    return {"title": page.title, "author": page.author, "date": page.date.value if page.date else ""}


def trafilatura(truth: Truth) -> dict[str, str]:
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import load_html

    tree = load_html(truth.body)
    found: Any = extract_metadata(tree, default_url=truth.url) if tree is not None else None
    return {field: (getattr(found, field, None) or "") for field in FIELDS}


def measure(folder: Path, answer: Callable[[Truth], dict[str, str]], show: str = "") -> dict[str, float]:
    """Scores of one system on one folder; ``show`` names a field whose errors are printed."""
    score = dict.fromkeys([*FIELDS, *(f"no {field}" for field in FIELDS)], 0.0)
    count = dict.fromkeys(score, 0)
    cpu = 0.0
    for truth in truths(folder):
        start = time.process_time()
        said = answer(truth)
        cpu += time.process_time() - start
        for field in FIELDS:
            wanted = getattr(truth, field)
            key = field if wanted else f"no {field}"
            points = right(field, said[field], wanted) if wanted else float(not said[field])
            score[key] += points
            count[key] += 1
            if show == field and points < 1:
                print(f"{truth.id}\t{said[field]!r}\t{wanted!r}\t{truth.url}")
    means = {key: score[key] / count[key] for key in score if count[key]}
    return means | {"CPU ms": 1000 * cpu / max(1, count["title"] + count["no title"])}


def main(arguments: list[str]) -> None:
    folders = [Path(name) for name in arguments if not name.startswith("--")] or [
        SHARED / "wcxb-dev",
        SHARED / "fundus-news",
    ]
    show = next((name.removeprefix("--errors=") for name in arguments if name.startswith("--errors=")), "")
    systems = {"winnow": ours} if show else {"winnow": ours, "trafilatura": trafilatura}
    for folder in folders:
        for name, answer in systems.items():
            row = measure(folder, answer, show)
            print(f"{folder.name:12} {name:12}", *(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
