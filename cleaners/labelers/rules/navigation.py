"""Skip links, labels of menus, and runs of menu entries before and after the body."""

from __future__ import annotations

from collections.abc import Iterator

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups

_SKIP_FIRST_WORDS = first_words("skip_link")
_SKIPS = pattern(lambda: rf"^(?:{any_of('skip_link')})(?:\W{{1,3}}(?:{any_of('skip_link')})){{0,3}}$")  # one or several
_MAX_SKIP_WORDS = 16
_LABELS = phrases("menu_label")
_MENU = phrases("menu") | phrases("footer") | phrases("network")
_MAX_ENTRY_WORDS = 4
_MIN_RUN_ENTRIES = 3
_MIN_TITLE_PROBABILITY = 0.5  # for the lines before the title to be dropped


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    skip_links = (
        line for line in lines.starting_with(_SKIP_FIRST_WORDS, _MAX_SKIP_WORDS) if _SKIPS.match(line.normalised)
    )
    labels = drop(skip_links, "link that skips to the content")
    menu_labels = (line for line in lines.matching(_LABELS) if not line.before_prose or lines.in_head(line))
    labels.update(drop(menu_labels, "label of the page's navigation"))
    for run in _runs(lines, title):
        labels.update(drop(run, "entry of a menu outside the body"))
    if reading.page.origin == "text" and reading.title and reading.title[0] is title:
        before = _before_title(lines, title) if reading.title[1] >= _MIN_TITLE_PROBABILITY else ()
        labels.update(drop(before, "short line before the title"))
    return labels


def _before_title(lines: Lines, title: Line) -> list[Line]:
    """The lines of a few words before the title, if the title occurs twice and therefore is certain."""
    if title.index > lines.start or len(lines.by_text[title.normalised]) < 2:
        return []
    return [line for line in lines.between(0, title.index) if line.words <= _MAX_ENTRY_WORDS and not line.is_prose]


def _runs(lines: Lines, title: Line | None) -> Iterator[list[Line]]:
    """Runs of short lines outside the body, of which enough are common menu entries."""
    entries = {line for line in lines.matching(_MENU) if line.kind is not Kind.HEADING}
    title_index = title.index if title else 0
    candidates = [
        line for line in lines
        if line is not title and line.normalised and line.words <= _MAX_ENTRY_WORDS
        and (line.index < title_index or not lines.in_body(line))
    ]  # fmt: skip
    for group in groups(candidates):
        matches = [line for line in group if line in entries]
        if len(matches) >= _MIN_RUN_ENTRIES and len(matches) * 3 >= len(group):
            yield [line for line in group if not line.before_prose]  # right before prose it may be its heading
        else:
            yield from (run for run in groups(matches) if len(run) >= _MIN_RUN_ENTRIES)
