"""Adding golden cases and their statements, and removing them again."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cleaners import CleanPage, PageRefused

from ..errors import UsageError
from ..sites import Sites
from ..store.clean import target_of
from ..store.raw import InputPage
from .cases import DECISIONS, EXPECTATIONS, EXPECTED, OLD_EXPECTATIONS, PAGE, Case, read_case
from .expectations import ANYTHING, words_of

_NAME = re.compile(r"[\w][\w.-]*")
Statement = tuple[str, str]  # its sign ("+", "-" or "=") and a passage


def case_name(page: InputPage) -> str:
    """A name for the case of a page: its host and the last step of its address, or the name of its file."""
    host, _, slug = target_of(page.url, Path(page.path).name or "page").partition("/")
    slug = slug.rpartition("-")[0]
    return f"{host}-{slug}" if page.url else slug


def add_case(root: Path, name: str, page: InputPage, statements: Sequence[Statement], sites: Path) -> Case:
    """Add a case, or statements to the case of this name; statements that it has already are not added again.

    Raises UsageError when the name is that of another page's case or cannot name a folder, when a case without new
    statements is there, when a passage is not on the page or cannot be checked, or when the page cannot be cleaned.
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
    if not is_new and not statements:
        raise UsageError(f"{folder} is there already; `winnow golden refresh {name}` accepts what comes out today")
    try:
        cleaned = case.clean()
        _add_lines(case.expectations_file, [_line(sign, text, cleaned, name) for sign, text in statements])
        if is_new:
            case.refresh()
    except (UsageError, PageRefused) as error:
        if is_new:
            _remove(folder)
        raise UsageError(str(error)) from None
    return case


def remove_statement(root: Path, name: str, statement: Statement) -> None:
    """Remove one statement, and the case with its last one. A statement or case that does not exist is no error."""
    folder = root / name
    if not (folder / PAGE).exists() or not (path := read_case(folder).expectations_file).exists():
        return
    line = f"{statement[0]} {_one_line(statement[1])}"
    remaining = [other for other in path.read_text("utf-8").splitlines() if other != line]
    if any(other[0] in "+-~=@" for other in remaining if other):
        path.write_text("\n".join(remaining) + "\n", "utf-8")
    else:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove the files of a case that winnow writes, and the folder if nothing else is in it."""
    for name in (PAGE, "page.html.gz", "page.txt.gz", EXPECTATIONS, OLD_EXPECTATIONS, EXPECTED, DECISIONS):
        (folder / name).unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _write_page(folder: Path, page: InputPage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = "page.txt.gz" if page.content_type.startswith("text/plain") else "page.html.gz"
    (folder / name).write_bytes(gzip.compress(page.body, mtime=0))
    metadata = {"url": page.url or None, "content_type": page.content_type, "fetched_at": page.fetched_at}
    metadata = {key: value for key, value in metadata.items() if value or key == "url"}
    (folder / PAGE).write_text(json.dumps(metadata, indent=2) + "\n", "utf-8")


def _line(sign: str, text: str, page: CleanPage, name: str) -> str:
    """A statement as a line of the expectations. A passage that is the title is written as one."""
    words = words_of(text)
    if not words.strip():
        raise UsageError("a passage needs at least one word")
    if sign == "+" and words == words_of(page.title):
        sign = "="
    if sign != "=" and words not in words_of(_everything(page)):
        problem = "is not on the page; copy the passage from the page itself"
        if words in words_of(page.page.text):
            problem = "cannot be checked: an article with everything in it would not have it in these words"
        raise UsageError(f"{name}: {_one_line(text)!r} {problem}")
    return f"{sign} {_one_line(text)}"


def _everything(page: CleanPage) -> str:
    """The text of a page of which every block is kept; what is not in it would be found in no article of the page."""
    return replace(page, decisions=tuple(replace(each, kept=True, role="body") for each in page.decisions)).text


def _add_lines(path: Path, lines: Sequence[str]) -> None:
    if not lines:
        return
    present = path.read_text("utf-8").splitlines() if path.exists() else [f"? {ANYTHING}"]
    path.write_text("\n".join([*present, *(line for line in lines if line not in present)]) + "\n", "utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())
