"""An incident: a change of a site, in words, with pages from before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import expm1
from statistics import median

from ..views.labelers import name_in_sentence
from .reference import MEASURES, measures_of
from .watch import SiteChange

_EMPTIED_SHARE = 0.15  # of the usual length: shorter pages have lost their text
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
    """A page of an incident: its address, its path in raw/, its path in clean/ ("" if it has none)."""

    url: str
    raw: str
    clean: str


@dataclass(frozen=True)
class Incident:
    """A change of one site, opened by ``run``.

    ``kind`` is a key of `HEADLINES`; ``signs`` are sentences, the strongest sign first;
    ``figures`` has for each measure the median before and after. ``closed_at`` is "" for an
    open incident. Times are ISO 8601, UTC.
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
        return HEADLINES.get(self.kind, self.kind)


def figures_of(change: SiteChange) -> dict[str, tuple[float, float]]:
    """The median of each measure before and after; the length in characters."""
    after = list(zip(*map(measures_of, change.pages), strict=True))
    pairs = {name: (change.usual.median_of(name), median(values)) for name, values in zip(MEASURES, after, strict=True)}
    pairs["length"] = (round(expm1(pairs["length"][0])), round(expm1(pairs["length"][1])))
    return {name: (round(before, 3), round(now, 3)) for name, (before, now) in pairs.items()}


def kind_of_change(change: SiteChange) -> str:
    """The key in `HEADLINES` of the sign that explains most."""
    before, after = figures_of(change)["length"]
    signs = change.signs
    if "same text" in signs:
        return "one text"
    if "length low" in signs and after < _EMPTIED_SHARE * before:
        return "emptied"
    if "new template" in signs:
        return "template"
    for start, kind in ((_SILENT, "silent"), ("no ", "metadata"), ("note ", "note")):
        if signs[0].startswith(start):
            return kind
    return "figures"


def sentences(change: SiteChange) -> Iterator[str]:
    """The signs as sentences; removals and metadata that are missing are one sentence each."""
    figures = figures_of(change)
    silent = [name_in_sentence(sign.removeprefix(_SILENT)) for sign in change.signs if sign.startswith(_SILENT)]
    missing = [
        sign.removeprefix("no ") for sign in change.signs
        if sign.startswith("no ") and not sign.startswith((_SILENT, _LANGUAGE))
    ]  # fmt: skip
    for sign in change.signs:
        name, _, side = sign.rpartition(" ")
        if sign == "new template":
            yield "the page's parts have other names or are in another order"
        elif sign == "same text":
            yield "pages at different addresses have one and the same text"
        elif sign.startswith(_LANGUAGE):
            yield f"the language is no longer {sign.removeprefix(_LANGUAGE)}"
        elif sign.startswith("note "):
            yield f"noted on pages: {sign.removeprefix('note ')}"
        elif side in ("low", "high"):
            yield _measure_sentence(name, *figures[name])
    if silent:
        yield f"nothing is removed any more by {', '.join(silent)}"
    if missing:
        yield f"no longer found: {', '.join(missing)}"


def _measure_sentence(name: str, before: float, after: float) -> str:
    if name == "length":
        return f"{after:,.0f} characters are kept of a page, {before:,.0f} before"
    if name == "confidence":
        return f"the result is {after:.0%} certain, {before:.0%} before"
    what = "is kept" if name == "ratio" else f"is removed by {name_in_sentence(name.removeprefix('share '))}"
    return f"{after:.0%} of a page {what}, {before:.0%} before"
