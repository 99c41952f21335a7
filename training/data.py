"""The labelled pages, for training and for measuring: read from a folder that is not part of the project.

A folder of labelled pages holds ID.html.gz (or ID.html) and ID.json side by side, or html/ID.html.gz and for each
page ground-truth/ID.json, as WCXB has it, or truth/ID.json. docs/model.md describes what the JSON holds.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parents[1]
TRAINING_FOLDERS = ("wcxb-dev", "fundus-news", "worlds")
_TRUTHS = ("ground-truth", "truth")

# Second-level suffixes under which the registered name is the third label from the right.
_SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gov", "go", "gob", "net", "ne", "or", "org"])


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and its truth; empty strings for what the truth does not hold.

    ``folder`` is the name of the folder it comes from. ``kind`` is "news" where the truth names no kind of
    page. ``text`` is the article's text, ``date`` a day in ISO form, ``author`` one or several names. ``site``
    names the site of a page without a URL.
    """

    name: str
    folder: str
    kind: str
    url: str
    body: bytes
    text: str
    title: str = ""
    author: str = ""
    date: str = ""
    site: str = ""

    @property
    def group(self) -> str:
        """The page's domain; its site or its name without a URL. Cross-validation never splits a group."""
        return domain(self.url) or self.site or self.name


@dataclass(frozen=True, slots=True)
class PageFiles:
    """The files of one labelled page."""

    folder: Path
    html: Path
    truth: Path

    def read(self) -> LabelledPage:
        """The page. Raises KeyError for a truth without a text."""
        data: dict[str, Any] = json.loads(self.truth.read_text("utf-8"))
        body = self.html.read_bytes()
        if self.html.suffix == ".gz":
            body = gzip.decompress(body)
        kind = data.get("kind") or data.get("_internal", {}).get("page_type", {}).get("primary") or "news"
        if "ground_truth" in data:
            truth = data["ground_truth"]
            text, author, date = truth.get("main_content"), truth.get("author"), truth.get("publish_date")
        else:
            truth = data
            text, author, date = truth["text"], ", ".join(truth.get("authors") or []), truth.get("date")
        return LabelledPage(
            self.truth.stem, self.folder.name, kind, data.get("url") or "", body, text or "",
            truth.get("title") or "", author or "", (date or "")[:10], data.get("group") or "",
        )  # fmt: skip


def data_folder() -> Path:
    """The folder of labelled pages: $WINNOW_DATA, else shared/bench beside the checkout."""
    return Path(os.environ.get("WINNOW_DATA") or REPOSITORY.parent / "shared" / "bench")


def domain(url: str) -> str:
    """The registered name of a URL's host."""
    labels = (urlsplit(url).hostname or "").split(".")
    deep = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if deep else labels[-2:])


def find_pages(folder: Path, sample: int = 0) -> list[PageFiles]:
    """The labelled pages of a folder, or of the folders in it, in a fixed order.

    ``sample`` limits their number; the choice is always the same. Raises FileNotFoundError when there are
    no pages.
    """
    folders = [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())]
    pages = [files for inner in folders for files in _files(inner)]
    if not pages:
        raise FileNotFoundError(
            f"no labelled pages in {folder}: it should hold pages with their truths (docs/model.md), "
            "or folders that do; WINNOW_DATA may name another folder"
        )
    if 0 < sample < len(pages):
        drawn = sorted(pages, key=lambda files: hashlib.sha256(files.truth.stem.encode()).digest())[:sample]
        pages = sorted(drawn, key=lambda files: (files.folder, files.truth.stem))
    return pages


def training_pages() -> list[LabelledPage]:
    """The pages that the shipped model is trained on, in a fixed order. Raises FileNotFoundError as `find_pages`."""
    folder = data_folder()
    return [files.read() for name in TRAINING_FOLDERS for files in find_pages(folder / name)]


def digest_of(pages: Sequence[LabelledPage]) -> str:
    """sha256 over the names, pages and truths; it identifies the data that a figure was measured on."""
    digest = hashlib.sha256()
    for page in pages:
        for part in (page.folder.encode(), page.name.encode(), page.body, page.text.encode()):
            digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[PageFiles]:
    """The labelled pages of one folder, in either layout."""
    html = folder / "html" if (folder / "html").is_dir() else folder
    truths = [folder / name for name in _TRUTHS] if html != folder else [folder]
    for truth in (path for inner in truths for path in sorted(inner.glob("*.json")) if _has_text(path)):
        for name in (f"{truth.stem}.html.gz", f"{truth.stem}.html"):
            if (html / name).exists():
                yield PageFiles(folder, html / name, truth)
                break


def _has_text(truth: Path) -> bool:
    data: dict[str, Any] = json.loads(truth.read_text("utf-8"))
    return "text" in data or "ground_truth" in data
