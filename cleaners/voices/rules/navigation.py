"""Skip links, the furniture of menus, and runs of menu entries before and after the body."""

from __future__ import annotations

from collections.abc import Iterator

from ...labeler import Voice
from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Verdicts
from ...reading import Reading
from ...reading.lines import Lines, drop, groups, title_place

_SKIP = phrases("skip_link")
_LABELS = phrases("menu_label")
_MENU = phrases("menu") | phrases("footer") | phrases("network")
_ENTRY = 4  # words of the longest menu entry
_RUN = 3


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    found = drop(lines, lines.found(_SKIP), "link that skips to the content")
    labels = (place for place in lines.found(_LABELS) if not lines.before_prose(place) or lines.in_head(place))
    found.update(drop(lines, labels, "label of the page's navigation"))
    title = title_place(lines, decided)
    for run in _runs(lines, title):
        found.update(drop(lines, run, "entry of a menu outside the body"))
    if title is not None and reading.page.origin == "text":
        found.update(drop(lines, _lead(lines, title), "short line before the title"))
    return found


def _lead(lines: Lines, title: int) -> Iterator[int]:
    """Lines of a few words before the title, where the title is said twice and so is sure."""
    if title > lines.start or len(lines.at[lines.keys[title]]) < 2:
        return
    for place in range(title):
        if lines.words[place] <= _ENTRY and not lines.prose[place]:
            yield place


def _runs(lines: Lines, title: int | None) -> Iterator[list[int]]:
    """Runs of short lines at the edges, of which enough are well-known menu entries."""
    known = {place for place in lines.found(_MENU) if lines.blocks[place].kind is not Kind.HEADING}
    edge = [
        place for place in range(len(lines))
        if place != title and lines.keys[place] and lines.words[place] <= _ENTRY
        and (place < (title or 0) or lines.in_head(place) or lines.in_tail(place))
    ]  # fmt: skip
    for group in groups(edge):
        hits = [place for place in group if place in known]
        if len(hits) >= _RUN and len(hits) * 3 >= len(group):
            yield [place for place in group if not _heads_text(lines, place)]
        else:
            for near in groups(hits):
                if len(near) >= _RUN:
                    yield near


def _heads_text(lines: Lines, place: int) -> bool:
    """A short line right before prose may be its heading."""
    return lines.before_prose(place)


VOICE = Voice("rules.navigation", speak)
