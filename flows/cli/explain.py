"""The explanation of `winnow clean --explain`: what was removed from a page, where, by which labeler and why."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from ..safe_text import one_line, printable
from ..views.labelers import display_name
from ..views.passages import ShownPassage, passages_of, words_of
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
    """The explanation as lines: a summary, then each run of blocks that were removed for one reason."""
    passages = passages_of(page.to_document()["decisions"])
    kept, removed = words_of(passages, kept=True), words_of(passages, kept=False)
    blocks = f"{len(page.removed):,} block{'' if len(page.removed) == 1 else 's'}"
    yield paint(f"Kept {kept:,} word{'' if kept == 1 else 's'}, removed {removed:,} in {blocks}.", "bold")
    by_labeler: Counter[str] = Counter()
    for passage in passages:
        if not passage.kept:
            by_labeler[passage.labeler] += passage.words
    yield from (f"{_MARGIN}{words:>7,}  {display_name(labeler)}" for labeler, words in by_labeler.most_common())
    yield from _sources(page)
    text_above = ""
    for passage in passages:
        if passage.kept:
            text_above = str(passage.decisions[-1]["text"])
            continue
        yield ""
        position = f'below "{cut(text_above, columns // 3)}"' if text_above else "at the top"
        yield from _removed(passage, position, len(page.decisions), paint, columns)


def _sources(page: CleanPage) -> Iterator[str]:
    """The site file and the site memory that the decisions were made with, and the page's notes."""
    provenance = page.provenance
    if provenance.site_file:
        yield f"Followed the site file {printable(provenance.site_file)}.toml."
    if provenance.memory_site:
        yield f"Used the site memory of {printable(provenance.memory_site)}."
    if page.notes:
        yield f"Notes: {', '.join(map(printable, page.notes))}"


def _removed(passage: ShownPassage, position: str, blocks: int, paint: Paint, columns: int) -> Iterator[str]:
    first, last = passage.blocks
    numbers = f"block {first}" if first == last else f"blocks {first}-{last}"
    yield cut(f"{numbers} of {blocks}, {position}", columns)
    cause = f"{printable(display_name(passage.labeler))}: {one_line(passage.reason)}"
    yield from (paint(_MARGIN + line, "yellow") for line in textwrap.wrap(cause, columns - 2))
    evidence = list(passage.evidence)
    if len(evidence) == 1:
        yield paint(_MARGIN + cut(f"evidence: {evidence[0]}", columns - 2), "dim")
    texts = [cut(str(decision["text"]), columns - 4) for decision in passage.decisions]
    more = [f"... and {len(texts) - 3} more"] if len(texts) > 4 else []
    for text in [*texts[: 3 if more else 4], *more]:
        yield paint(f"{_MARGIN}- {text}", "red")
