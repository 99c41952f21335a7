"""Golden cases: pages kept with what they should come out as. The project's own, in tests/golden, are like a user's.

A case is a folder:

- `page.json`: the page's address, content type and day of fetch; "page" is the path of the page if it is elsewhere.
- `page.html.gz`: the raw page (also .html, .txt, .txt.gz).
- `expectations.txt`: written by hand, what must stay and what must go. Older cases call it `truth.txt`.
- `open.txt`: written by hand, faults that are known and not yet fixed. A fault that is fixed must leave the list.
- `expected.md`, `decisions.txt`: made by `refresh`, the clean page and one line a block with its reason. In version
  control their diff shows what a change of the cleaner does.

Expectations are never made, so that a refresh cannot approve a fault. A case that has
some is checked against these alone; one without, against the article in `expected.md`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaners import CleanPage, Decision, PageRefused, SiteRules, clean

from ..errors import UsageError
from ..sites import Sites
from .expectations import Expectations, read_expectations

PAGE, EXPECTED, DECISIONS, OPEN_FAULTS = "page.json", "expected.md", "decisions.txt", "open.txt"
EXPECTATIONS, OLD_EXPECTATIONS = "expectations.txt", "truth.txt"
_FIRST_WORDS = 60  # characters of a block in decisions.txt


@dataclass(frozen=True)
class Case:
    """One golden case. ``page`` is the raw file, ``rules`` are those of the page's site file, if there is one."""

    folder: Path
    page: Path
    url: str | None = None
    content_type: str | None = None
    rules: SiteRules | None = None

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def expectations_file(self) -> Path:
        """The file of statements, whether it is there or not."""
        old = self.folder / OLD_EXPECTATIONS
        return old if old.exists() else self.folder / EXPECTATIONS

    @property
    def expectations(self) -> Expectations | None:
        """What was written by hand, or None if nothing was. Raises ValueError for a line that is no statement."""
        path = self.expectations_file
        return read_expectations(path.read_text("utf-8")) if path.exists() else None

    @property
    def open_faults(self) -> frozenset[str]:
        """Unmet expectations that are known and not yet fixed."""
        path = self.folder / OPEN_FAULTS
        return frozenset(path.read_text("utf-8").splitlines()) if path.exists() else frozenset()

    def body(self) -> bytes:
        """The raw page's bytes."""
        body = self.page.read_bytes()
        return gzip.decompress(body) if self.page.suffix == ".gz" else body

    def clean(self) -> CleanPage:
        """The page as it comes out today, without any site memory. Raises PageRefused."""
        return clean(self.body(), self.url, content_type=self.content_type, site=self.rules)

    def faults(self, *, exact: bool = False) -> Iterator[str]:
        """What is wrong today, a sentence each; with ``exact`` also each made file that differs by a byte."""
        try:
            page, expectations = self.clean(), self.expectations
            yield from self._differences(page) if expectations is None else self._unmet(expectations, page)
            for name, text in _outputs(page).items() if exact else ():
                if self._made(name) != text:
                    yield f"{name} differs from today's output; if that is meant: {self._refreshing}"
        except PageRefused as refused:
            yield f"the page cannot be cleaned: {refused.outcome}: {refused.detail}"
        except (ValueError, OSError) as error:
            yield f"the case cannot be read: {error}"

    def _unmet(self, expectations: Expectations, page: CleanPage) -> Iterator[str]:
        found, known = list(expectations.faults(page)), self.open_faults
        yield from (fault for fault in found if fault not in known)
        yield from (f"fixed, take it out of {OPEN_FAULTS}: {line}" for line in sorted(known - {*found}))

    def _differences(self, page: CleanPage) -> Iterator[str]:
        expected = self._made(EXPECTED)
        if expected is None:
            yield f"{EXPECTED} is missing; this makes it: {self._refreshing}"
            return
        before, now = expected.splitlines(), _as_document(page).splitlines()
        yield from (f"lost: {line}" for line in before if line.strip() and line not in set(now))
        yield from (f"new: {line}" for line in now if line.strip() and line not in set(before))
        if before != now and set(before) == set(now):
            yield "the lines are in another order, or another number of times"

    @property
    def _refreshing(self) -> str:
        return f"winnow golden refresh {self.name} --golden {self.folder.parent}"

    def _made(self, name: str) -> str | None:
        path = self.folder / name
        return path.read_text("utf-8") if path.exists() else None

    def refresh(self) -> list[str]:
        """Write the made files; returns the names of those that changed. Raises PageRefused."""
        changed = [(name, text) for name, text in _outputs(self.clean()).items() if self._made(name) != text]
        for name, text in changed:
            (self.folder / name).write_text(text, "utf-8")
        return [name for name, _ in changed]


def find_cases(root: Path, names: Sequence[str] = (), sites: Path | None = None) -> list[Case]:
    """The cases in a folder, or those named, in order of their names; the site files in ``sites`` are followed.

    Raises UsageError when there are none, or when a page or a site file cannot be used.
    """
    rules = Sites(sites) if sites else None
    folders = [path.parent for path in sorted(root.glob(f"*/{PAGE}"))]
    if not folders:
        raise UsageError(f"no golden cases in {root}; `winnow golden add PAGE` makes one")
    there = [folder.name for folder in folders]
    unknown = sorted(set(names) - set(there))
    if unknown:
        raise UsageError(f"{root} has no case {unknown[0]}; it has {', '.join(there[:5])}")
    return [read_case(folder, rules) for folder in folders if not names or folder.name in names]


def read_case(folder: Path, sites: Sites | None = None) -> Case:
    """The case in a folder. Raises UsageError when its page is not there or page.json cannot be read."""
    try:
        facts = json.loads((folder / PAGE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder / PAGE} cannot be read: {error}") from None
    inside = [path for path in sorted(folder.glob("page.*")) if path.name != PAGE]
    page = (folder / facts["page"]).resolve() if "page" in facts else next(iter(inside), folder / "page.html.gz")
    if not page.exists():
        raise UsageError(f"golden case {folder.name}: there is no page at {page}; put it there or correct {PAGE}")
    url = facts.get("url")
    rules = sites.rules_for(url or "", facts.get("fetched_at", "")) if sites else None
    return Case(folder, page, url, facts.get("content_type"), rules)


def _outputs(page: CleanPage) -> dict[str, str]:
    """What the made files should hold."""
    return {EXPECTED: _as_document(page), DECISIONS: _as_lines(page.decisions)}


def _as_document(page: CleanPage) -> str:
    """A head of four lines, then the Markdown."""
    date = page.date.value if page.date else ""
    head = {"title": page.title, "author": page.author, "date": date, "language": page.language}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    return "\n".join(["---", *lines, "---", "", page.markdown.rstrip(), ""])


def _as_lines(decisions: Sequence[Decision]) -> str:
    """A line a block: title (=), kept (+) or dropped (-), who decided, the reason, the first words."""
    width = max((len(decision.decided_by) for decision in decisions), default=0)
    return "".join(f"{_as_line(decision, width)}\n" for decision in decisions)


def _as_line(decision: Decision, width: int) -> str:
    words = " ".join(decision.block.text.split())
    words = words if len(words) <= _FIRST_WORDS else words[: _FIRST_WORDS - 1] + "…"
    mark = "-" if not decision.kept else "=" if decision.role == "title" else "+"
    return f"{mark} {decision.decided_by:<{width}} | {decision.reason} | {words}"
