"""Golden cases of users: pages of theirs that went wrong once, or never must, in a folder of their own.

A case is a folder as in `cases`. With statements (what must stay, what must go) these
alone are held against the page; without any, the whole article is, as it was when the
case was added or last accepted.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners import CleanPage, PageRefused

from ..errors import UsageProblem
from ..sites import Sites
from ..store.clean import target_of
from ..truth import ANYTHING, words_of
from .cases import Case, as_document, find_cases, read_case, refresh

TRUTH, EXPECTED = "truth.txt", "expected.md"
_NAME = re.compile(r"[\w][\w.-]*")
Statement = tuple[str, str]  # a mark of the truth ("+", "-", "=") and a passage


@dataclass(frozen=True)
class GivenPage:
    """A page that is to become a case."""

    body: bytes
    url: str = ""
    content_type: str = ""
    fetched_at: str = ""
    path: str = ""

    @property
    def is_text(self) -> bool:
        return self.content_type.startswith("text/plain")


def name_for(page: GivenPage) -> str:
    """A name for the page's case: its host and the last step of its address, or its file's name."""
    place = target_of(page.url, Path(page.path).name or "page")
    host, _, slug = place.partition("/")
    slug = slug.rpartition("-")[0]
    return f"{host}-{slug}" if page.url else slug


def keep(root: Path, name: str, page: GivenPage, statements: Sequence[Statement], sites: Path) -> Case:
    """Add a case, or statements to the one of this name. What stands there already is not added again.

    Raises UsageProblem when the name is another page's or no name for a folder, when a
    passage is nowhere on the page, or when the page cannot be cleaned.
    """
    if not _NAME.fullmatch(name):
        raise UsageProblem(f"{name!r} is no name for a case: give letters, digits, dots and hyphens with --name")
    folder = root / name
    case = _there(folder, page) or _new(folder, page)
    try:
        cleaned = _with_rules(case, sites).clean()
        lines = [_line(mark, text, cleaned, name) for mark, text in statements]
        _add_lines(folder / TRUTH, lines)
        refresh(_with_rules(case, sites))
    except (UsageProblem, PageRefused) as problem:
        if not (folder / EXPECTED).exists():  # a folder made just now: leave nothing half-done
            drop(folder)
        raise UsageProblem(str(problem)) from None
    return _with_rules(case, sites)


def forget(root: Path, name: str, statement: Statement) -> None:
    """Take one statement back; the case goes with its last one."""
    path = root / name / TRUTH
    line = f"{statement[0]} {_one_line(statement[1])}"
    left = [kept for kept in path.read_text("utf-8").splitlines() if kept != line] if path.exists() else []
    if any(kept[0] in "+-=@" for kept in left if kept):
        path.write_text("\n".join(left) + "\n", "utf-8")
    elif path.exists():
        drop(root / name)


def drop(folder: Path) -> None:
    """Remove a case's folder: the files that winnow writes, and nothing else."""
    for name in ("page.json", "page.html.gz", "page.txt.gz", TRUTH, EXPECTED, "decisions.txt"):
        (folder / name).unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def cases_in(root: Path, names: Sequence[str], sites: Path) -> list[Case]:
    """The cases of a folder, or those named. Raises UsageProblem when there are none."""
    try:
        cases = find_cases(root, sites)
    except (FileNotFoundError, ValueError) as error:
        raise UsageProblem(str(error)) from None
    if not cases:
        raise UsageProblem(f"no golden cases in {root}; `winnow golden add PAGE` makes one")
    unknown = sorted(set(names) - {case.name for case in cases})
    if unknown:
        raise UsageProblem(f"{root} has no case {unknown[0]}; it has {', '.join(case.name for case in cases[:5])}")
    return [case for case in cases if not names or case.name in names]


def faults_of(case: Case) -> Iterator[str]:
    """What does not hold today, as a sentence each."""
    try:
        if case.truth is not None:
            yield from case.truth_faults()
        else:
            yield from _differences(case)
    except PageRefused as refused:
        yield f"the page cannot be cleaned: {refused.outcome}: {refused.detail}"
    except (ValueError, OSError) as error:
        yield f"the case cannot be read: {error}"


def _differences(case: Case) -> Iterator[str]:
    path = case.folder / EXPECTED
    if not path.exists():
        yield f"{EXPECTED} is missing; `winnow golden check {case.name} --accept` makes it"
        return
    before, now = path.read_text("utf-8").splitlines(), as_document(case.clean()).splitlines()
    yield from (f"lost: {line}" for line in before if line.strip() and line not in set(now))
    yield from (f"new: {line}" for line in now if line.strip() and line not in set(before))
    if before != now and set(before) == set(now):
        yield "the lines stand in another order, or another number of times"


def _there(folder: Path, page: GivenPage) -> Case | None:
    if not (folder / "page.json").exists():
        return None
    case = read_case(folder)
    if case.body() != page.body:
        raise UsageProblem(f"{folder} is the case of another page; give this one another name with --name")
    return case


def _new(folder: Path, page: GivenPage) -> Case:
    folder.mkdir(parents=True, exist_ok=True)
    name = "page.txt.gz" if page.is_text else "page.html.gz"
    (folder / name).write_bytes(gzip.compress(page.body, mtime=0))
    facts = {"url": page.url or None, "content_type": page.content_type or None, "fetched_at": page.fetched_at}
    known = {key: value for key, value in facts.items() if value or key == "url"}
    (folder / "page.json").write_text(json.dumps(known, indent=2) + "\n", "utf-8")
    return read_case(folder)


def _with_rules(case: Case, sites: Path) -> Case:
    return replace(case, rules=Sites(sites).rules_for(case.url or "", case.fetched_at))


def _line(mark: str, text: str, page: CleanPage, name: str) -> str:
    """A statement as a line of the truth. A passage that is the title is told as one."""
    wanted = words_of(text)
    if not wanted.strip():
        raise UsageProblem("a passage without a word says nothing")
    if mark == "+" and wanted == words_of(page.title):
        mark = "="
    if mark != "=" and wanted not in words_of(page.page.text):
        raise UsageProblem(f"{name}: the page nowhere says {_one_line(text)!r}; copy the passage from the page itself")
    return f"{mark} {_one_line(text)}"


def _add_lines(path: Path, lines: Sequence[str]) -> None:
    if not lines:
        return
    there = path.read_text("utf-8").splitlines() if path.exists() else [f"? {ANYTHING}"]
    path.write_text("\n".join([*there, *(line for line in lines if line not in there)]) + "\n", "utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())
