"""Line numbers that a page writes into its listings as text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_GLUED = re.compile(r"[ \t]{0,6}(\d{1,6})(?=[ \t]|$|[^\W\d])")
_ALONE = re.compile(r"\d{1,6}(?:\s+\d{1,6})*\Z")
_MIN_LINES, _MIN_GLUED = 3, 4  # with fewer lines a run of numbers may be chance


def are_line_numbers(text: str) -> bool:
    """Whether a text is nothing but consecutive numbers, one a line or all in one."""
    text = text.strip()
    if not text[:1].isdecimal() or not _ALONE.match(text):
        return False
    numbers = [int(number) for number in text.split()]
    return all(number == numbers[0] + index for index, number in enumerate(numbers))


def without_leading(lines: Sequence[str], ends: Mapping[int, int]) -> list[str] | None:
    """The lines without the numbers that have an element of their own at their start; None where they have not.

    ``ends`` is, by line, where such a number ends. Every line that is not blank must have one, in order.
    """
    if len(ends) < _MIN_LINES:
        return None
    first: int | None = None
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if index not in ends:
            return None
        number = int(line[: ends[index]].strip())
        if first is None:
            first = number - index
        if number != first + index:
            return None
    return [line[ends.get(index, 0) :] for index, line in enumerate(lines)]


def without_glued(lines: Sequence[str]) -> list[str] | None:
    """The lines without the numbers glued to them; None where they may be part of the text.

    Only numbers from 1 on every line count, and one of them must be alone on its line or have a zero before it:
    a table of numbered rows has neither.
    """
    if len(lines) < _MIN_GLUED:
        return None
    matches = [_GLUED.match(line) for line in lines]
    if any(match is None or int(match[1]) != index for index, match in enumerate(matches, 1)):
        return None
    found = [match for match in matches if match]
    if not any(
        match.end() == len(line.rstrip()) or match[1][0] == "0" for match, line in zip(found, lines, strict=True)
    ):
        return None
    rests = [line[match.end() :] for match, line in zip(found, lines, strict=True)]
    filled = [rest for rest in rests if rest.strip()]
    if not filled or not any(rest.strip()[0].isalpha() or rest.strip()[0] in "#/<{(@\"'$" for rest in filled):
        return None
    # One space separates number and code where all lines have it.
    spaced = all(rest[:1] in " \t" for rest in filled)
    return [rest[1:] if spaced else rest for rest in rests]
