"""Adding golden cases and statements to them, and taking them back."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaners import CleanPage, PageRefused

from ..errors import UsageError
from ..sites import Sites
from ..store.clean import target_of
from .cases import DECISIONS, EXPECTATIONS, EXPECTED, OLD_EXPECTATIONS, PAGE, Case, read_case
from .expectations import ANYTHING, words_of

_NAME = re.compile(r"[\w][\w.-]*")
Statement = tuple[str, str]  # the mark of an expectation ("+", "-", "=") and a passage


@dataclass(frozen=True)
class GivenPage:
    """A page that is to become a case; "" where nothing is known."""

    body: bytes
    url: str = ""
    content_type: str = ""
    fetched_at: str = ""
    path: str = ""

    @property
    def case_name(self) -> str:
        """A name for its case: its host and the last step of its address, or the name of its file."""
        host, _, slug = target_of(self.url, Path(self.path).name or "page").partition("/")
        slug = slug.rpartition("-")[0]
        return f"{host}-{slug}" if self.url else slug


def add_case(root: Path, name: str, page: GivenPage, statements: Sequence[Statement], sites: Path) -> Case:
    """Add a case, or statements to the case of this name; statements that it has already are not added again.

    Raises UsageError when the name is another page's or no name for a folder, when a
    passage is nowhere on the page, or when the page cannot be cleaned.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a case: give letters, digits, dots and hyphens with --name")
    folder, site_files = root / name, Sites(sites)
    is_new = not (folder / PAGE).exists()
    if is_new:
        _write_page(folder, page)
    case = read_case(folder, site_files)
    if case.body() != page.body:
        raise UsageError(f"{folder} is the case of another page; give this one another name with --name")
    try:
        cleaned = case.clean()
        _add_lines(case.expectations_file, [_line(mark, text, cleaned, name) for mark, text in statements])
        case.refresh()
    except (UsageError, PageRefused) as problem:
        if is_new:
            _remove(folder)
        raise UsageError(str(problem)) from None
    return case


def remove_statement(root: Path, name: str, statement: Statement) -> None:
    """Take one statement back; the case is removed with its last one."""
    folder = root / name
    if not (folder / PAGE).exists() or not (path := read_case(folder).expectations_file).exists():
        return
    line = f"{statement[0]} {_one_line(statement[1])}"
    left = [other for other in path.read_text("utf-8").splitlines() if other != line]
    if any(other[0] in "+-=@" for other in left if other):
        path.write_text("\n".join(left) + "\n", "utf-8")
    else:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove the files of a case that winnow writes, and the folder if nothing else is in it."""
    for name in (PAGE, "page.html.gz", "page.txt.gz", EXPECTATIONS, OLD_EXPECTATIONS, EXPECTED, DECISIONS):
        (folder / name).unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _write_page(folder: Path, page: GivenPage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = "page.txt.gz" if page.content_type.startswith("text/plain") else "page.html.gz"
    (folder / name).write_bytes(gzip.compress(page.body, mtime=0))
    facts = {"url": page.url or None, "content_type": page.content_type, "fetched_at": page.fetched_at}
    known = {key: value for key, value in facts.items() if value or key == "url"}
    (folder / PAGE).write_text(json.dumps(known, indent=2) + "\n", "utf-8")


def _line(mark: str, text: str, page: CleanPage, name: str) -> str:
    """A statement as a line of the expectations. A passage that is the title is written as one."""
    wanted = words_of(text)
    if not wanted.strip():
        raise UsageError("a passage needs at least one word")
    if mark == "+" and wanted == words_of(page.title):
        mark = "="
    if mark != "=" and wanted not in words_of(page.page.text):
        raise UsageError(f"{name}: {_one_line(text)!r} is nowhere on the page; copy the passage from the page itself")
    return f"{mark} {_one_line(text)}"


def _add_lines(path: Path, lines: Sequence[str]) -> None:
    if not lines:
        return
    there = path.read_text("utf-8").splitlines() if path.exists() else [f"? {ANYTHING}"]
    path.write_text("\n".join([*there, *(line for line in lines if line not in there)]) + "\n", "utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())
