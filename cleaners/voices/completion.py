"""Verdicts that follow from neighbours: the rest of a promo run, the label of a dropped list.

It speaks last but one, on what no other voice decided. The rest of a run goes when it
names the run's brand or an offer, or stands between two of its lines; a heading, and any
line of twenty words or more without offer or brand, ends the run.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..labeler import Voice
from ..page import Decisions, Kind, Verdict, Verdicts
from ..reading import Reading
from ..reading.lines import Lines, drop, groups
from ..reading.promo_lines import SHORT, brands_of, has_offer, is_call, is_heading_like, is_short, names_of

_PROMO_VOICES = frozenset(("rules.promo", "memory"))
_REACH = 4  # lines of a promo run: no more are added on either side
_GAP = 3  # lines between two lines of one run, and one
_LABEL = 6  # words of the label of a list
_LISTED = 2  # dropped lines that make a list


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    found = {}
    for place, why in _rest_of_promos(lines, decided):
        found.update(drop(lines, [place], why))
    found.update(_labels(lines, decided))
    return {index: verdict for index, verdict in found.items() if index not in decided}


def _rest_of_promos(lines: Lines, decided: Decisions) -> Iterator[tuple[int, str]]:
    """The lines that go with dropped promos, and why."""
    seeds = [
        lines.position[index]
        for index, decision in decided.items()
        if _is_promo(decision.kept, decision.voice) and index in lines.position
    ]
    for run in groups(seeds, apart=_GAP):
        brands = brands_of(lines, run)
        for place in range(run[0], run[-1]):
            why = "" if place in run else _belongs(lines, place, brands, inside=True)
            if why:
                yield place, why
        for step in (-1, 1):
            place = run[0] if step < 0 else run[-1]
            for _ in range(_REACH):
                place += step
                if not 0 <= place < len(lines) or lines.blocks[place].index in decided:
                    break
                why = _belongs(lines, place, brands)
                if not why:
                    break
                yield place, why


def _is_promo(kept: bool, voice: str) -> bool:
    return not kept and voice in _PROMO_VOICES


def _belongs(lines: Lines, place: int, brands: set[str], inside: bool = False) -> str:
    """Why a line next to dropped ones goes with them; "" if it does not."""
    if not is_short(lines, place):
        return ""
    key = lines.keys[place]
    where = "stands between dropped lines" if inside else "stands beside dropped lines"
    if names_of(lines, place) & brands:
        return f"{where} and names what they name"
    if has_offer(key):
        return f"{where}, with an offer or a price"
    if lines.words[place] >= SHORT or is_heading_like(lines, place):
        return ""
    if is_call(key):
        return f"{where}, with a call on the reader"
    return "stands between dropped lines" if inside else ""


def _labels(lines: Lines, decided: Decisions) -> dict[int, Verdict]:
    """Short lines that end in a colon, and headings, over a list of which nothing is kept."""
    gone = {
        lines.position[index] for index, decision in decided.items() if not decision.kept and index in lines.position
    }
    found: list[int] = []
    for run in groups(gone):
        above = run[0] - 1
        if (
            len(run) < _LISTED
            or above < 0
            or any(_is_promo(False, decided[lines.blocks[place].index].voice) for place in run)
        ):
            continue
        if lines.words[above] <= _LABEL and _is_label(lines, above, run[-1] + 1):
            found.append(above)
    return drop(lines, found, "label of a list that was dropped")


def _is_label(lines: Lines, place: int, after: int) -> bool:
    """A label by its colon; a heading when another heading, or nothing, follows what was dropped."""
    block = lines.blocks[place]
    if block.text.endswith((":", "：")):
        return True
    ends = after >= len(lines) or lines.blocks[after].kind is Kind.HEADING
    return block.kind is Kind.HEADING and block.level >= 2 and ends


VOICE = Voice("completion", speak)
