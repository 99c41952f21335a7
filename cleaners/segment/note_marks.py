"""The marks of footnotes in a text: where each begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..page import Mark

_BETWEEN = re.compile(r"[\s,;–-]{0,3}")  # one mark and the next


def joined_marks(text: str, targets: Sequence[tuple[Mark, str]]) -> list[Mark]:
    """The marks of notes, with the brackets around them and the commas between them: "[1, 2]" is two marks."""
    joined: list[Mark] = []
    first = position = 0  # of the run of marks: the first one, and where it ends
    for mark, target in targets:
        if not joined or not _BETWEEN.fullmatch(text, position, mark.start):
            first, position = len(joined), mark.start
        joined.append(Mark("note", min(position, mark.start), mark.end, f"#{target}"))
        position = mark.end
        before = joined[first].start - 1 if text[position : position + 1] == "]" else -1
        while before >= 0 and text[before] == " ":
            before -= 1
        if before >= 0 and text[before] == "[":
            joined[first] = replace(joined[first], start=before)
            position += 1
            joined[-1] = replace(joined[-1], end=position)
    return joined


def raised_by(notes: Sequence[Mark]) -> Callable[[Mark], bool]:
    """Tells whether a superscript is only the mark of one of these notes, which are in order and apart."""
    starts = [note.start for note in notes]

    def is_raised(mark: Mark) -> bool:
        before = bisect_left(starts, mark.end)  # the notes that begin before the superscript ends
        return mark.kind == "sup" and before > 0 and mark.start < notes[before - 1].end

    return is_raised
