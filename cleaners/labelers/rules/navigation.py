"""Skip links, the furniture of menus, and runs of menu entries before and after the body."""

from __future__ import annotations

from collections.abc import Iterator

from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups

_SKIP = phrases("skip_link")
_LABELS = phrases("menu_label")
_MENU = phrases("menu") | phrases("footer") | phrases("network")
_ENTRY = 4  # words of the longest menu entry
_RUN = 3


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    found = drop(lines.matching(_SKIP), "link that skips to the content")
    labels = (line for line in lines.matching(_LABELS) if not line.before_prose or lines.in_head(line))
    found.update(drop(labels, "label of the page's navigation"))
    for run in _runs(lines, title):
        found.update(drop(run, "entry of a menu outside the body"))
    if title is not None and reading.page.origin == "text":
        found.update(drop(_lead(lines, title), "short line before the title"))
    return found


def _lead(lines: Lines, title: Line) -> list[Line]:
    """Lines of a few words before the title, where the title is said twice and so is sure."""
    if title.index > lines.start or len(lines.by_text[title.normalised]) < 2:
        return []
    return [line for line in lines.between(0, title.index) if line.words <= _ENTRY and not line.is_prose]


def _runs(lines: Lines, title: Line | None) -> Iterator[list[Line]]:
    """Runs of short lines at the edges, of which enough are well-known menu entries."""
    known = {line for line in lines.matching(_MENU) if line.kind is not Kind.HEADING}
    top = title.index if title else 0
    edge = [
        line for line in lines
        if line is not title and line.normalised and line.words <= _ENTRY
        and (line.index < top or not lines.in_body(line))
    ]  # fmt: skip
    for group in groups(edge):
        hits = [line for line in group if line in known]
        if len(hits) >= _RUN and len(hits) * 3 >= len(group):
            yield [line for line in group if not line.before_prose]  # right before prose it may be its heading
        else:
            yield from (near for near in groups(hits) if len(near) >= _RUN)
