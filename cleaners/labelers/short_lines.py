"""Keeps the short lines of flattened text that belong to the body: ingredients, verse, a last short sentence.

Around and below the paragraphs a page mostly has short lines that are not of the article, and in a language whose words
the model does not know it drops all of them. This labeler keeps those that show that they belong to the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ..labeler import Labeler
from ..page import Decisions, Label, Labels
from ..reading import Reading
from ..reading.lines import ELLIPSES, PROMPTS, Line, Lines
from ..reading.short_lines import (
    amounts,
    facts,
    headed_list,
    is_list_heading,
    is_refrain,
    items_below,
    plain_list,
    sentences,
    verse,
)

# What may lie between the body and its short lines, and ends neither.
_INSERTED = frozenset(f"rules.{name}" for name in ("ads", "separators", "share", "placeholders", "credits"))
_MAX_ITEMS, _MAX_READ_ALSO = 60, 3  # lines; headlines between the text and a list's heading
_MIN_PROMPTS = 2  # on a page that shows a console
_CONFIDENCE = 0.8
_SHAPES = (
    (amounts, "item of a list of amounts in the text"),
    (facts, "one of several facts in the text"),
    (verse, "line of verse"),
)


def short_lines_labeler(model: Labeler) -> Labeler:
    """The labeler of the body's short lines, which uses the labels of the model."""

    def label(reading: Reading, decided: Decisions) -> Labels:
        if reading.page.origin != "text" or reading.is_forum:
            return {}
        from_model = model.label(reading, decided)
        is_kept = [
            decided[line.block.index].kept if line.block.index in decided else from_model[line.block.index].kept
            for line in reading.lines
        ]
        return {
            line.block.index: _keep(from_model[line.block.index], reason)
            for line, reason in (*_single_lines(reading.lines, is_kept), *_runs(reading.lines, decided, is_kept))
            if line.block.index not in decided
        }

    return Labeler("short_lines", label)


def _keep(from_model: Label, reason: str) -> Label:
    return Label(True, reason, "", max(_CONFIDENCE, from_model.confidence if from_model.kept else 0))


def _single_lines(lines: Lines, is_kept: Sequence[bool]) -> Iterator[tuple[Line, str]]:
    """Lines between lines that are kept which are text in spite of their form: dots, a console's lines, a refrain."""
    has_console = sum(line.text.startswith(PROMPTS[0]) for line in lines) >= _MIN_PROMPTS
    for line in lines.between(lines.start, lines.end):
        above, below = line.index - 1, line.index + 1
        if has_console and line.text.startswith(PROMPTS):
            yield line, "line of a console that the text shows"
        elif line.text in ELLIPSES and above >= 0 and below < len(lines) and is_kept[above] and is_kept[below]:
            yield line, "dots that stand for text left out"
        elif is_refrain(lines, line, is_kept):
            yield line, "refrain between lines of verse"


def _runs(lines: Lines, decided: Decisions, is_kept: Sequence[bool]) -> Iterator[tuple[Line, str]]:
    """The short lines after each paragraph that is kept, as far as they show that they belong to it."""

    def may_follow(line: Line) -> bool:
        decision = decided.get(line.block.index)
        if decision is None or decision.kept or decision.decided_by in _INSERTED:
            return not (line.is_prose and is_kept[line.index])
        below = lines.between(line.index + 1, line.index + 1 + _MAX_READ_ALSO)
        return decision.decided_by == "rules.related" and any(is_list_heading(other.text) for other in below)

    paragraphs = [line for line in lines if line.is_prose and is_kept[line.index]]
    for paragraph in paragraphs:
        following = takewhile(may_follow, lines.between(paragraph.index + 1, len(lines)))
        run = [line for line in following if line.block.index not in decided]
        introduced = items_below(run) if paragraph.text.endswith((":", "：")) else 0
        yield from ((line, "item of a list that the text introduces") for line in run[:introduced])
        if run := run[introduced:]:
            prose = _text_of(paragraphs) if paragraph is paragraphs[-1] else None
            yield from _kept_lines(run, is_kept, prose)


def _text_of(paragraphs: Sequence[Line]) -> str:
    return "\n".join(line.text.casefold() for line in paragraphs)


def _kept_lines(run: Sequence[Line], is_kept: Sequence[bool], prose: str | None) -> Iterator[tuple[Line, str]]:
    """The lines of a run that belong to the body, each with the reason; ``prose`` is the text above the last run."""
    start, is_adjacent = 0, True
    while start < len(run):
        size, reason = _shape(run[start : start + _MAX_ITEMS], is_adjacent, prose)
        yield from ((line, reason) for line in run[start : start + size])
        start += max(1, size)
        is_adjacent = bool(size) or is_kept[run[start - 1].index]


def _shape(lines: Sequence[Line], is_adjacent: bool, prose: str | None) -> tuple[int, str]:
    """How many of the lines belong to the body, and why."""
    size = headed_list(lines, is_adjacent)
    if size or not is_adjacent:
        return size, "item of a list that belongs to the article, by its heading"
    for find, reason in _SHAPES:
        size = find(lines)
        if size:
            return size, reason
    if prose is None:
        return 0, ""
    size = sentences(lines)
    return (
        (size, "short sentence right below the text")
        if size
        else (plain_list(lines, prose), "item of a list right below the text")
    )
