"""The labelled pages: read from a folder that is not part of the project."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parents[1]

# Second-level suffixes under which the registered name is the third label from the right.
_SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gov", "go", "gob", "net", "ne", "or", "org"])


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled page. ``group`` is what cross-validation never splits: domain or publisher."""

    name: str
    source: str  # "wcxb" or "fundus"
    kind: str
    url: str
    group: str
    body: bytes
    truth: str


def data_folder() -> Path:
    """The folder of labelled pages: $WINNOW_DATA, else shared/bench beside the checkout."""
    return Path(os.environ.get("WINNOW_DATA") or REPOSITORY.parent / "shared" / "bench")


def domain(url: str) -> str:
    """The registered name of a URL's host: the group that a fold keeps together."""
    labels = (urlsplit(url).hostname or "").split(".")
    deep = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if deep else labels[-2:])


def read_wcxb(folder: Path) -> Iterator[Labelled]:
    for path in sorted((folder / "html").glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        truth = json.loads((folder / "ground-truth" / f"{name}.json").read_text("utf-8"))
        kind = truth["_internal"]["page_type"]["primary"]
        text = truth["ground_truth"].get("main_content") or ""
        url = truth.get("url") or ""
        body = gzip.decompress(path.read_bytes())
        yield Labelled(name, "wcxb", kind, url, domain(url), body, text)


def read_fundus(folder: Path) -> Iterator[Labelled]:
    for path in sorted((folder / "html").glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        truth = json.loads((folder / "truth" / f"{name}.json").read_text("utf-8"))
        body = gzip.decompress(path.read_bytes())
        yield Labelled(name, "fundus", "news", truth["url"], domain(truth["url"]), body, truth["text"])


def read_all(folder: Path | None = None) -> list[Labelled]:
    """Every labelled page, in a fixed order. Raises FileNotFoundError when there are none."""
    folder = folder or data_folder()
    pages = [*read_wcxb(folder / "wcxb-dev"), *read_fundus(folder / "fundus-news")]
    if not pages:
        raise FileNotFoundError(f"no labelled pages under {folder}: set WINNOW_DATA to the folder that holds them")
    return pages
