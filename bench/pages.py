"""Labelled pages of any folder, read one at a time, in either of the two layouts."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LAYOUTS = ("ground-truth", "truth")  # where the truths of html/ID.html.gz lie


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled page. ``kind`` is "news" where the truth does not say what kind of page it is."""

    name: str
    kind: str
    url: str | None
    body: bytes
    truth: str


@dataclass(frozen=True, slots=True)
class Files:
    """Where one labelled page lies."""

    folder: Path
    html: Path
    truth: Path

    @property
    def name(self) -> str:
        return self.truth.stem

    def read(self) -> Page:
        """The page. Raises KeyError for a truth that has the text in neither of the two places."""
        data: dict[str, Any] = json.loads(self.truth.read_text("utf-8"))
        raw = self.html.read_bytes()
        body = gzip.decompress(raw) if self.html.suffix == ".gz" else raw
        kind = data.get("_internal", {}).get("page_type", {}).get("primary") or "news"
        known = data.get("ground_truth", data)
        text = (known.get("main_content") if known is not data else known["text"]) or ""
        return Page(self.name, kind, data.get("url"), body, text)


def find_pages(folder: Path, sample: int = 0) -> list[Files]:
    """The labelled pages of a folder, or of the folders in it, in a fixed order.

    ``sample`` takes so many, always the same, spread over all. Raises
    FileNotFoundError when there are none.
    """
    folders = [folder] if _truths(folder) else sorted(path for path in folder.glob("*") if _truths(path))
    found = [files for inner in folders for files in _files(inner)]
    if not found:
        raise FileNotFoundError(
            f"no labelled pages in {folder}: it should hold html/ and ground-truth/ or truth/, or folders that do"
        )
    if 0 < sample < len(found):
        drawn = sorted(found, key=lambda files: hashlib.sha256(files.name.encode()).digest())[:sample]
        found = sorted(drawn, key=lambda files: (files.folder, files.name))
    return found


def digest_of(pages: Sequence[Files]) -> str:
    """sha256 over the names and bytes of pages and truths: which data a figure was measured on."""
    digest = hashlib.sha256()
    for files in pages:
        for path in (files.html, files.truth):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _truths(folder: Path) -> Path | None:
    inside = [folder / name for name in LAYOUTS if (folder / name).is_dir()]
    return inside[0] if inside and (folder / "html").is_dir() else None


def _files(folder: Path) -> Iterator[Files]:
    truths = _truths(folder)
    for truth in sorted(truths.glob("*.json")) if truths else ():
        for name in (f"{truth.stem}.html.gz", f"{truth.stem}.html"):
            if (folder / "html" / name).exists():
                yield Files(folder, folder / "html" / name, truth)
                break
