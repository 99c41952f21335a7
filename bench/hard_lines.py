"""Hard lines between two paragraphs: true ones that look like cruft must stay, cruft that looks like text must go.

    python -m bench.hard_lines            how many stay and go, in flattened text and in HTML
    python -m bench.hard_lines --missed   each wrong one as well

The pages in `bench/hard-lines.jsonl` were written by two people who did not know winnow's code, to measure it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from cleaners import clean

PAGES = Path(__file__).with_name("hard-lines.jsonl")
ORIGINS = ("text", "html")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of a page, or a paragraph beside it: whether it must stay, whether it did, and by which labeler."""

    kind: str
    must_stay: bool
    stayed: bool
    text: str
    decided_by: str

    @property
    def is_right(self) -> bool:
        return self.stayed == self.must_stay


def as_text(page: dict[str, Any]) -> str:
    """A page as a crawler that flattens pages leaves it: its title and one line for each paragraph."""
    return "\n".join([page["title"], *page["before"], *page["line"], *page["after"]])


def as_html(page: dict[str, Any]) -> str:
    """A page as HTML without any name that tells one paragraph from another."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in (*page["before"], *page["line"], *page["after"]))
    title = escape(page["title"])
    head = f'<html lang="{page["language"]}"><head><title>{title}</title></head>'
    return f"{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


def judge(page: dict[str, Any], origin: str) -> Iterator[Judged]:
    """What becomes of a page's hard line, all of whose parts must go or stay, and of each paragraph beside it."""
    decisions = clean(as_text(page) if origin == "text" else as_html(page)).decisions
    by_text = {" ".join(decision.block.text.split()): decision for decision in decisions}
    lines = [by_text[" ".join(line.split())] for line in page["line"]]
    stayed = all(line.kept for line in lines) if page["keep"] else any(line.kept for line in lines)
    kind = "must stay" if page["keep"] else "must go"
    yield Judged(kind, page["keep"], stayed, " / ".join(page["line"]), lines[0].decided_by)
    for text in (*page["before"], *page["after"]):
        decision = by_text[" ".join(text.split())]
        yield Judged("paragraphs", True, decision.kept, text, decision.decided_by)


def read_pages(path: Path = PAGES) -> list[dict[str, Any]]:
    """The pages of a file of JSON lines: language, title, before, line, after, keep, category."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def report(origin: str, judged: list[Judged], with_missed: bool) -> None:
    """Print one row a kind, and the wrong ones."""
    for kind in ("must stay", "must go", "paragraphs"):
        of_kind = [one for one in judged if one.kind == kind]
        print(f"{origin:6}{kind:12}{sum(one.is_right for one in of_kind):5} of {len(of_kind):4}")
    for one in judged if with_missed else ():
        if not one.is_right:
            print(f"   {one.kind}, decided by {one.decided_by}: {one.text}")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="print each wrong line as well")
    parser.add_argument("--pages", type=Path, default=PAGES, help="a file of such pages")
    options = parser.parse_args()
    pages = read_pages(options.pages)
    for origin in ORIGINS:
        report(origin, [one for page in pages for one in judge(page, origin)], options.missed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
