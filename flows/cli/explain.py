"""What was removed from a page, where, by which voice and why, for a person to read."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from .terminal import Paint, cut, printable, width

if TYPE_CHECKING:
    from cleaners import CleanPage, Decision

_MARGIN = "  "


def explain_page(page: CleanPage, stream: TextIO) -> None:
    """Write the explanation of one page."""
    paint, columns = Paint(stream), width()
    for line in explanation(page, paint, columns):
        stream.write(line.rstrip() + "\n")
    stream.flush()


def explanation(page: CleanPage, paint: Paint, columns: int) -> Iterator[str]:
    """The explanation as lines: a summary, then each run of blocks that went for one reason."""
    removed = page.removed
    kept = sum(_words(decision) for decision in page.decisions if decision.kept)
    gone = sum(map(_words, removed))
    yield paint(f"Kept {_count(kept, 'word')}, removed {gone:,} in {_count(len(removed), 'block')}.", "bold")
    for voice, words in _by_voice(removed):
        yield f"{_MARGIN}{words:>7,}  {voice}"
    yield from _judged_with(page)
    if page.notes:
        yield f"Notes: {', '.join(map(printable, page.notes))}"
    above = ""
    for run in _runs(page.decisions):
        if run[0].kept:
            above = run[-1].block.text
            continue
        yield ""
        yield from _told(run, above, len(page.decisions), paint, columns)


def _judged_with(page: CleanPage) -> Iterator[str]:
    """What spoke of the page besides itself."""
    origin = page.provenance
    if origin.site_file:
        yield f"Followed the site file {printable(origin.site_file)}.toml."
    if origin.memory_site:
        yield f"Judged with what is known of {printable(origin.memory_site)}."


def _runs(decisions: Sequence[Decision]) -> Iterator[list[Decision]]:
    """Neighbours with one fate: kept ones together, removed ones by voice and reason."""
    for _, run in groupby(decisions, key=lambda d: (True,) if d.kept else (False, d.voice, d.reason)):
        yield list(run)


def _told(run: list[Decision], above: str, blocks: int, paint: Paint, columns: int) -> Iterator[str]:
    first, last = run[0].block.index + 1, run[-1].block.index + 1
    where = f"block {first}" if first == last else f"blocks {first}-{last}"
    place = f'below "{cut(above, columns // 3)}"' if above else "at the top"
    yield cut(f"{where} of {blocks}, {place}", columns)
    why = f"{printable(run[0].voice)}: {_sentence(run[0].reason)}"
    lines = textwrap.wrap(why, columns - 2) or [why]
    yield paint(_MARGIN + lines[0], "yellow")
    yield from (paint(_MARGIN + line, "yellow") for line in lines[1:])
    evidence = {decision.evidence for decision in run if decision.evidence not in decision.block.text}
    if len(evidence) == 1:
        yield paint(_MARGIN + cut(f"evidence: {evidence.pop()}", columns - 2), "dim")
    shown = run if len(run) <= 4 else [*run[:3], None]
    for decision in shown:
        text = f"... and {len(run) - 3} more" if decision is None else cut(decision.block.text, columns - 4)
        yield paint(f"{_MARGIN}- {text}", "red")


def _sentence(reason: str) -> str:
    return " ".join(printable(reason).split())


def _words(decision: Decision) -> int:
    return len(decision.block.text.split())


def _by_voice(removed: Sequence[Decision]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for decision in removed:
        counts[decision.voice] += _words(decision)
    return counts.most_common()


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
