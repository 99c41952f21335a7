"""Draws docs/before-after.svg: one sample page before and after, with the reasons, from a real run.

python docs/picture.py [PAGE]

On the left the page in order with its decisions; neighbours with one reason are one box, which shows the first
of many reasons. On the right the clean article. Nothing is drawn by hand.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path

from cleaners import Block, CleanPage, Decision, Kind, clean
from flows.views.labelers import display_name

DOCS = Path(__file__).parent
PAGE = DOCS.parent / "raw" / "orrinsby-lantern.example" / "tide-mill-turns-again.html"
WIDTH, LEFT, RIGHT, TOP, LINE = 940, 14, 530, 66, 17
LETTERS_LEFT, LETTERS_RIGHT = 62, 50  # letters that surely fit on a line of each column, in any font
MAX_REASONS = 3
STYLE = """
  svg { font: 13px -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; }
  .card { fill: #ffffff; stroke: #d0d7de; } .text { fill: #1f2328; } .soft { fill: #59636e; }
  .head { font-weight: 600; } .big { font-size: 16px; font-weight: 600; } .removed { fill: #8c3a2b; }
  .reason { fill: #59636e; font-size: 11.5px; font-style: italic; }
  .bar { fill: #c9513b; } .stay { fill: #2f7d4f; }
  .tint { fill: #fbeeea; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #3d444d; } .text { fill: #f0f6fc; } .soft, .reason { fill: #9aa4ae; }
    .removed { fill: #ffab9b; } .bar { fill: #e5735c; } .stay { fill: #4fb477; } .tint { fill: #2a1714; }
  }
"""


@dataclass
class Column:
    """Lines of text from top to bottom; ``y`` is the position of the next one."""

    x: int
    letters: int
    y: int = TOP + 24
    parts: list[str] = field(default_factory=list)

    def write(self, text: str, style: str, max_lines: int = 99) -> None:
        """Write wrapped text, at most so many lines of it."""
        lines = textwrap.wrap(text, self.letters, max_lines=max_lines, placeholder=" …") or [""]
        for line in lines:
            self.parts.append(f'<text x="{self.x}" y="{self.y}" class="{style}">{escape(line)}</text>')
            self.y += LINE

    def bar(self, start: int, style: str) -> None:
        """A coloured bar beside everything written since ``start``."""
        height = self.y - start + 1
        self.parts.append(f'<rect x="{self.x - 12}" y="{start - 13}" width="4" height="{height}" class="{style}"/>')


def draw(page: CleanPage, name: str) -> str:
    """The whole picture as SVG text."""
    left, right = Column(LEFT + 28, LETTERS_LEFT), Column(RIGHT + 20, LETTERS_RIGHT)
    for kept, group in groupby(page.decisions, key=lambda one: one.kept):
        (_draw_kept if kept else _draw_dropped)(left, list(group))
    _draw_article(right, page, left.y)
    height = max(left.y, right.y) + 20
    words = [sum(len(one.block.text.split()) for one in page.decisions if one.kept is kept) for kept in (True, False)]
    caption = f"{words[1]} words removed, {words[0]} kept. Every removed passage has a reason."
    body = "\n".join([*left.parts, *right.parts])
    size = f'viewBox="0 0 {WIDTH} {height}"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(caption)}">
<style>{STYLE}</style>
<rect x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="10" class="card"/>
<text x="{LEFT + 16}" y="34" class="text big">Before: the whole page, in order</text>
<text x="{LEFT + 16}" y="54" class="soft">{escape(caption)}</text>
<text x="{RIGHT + 20}" y="34" class="text big">After: the article</text>
<text x="{RIGHT + 20}" y="54" class="soft">{escape(name)}</text>
<line x1="{RIGHT}" y1="24" x2="{RIGHT}" y2="{height - 24}" class="card"/>
{body}
</svg>
"""


def _draw_kept(column: Column, group: list[Decision]) -> None:
    start = column.y
    shown = group if len(group) <= 2 else [group[0], group[-1]]
    for number, decision in enumerate(shown):
        if number and len(group) > 2:
            column.write(f"… and {len(group) - 2} more", "soft")
        heading = decision.block.kind is Kind.HEADING
        column.write(decision.block.text, "text head" if heading else "text", max_lines=1)
    column.bar(start, "stay")
    column.y += 8


def _draw_dropped(column: Column, run: list[Decision]) -> None:
    """A run of dropped passages: a box a reason, or one box with the first reasons where they are many."""
    groups = [list(group) for _, group in groupby(run, key=lambda one: (one.decided_by, one.reason))]
    for box in groups if len(groups) <= MAX_REASONS else [run]:
        _draw_box(column, box)


def _draw_box(column: Column, box: list[Decision]) -> None:
    start, index = column.y, len(column.parts)
    text = " · ".join(" ".join(decision.block.text.split()) for decision in box)
    column.write(text, "removed", max_lines=3)
    reasons = list(dict.fromkeys(f"{display_name(decision.decided_by)}: {decision.reason}" for decision in box))
    more = [f"and {len(reasons) - MAX_REASONS} more"] if len(reasons) > MAX_REASONS else []
    for reason in [*reasons[:MAX_REASONS], *more]:
        column.write(reason, "reason", max_lines=1)
    size = f'width="{RIGHT - column.x - 8}" height="{column.y - start + 2}"'
    tint = f'<rect x="{column.x - 8}" y="{start - 15}" {size} class="tint"/>'
    column.parts.insert(index, tint)
    column.bar(start, "bar")
    column.y += 8


def _draw_article(column: Column, page: CleanPage, bottom: int) -> None:
    for line in textwrap.wrap(page.title, LETTERS_RIGHT - 10):
        column.write(line, "text head big")
    date = page.date.value[:10] if page.date else ""
    column.write(", ".join(fact for fact in (page.author, date, page.language) if fact), "soft")
    column.y += 8
    for text, style in _paragraphs(page):
        if column.y > bottom - 3 * LINE:
            column.write("… and so on to the end of the article.", "soft")
            return
        column.write(text, style, max_lines=4)
        column.y += 6


def _paragraphs(page: CleanPage) -> Iterator[tuple[str, str]]:
    """The article's paragraphs with their style; the cells of a table's row on one line."""
    kept = [one.block for one in page.decisions if one.kept and one.role != "title"]
    for row, group in groupby(kept, key=lambda block: _row_of(page, block)):
        blocks = list(group)
        if row >= 0:
            yield " | ".join(block.text for block in blocks), "text"
            continue
        for block in blocks:
            text = f"• {block.text}" if block.kind is Kind.ITEM else block.text
            yield text, "text head" if block.kind is Kind.HEADING else "text"


def _row_of(page: CleanPage, block: Block) -> int:
    """The number of the table row that holds a cell; -1 for everything else."""
    return page.page.elements[block.element].parent if block.kind is Kind.CELL and block.element >= 0 else -1


def main(argv: list[str]) -> None:
    path = Path(argv[0]) if argv else PAGE
    facts = json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))
    page = clean(path.read_bytes(), facts["url"], content_type=facts["content_type"])
    (DOCS / "before-after.svg").write_text(draw(page, path.parent.name), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
