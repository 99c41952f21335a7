"""Labels that follow from neighbours: the rest of a promo run, the label of a dropped list.

It speaks last but one, on what no other labeler decided. The rest of a run goes when it
names the run's brand or an offer, or stands between two of its lines; a heading, and any
line of twenty words or more without offer or brand, ends the run.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..labeler import Labeler
from ..page import Decisions, Kind, Labels
from ..reading import Reading
from ..reading.lines import Line, Lines, drop, groups
from ..reading.promo_lines import (
    SHORT_LINE_WORDS,
    brands_of,
    capitalised_names,
    has_offer,
    is_call,
    is_heading_like,
    is_short,
)

_PROMO_LABELERS = frozenset(("rules.promo", "site_memory"))
_REACH = 4  # lines of a promo run: no more are added on either side
_GAP = 3  # lines between two lines of one run, and one
_LABEL = 6  # words of the label of a list
_LISTED = 2  # dropped lines that make a list


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    found = {}
    for line, why in _rest_of_promos(lines, decided):
        found.update(drop([line], why))
    found.update(drop(_labels(lines, decided), "label of a list that was dropped"))
    return {index: label for index, label in found.items() if index not in decided}


def _dropped(lines: Lines, decided: Decisions) -> Iterator[tuple[Line, bool]]:
    """The lines that are dropped, and whether they are for a promo."""
    for index, decision in decided.items():
        if not decision.kept and index in lines.by_block:
            yield lines.by_block[index], decision.decided_by in _PROMO_LABELERS


def _rest_of_promos(lines: Lines, decided: Decisions) -> Iterator[tuple[Line, str]]:
    """The lines that go with dropped promos, and why."""
    for run in groups((line for line, promo in _dropped(lines, decided) if promo), max_distance=_GAP):
        brands = brands_of(run)
        first, last = run[0].index, run[-1].index
        for line in lines.between(first, last):
            why = "" if line in run else _belongs(line, brands, inside=True)
            if why:
                yield line, why
        for beside in (lines.between(first - _REACH, first)[::-1], lines.between(last + 1, last + 1 + _REACH)):
            for line in beside:
                why = "" if line.block.index in decided else _belongs(line, brands)
                if not why:
                    break
                yield line, why


def _belongs(line: Line, brands: set[str], inside: bool = False) -> str:
    """Why a line next to dropped ones goes with them; "" if it does not."""
    if not is_short(line):
        return ""
    where = "stands between dropped lines" if inside else "stands beside dropped lines"
    if capitalised_names(line) & brands:
        return f"{where} and names what they name"
    if has_offer(line.normalised):
        return f"{where}, with an offer or a price"
    if line.words >= SHORT_LINE_WORDS or is_heading_like(line):
        return ""
    if is_call(line.normalised):
        return f"{where}, with a call on the reader"
    return "stands between dropped lines" if inside else ""


def _labels(lines: Lines, decided: Decisions) -> Iterator[Line]:
    """Short lines that end in a colon, and headings, over a list of which nothing is kept."""
    promos = dict(_dropped(lines, decided))
    for run in groups(promos):
        if len(run) < _LISTED or run[0].index == 0 or any(promos[line] for line in run):
            continue
        above = lines[run[0].index - 1]
        if above.words <= _LABEL and _is_label(lines, above, run[-1].index + 1):
            yield above


def _is_label(lines: Lines, line: Line, after: int) -> bool:
    """A label by its colon; a heading when another heading, or nothing, follows what was dropped."""
    if line.text.endswith((":", "：")):
        return True
    ends = after >= len(lines) or lines[after].kind is Kind.HEADING
    return line.kind is Kind.HEADING and line.block.level >= 2 and ends


LABELER = Labeler("propagation", label)
