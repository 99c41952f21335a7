"""An incident: what has changed on a site, in words, with pages from before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import expm1
from statistics import median

from .reference import MEASURES, measures_of
from .watch import Change

_EMPTY = 0.15  # share of the usual length under which pages count as emptied
_SILENT, _LANGUAGE = "no removal by ", "no language "
HEADLINES = {
    "one text": "the same text on many pages: a wall?",
    "emptied": "pages have lost their text",
    "template": "pages are built in a new way",
    "silent": "a rule fell silent",
    "metadata": "pages no longer say what they said",
    "note": "something new is noted on pages",
    "figures": "pages come out differently",
}


@dataclass(frozen=True)
class PageRef:
    """A page of an incident: its address, its name in raw/, its place in clean/ ("" if it has none)."""

    url: str
    raw: str
    clean: str


@dataclass(frozen=True)
class Incident:
    """A change of one site, opened by ``run``.

    ``kind`` is a key of `HEADLINES`; ``signs`` are sentences, the strongest sign first;
    ``figures`` gives for each measure the middle before and after. ``closed_at`` is "" while
    nobody has closed it. Times are ISO 8601, UTC.
    """

    number: int
    site: str
    run: int
    opened_at: str
    closed_at: str
    kind: str
    signs: tuple[str, ...]
    figures: dict[str, tuple[float, float]]
    before: tuple[PageRef, ...]
    after: tuple[PageRef, ...]

    @property
    def headline(self) -> str:
        """What happened, in a few words."""
        return HEADLINES[self.kind]


def figures_of(change: Change) -> dict[str, tuple[float, float]]:
    """The middle of each measure before and after; the length in characters."""
    after = list(zip(*map(measures_of, change.pages), strict=True))
    pairs = {name: (change.usual.usual(name), median(after[place])) for place, name in enumerate(MEASURES)}
    pairs["length"] = (round(expm1(pairs["length"][0])), round(expm1(pairs["length"][1])))
    return {name: (round(before, 3), round(now, 3)) for name, (before, now) in pairs.items()}


def kind_of_change(change: Change) -> str:
    """The kind of a change: the sign that tells a person most."""
    before, after = figures_of(change)["length"]
    signs = change.signs
    if "same text" in signs:
        return "one text"
    if "length low" in signs and after < _EMPTY * before:
        return "emptied"
    if "new template" in signs:
        return "template"
    for start, kind in ((_SILENT, "silent"), ("no ", "metadata"), ("note ", "note")):
        if signs[0].startswith(start):
            return kind
    return "figures"


def sentences(change: Change) -> Iterator[str]:
    """The signs in words: those of one sort in one sentence."""
    figures = figures_of(change)
    silent = [sign.removeprefix(_SILENT) for sign in change.signs if sign.startswith(_SILENT)]
    lost = [sign.removeprefix("no ") for sign in change.signs if sign.startswith("no ") and not _told_apart(sign)]
    for sign in change.signs:
        name, _, side = sign.rpartition(" ")
        if sign == "new template":
            yield "the page's parts have other names or stand in another order"
        elif sign == "same text":
            yield "pages at different addresses have one and the same text"
        elif sign.startswith(_LANGUAGE):
            yield f"the language is no longer {sign.removeprefix(_LANGUAGE)}"
        elif sign.startswith("note "):
            yield f"noted on pages: {sign.removeprefix('note ')}"
        elif side in ("low", "high"):
            yield _of_measure(name, *figures[name])
    if silent:
        yield f"nothing is removed any more by {', '.join(silent)}"
    if lost:
        yield f"no longer found: {', '.join(lost)}"


def _told_apart(sign: str) -> bool:
    return sign.startswith((_SILENT, _LANGUAGE))


def _of_measure(name: str, before: float, after: float) -> str:
    if name == "length":
        return f"{after:,.0f} characters are kept of a page, {before:,.0f} before"
    if name == "confidence":
        return f"the result is {after:.0%} certain, {before:.0%} before"
    what = "is kept" if name == "ratio" else f"is removed by {name.removeprefix('share ')}"
    return f"{after:.0%} of a page {what}, {before:.0%} before"
