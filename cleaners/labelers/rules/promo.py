"""In-body promotions: two to four short lines of calls and offers among the prose.

Page evidence alone: a run goes only when two of its lines each show two of three
signs (a call to the reader; an offer, price, edition or date; a brand that the run
repeats and neither title nor prose is about), and one line names an offer.
A heading before the run stays. Nothing goes when the title is about the brand or
about offers: then the page may be about the course, the sale or the event itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ...page import Decisions, Labels
from ...reading import Reading
from ...reading.lines import Line, Lines, drop, groups
from ...reading.promo_lines import (
    CALL_FIRST_WORDS,
    SHORT_LINE_WORDS,
    brands_of,
    capitalised_names,
    has_date,
    has_offer,
    is_about_offers,
    is_call,
    is_heading_like,
    is_short,
)
from ...reading.titles import without_site_tail

_LEAST, _MOST = 2, 6  # lines of a run
_LINE = 5  # words of a line that could make an offer
_OFFERS, _SHARE = 3, 6  # such lines outside the run, at least; and one line in so many
_SUBJECT = 3  # paragraphs that name a word: it is what the page is about


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    if sum(line.is_prose for line in lines) < _LEAST:
        return {}
    title = _title_words(reading, decided)
    if is_about_offers(title):
        return {}
    found = {line for run in _runs(lines) for line in _promo(lines, run, title)}
    if not found or _sells(lines, found):
        return {}
    return drop(found, "part of a run of promotional lines in the body")


def _sells(lines: Lines, runs: set[Line]) -> bool:
    """Whether there are offers all over the page: then it is a shop, and its offers are its content."""
    others = [line for line in lines if line not in runs and _LINE <= line.words < 2 * SHORT_LINE_WORDS]
    seen = sum(1 for line in others if has_offer(line.normalised))
    return seen >= _OFFERS and seen * _SHARE > len(others)


def _title_words(reading: Reading, decided: Decisions) -> str:
    line = reading.lines.title(decided)
    return without_site_tail(line.normalised if line else next(iter(reading.declared_titles), "").casefold())


def _runs(lines: Lines) -> Iterator[list[Line]]:
    """Short neighbouring lines around a call or an offer, prose or a heading before them."""
    openers = lines.starting_with(CALL_FIRST_WORDS, 2 * SHORT_LINE_WORDS)
    for group in groups((line for line in openers if is_call(line.normalised) and is_short(line)), max_distance=3):
        first, last = group[0].index, group[-1].index
        start, end = first, last
        while start > 0 and first - start < 2 and _may_join(lines[start - 1]):
            start -= 1
        while end + 1 < len(lines) and end - last < 2 and _may_join(lines[end + 1]):
            end += 1
        run = [line for line in lines.between(start, end + 1) if is_short(line)]
        beside = (*lines.between(start - 4, start), *lines.between(end + 1, end + 4))
        in_body = any(line.is_prose and line.words >= SHORT_LINE_WORDS for line in beside)
        if len(run) >= _LEAST and len(group) <= _MOST and in_body:
            yield run


def _may_join(line: Line) -> bool:
    return is_short(line) and line.words < SHORT_LINE_WORDS


def _promo(lines: Lines, run: list[Line], title: str) -> list[Line]:
    """The lines of the run that are promotional; none when the evidence is too thin."""
    offers = {line for line in run if has_offer(line.normalised)}
    calls = {line for line in run if is_call(line.normalised)}
    brands = brands_of(line for line in run if line in offers or line in calls)
    if any(brand in title for brand in brands):
        return []
    brands = {brand for brand in brands if not _is_subject(lines, brand, run)}
    branded = {line for line in run if capitalised_names(line) & brands}
    dated = {line for line in calls if has_date(line.normalised)}
    signs = {line: (line in calls) + (line in offers or line in dated) + (line in branded) for line in run}
    strong = [line for line in run if signs[line] >= 2]
    lit = [line for line in run if signs[line] and (line.words < SHORT_LINE_WORDS or line in offers or line in branded)]
    # A brand repeated over the run, or an offer in two lines of it.
    enough = offers and (len(branded) >= _LEAST or len(offers) >= _LEAST)
    if len(strong) < _LEAST or not enough or len(lit) > _MOST:
        return []
    first, last = strong[0].index, strong[-1].index
    return [
        line
        for line in lit
        if line in strong or line in branded or (first < line.index < last and not is_heading_like(line))
    ]


def _is_subject(lines: Lines, name: str, run: list[Line]) -> bool:
    """Whether the page's own paragraphs keep naming the word."""
    long = (line for line in lines if line.is_prose and line.words >= SHORT_LINE_WORDS and line not in run)
    naming = (line for line in long if name in line.text.casefold())
    return len(list(islice(naming, _SUBJECT))) == _SUBJECT
