"""What was removed from a page, where, by which labeler and why, for a person to read."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from ..safe_text import one_line, printable
from ..views.passages import Passage, passages_of, words_of
from .terminal import Paint, cut, width

if TYPE_CHECKING:
    from cleaners import CleanPage

_MARGIN = "  "


def explain_page(page: CleanPage, stream: TextIO) -> None:
    """Write the explanation of one page."""
    for line in explanation(page, Paint(stream), width()):
        stream.write(line.rstrip() + "\n")
    stream.flush()


def explanation(page: CleanPage, paint: Paint, columns: int) -> Iterator[str]:
    """The explanation as lines: a summary, then each run of blocks that went for one reason."""
    passages = passages_of(page.to_document()["decisions"])
    kept, gone = words_of(passages, kept=True), words_of(passages, kept=False)
    blocks = f"{len(page.removed):,} block{'' if len(page.removed) == 1 else 's'}"
    yield paint(f"Kept {kept:,} word{'' if kept == 1 else 's'}, removed {gone:,} in {blocks}.", "bold")
    by_labeler: Counter[str] = Counter()
    for one in passages:
        if not one.kept:
            by_labeler[one.labeler] += one.words
    yield from (f"{_MARGIN}{words:>7,}  {labeler}" for labeler, words in by_labeler.most_common())
    yield from _followed(page)
    above = ""
    for one in passages:
        if one.kept:
            above = str(one.decisions[-1]["text"])
            continue
        yield ""
        place = f'below "{cut(above, columns // 3)}"' if above else "at the top"
        yield from _removed(one, place, len(page.decisions), paint, columns)


def _followed(page: CleanPage) -> Iterator[str]:
    """What the decisions rest on besides the page itself, and what is noted of it."""
    origin = page.provenance
    if origin.site_file:
        yield f"Followed the site file {printable(origin.site_file)}.toml."
    if origin.memory_site:
        yield f"Judged with what is known of {printable(origin.memory_site)}."
    if page.notes:
        yield f"Notes: {', '.join(map(printable, page.notes))}"


def _removed(one: Passage, place: str, blocks: int, paint: Paint, columns: int) -> Iterator[str]:
    first, last = one.blocks
    where = f"block {first}" if first == last else f"blocks {first}-{last}"
    yield cut(f"{where} of {blocks}, {place}", columns)
    why = f"{printable(one.labeler)}: {one_line(one.reason)}"
    yield from (paint(_MARGIN + line, "yellow") for line in textwrap.wrap(why, columns - 2))
    evidence = list(one.evidence)
    if len(evidence) == 1:
        yield paint(_MARGIN + cut(f"evidence: {evidence[0]}", columns - 2), "dim")
    texts = [cut(str(decision["text"]), columns - 4) for decision in one.decisions]
    more = [f"... and {len(texts) - 3} more"] if len(texts) > 4 else []
    for text in [*texts[: 3 if more else 4], *more]:
        yield paint(f"{_MARGIN}- {text}", "red")
