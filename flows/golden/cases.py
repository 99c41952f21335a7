"""Golden cases: pages kept with what they should come out as.

A case is a folder: `page.json` (where the page lies and its address), `truth.txt`
(written by hand: what must stay and what must go), and two files that are made:
`expected.md` (the clean page) and `decisions.txt` (one line a block, with its
reason). Making them again shows in the version control's diff what a change of
the cleaner does; the truth is never made, so that a refresh cannot bless a fault.
`open.txt`, also by hand, lists faults that are known and not yet mended; a loss of
text is never among them, and a fault that is mended must leave the list.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners import CleanPage, Decision, SiteRules, clean

from ..sites import Sites
from ..truth import Truth, read_truth

CASES = Path("tests/golden")
_FIRST_WORDS = 60


@dataclass(frozen=True)
class Case:
    """One golden case; ``page`` is the raw file, in the folder itself or somewhere else.

    ``rules`` is what the page's site says of itself, where site files are to be followed.
    """

    folder: Path
    page: Path
    url: str | None
    content_type: str | None = None
    fetched_at: str = ""
    rules: SiteRules | None = None

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def truth(self) -> Truth | None:
        """What was written by hand, or None where nobody has."""
        path = self.folder / "truth.txt"
        return read_truth(path.read_text("utf-8")) if path.exists() else None

    @property
    def open_faults(self) -> frozenset[str]:
        """Faults of the truth that are known and not yet mended."""
        path = self.folder / "open.txt"
        return frozenset(path.read_text("utf-8").splitlines()) if path.exists() else frozenset()

    def truth_faults(self) -> Iterator[str]:
        """Where the truth does not hold, but for the open faults; and open ones that are mended."""
        found = list(self.truth.faults(self.clean())) if self.truth is not None else []
        yield from (fault for fault in found if fault not in self.open_faults or fault.startswith("lost:"))
        yield from (f"mended, take it out of open.txt: {line}" for line in sorted(self.open_faults - {*found}))

    def clean(self) -> CleanPage:
        """The page through the cleaner of today, with nothing known of its site but its rules, if any."""
        return clean(self.body(), self.url, content_type=self.content_type, site=self.rules)

    def body(self) -> bytes:
        """The raw page's bytes."""
        body = self.page.read_bytes()
        return gzip.decompress(body) if self.page.suffix == ".gz" else body

    def outputs(self) -> dict[str, str]:
        """The made files' names and what they should hold."""
        page = self.clean()
        return {"expected.md": as_document(page), "decisions.txt": as_lines(page.decisions)}


def find_cases(root: Path = CASES, sites: Path | None = None) -> list[Case]:
    """Every case below ``root``, by name, judged with the site files in ``sites`` if that is given.

    Raises FileNotFoundError for a case without its page, UsageProblem for a site file that cannot be used.
    """
    cases = [read_case(path.parent) for path in sorted(root.glob("*/page.json"))]
    if sites is None:
        return cases
    known = Sites(sites)
    return [replace(case, rules=known.rules_for(case.url or "", case.fetched_at)) for case in cases]


def read_case(folder: Path) -> Case:
    """The case in a folder. Raises FileNotFoundError when its page is not there."""
    facts = json.loads((folder / "page.json").read_text("utf-8"))
    kept_here = [path for path in sorted(folder.glob("page.*")) if path.name != "page.json"]
    page = (folder / facts["page"]).resolve() if "page" in facts else next(iter(kept_here), folder / "page.html.gz")
    if not page.exists():
        raise FileNotFoundError(f"golden case {folder.name}: no page at {page}; put it there or mend page.json")
    return Case(folder, page, facts.get("url"), facts.get("content_type"), facts.get("fetched_at", ""))


def as_document(page: CleanPage) -> str:
    """The clean page as the case keeps it: a head of four lines, then the Markdown."""
    date = page.date.value if page.date else ""
    head = {"title": page.title, "author": page.author, "date": date, "language": page.language}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    return "\n".join(["---", *lines, "---", "", page.markdown.rstrip(), ""])


def as_lines(decisions: Sequence[Decision]) -> str:
    """The whole trail for people: a line a block, kept (+) or dropped (-), voice, reason, first words."""
    width = max((len(decision.voice) for decision in decisions), default=0)
    return "".join(f"{_as_line(decision, width)}\n" for decision in decisions)


def _as_line(decision: Decision, width: int) -> str:
    words = " ".join(decision.block.text.split())
    words = words if len(words) <= _FIRST_WORDS else words[: _FIRST_WORDS - 1] + "…"
    mark = "-" if not decision.kept else "=" if decision.role == "title" else "+"
    return f"{mark} {decision.voice:<{width}} | {decision.reason} | {words}"


def refresh(case: Case) -> list[str]:
    """Write the made files of one case; returns the names of those that changed."""
    changed = []
    for name, text in case.outputs().items():
        path = case.folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed.append(name)
    return changed


def faults(case: Case) -> Iterator[str]:
    """What is wrong with one case: files that differ, and truths that do not hold."""
    for name, text in case.outputs().items():
        path = case.folder / name
        if not path.exists():
            yield f"{name} is missing; make it with: python -m flows.golden refresh {case.name}"
        elif path.read_text("utf-8") != text:
            yield f"{name} differs; if that is meant: python -m flows.golden refresh {case.name}"
    yield from case.truth_faults()


def add(root: Path, name: str, source: Path, url: str | None) -> Case:
    """A new case from a page in a file, kept compressed. The truth is left to be written by hand."""
    folder = root / name
    folder.mkdir(parents=True)
    kind = "page.txt.gz" if source.suffix == ".txt" else "page.html.gz"
    (folder / kind).write_bytes(gzip.compress(source.read_bytes(), mtime=0))
    (folder / "page.json").write_text(json.dumps({"url": url}, indent=2) + "\n", "utf-8")
    case = read_case(folder)
    refresh(case)
    return case
