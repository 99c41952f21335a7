"""In-body promotions: two to four short lines of calls and offers among the prose.

Page evidence alone: a run goes only when two of its lines each show two of three
signs (a call to the reader; an offer, price, edition or date; a brand that the run
repeats and neither title nor prose is about), and one line names an offer.
A heading before the run stays. Nothing goes when the title is about the brand or
about offers: then the page may be about the course, the sale or the event itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...labeler import Voice
from ...page import Decisions, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop, groups, title_place
from ...reading.promo_lines import (
    CALL_OPENERS,
    SHORT,
    brands_of,
    has_date,
    has_offer,
    is_about_offers,
    is_call,
    is_heading_like,
    is_short,
    names_of,
)

_SITE_TAIL = pattern(r"(\S+(?: \S+){2,40}) (?:[|–—·»-]|::) .{1,40}$")  # the site's own name after the title
_LEAST, _MOST = 2, 6  # lines of a run
_LINE = 5  # words of a line that could make an offer
_OFFERS, _SHARE = 3, 6  # such lines outside the run, at least; and one line in so many
_SUBJECT = 3  # paragraphs that name a word: it is what the page is about


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    if sum(lines.prose) < _LEAST:
        return {}
    title = _title_words(reading, decided)
    if is_about_offers(title):
        return {}
    found = {place for run in _runs(lines) for place in _promo(lines, run, title)}
    if not found or _sells(lines, found):
        return {}
    return drop(lines, found, "part of a run of promotional lines in the body")


def _sells(lines: Lines, runs: set[int]) -> bool:
    """Whether offers stand all over the page: then it is a shop, and its offers are its content."""
    others = [place for place in range(len(lines)) if place not in runs and _LINE <= lines.words[place] < 2 * SHORT]
    seen = sum(1 for place in others if has_offer(lines.keys[place]))
    return seen >= _OFFERS and seen * _SHARE > len(others)


def _title_words(reading: Reading, decided: Decisions) -> str:
    lines = reading.lines
    place = title_place(lines, decided)
    title = lines.keys[place] if place is not None else next(iter(reading.declared_titles), "").casefold()
    whole = _SITE_TAIL.match(title)
    return whole[1] if whole else title


def _runs(lines: Lines) -> Iterator[list[int]]:
    """Short neighbouring lines around a call or an offer, prose or a heading before them."""
    lit = [
        place
        for place in lines.opened_by(CALL_OPENERS, 2 * SHORT)
        if is_call(lines.keys[place]) and is_short(lines, place)
    ]
    for group in groups(lit, apart=3):
        start, end = group[0], group[-1]
        while start > 0 and group[0] - start < 2 and is_short(lines, start - 1) and lines.words[start - 1] < SHORT:
            start -= 1
        while (
            end + 1 < len(lines) and end - group[-1] < 2 and is_short(lines, end + 1) and lines.words[end + 1] < SHORT
        ):
            end += 1
        run = [place for place in range(start, end + 1) if is_short(lines, place)]
        if len(run) >= _LEAST and len(group) <= _MOST and _in_body(lines, start, end):
            yield run


def _in_body(lines: Lines, start: int, end: int) -> bool:
    """Prose within a few lines on one side, and prose or the head's end on the other."""
    after = any(
        lines.prose[place] and lines.words[place] >= SHORT for place in range(end + 1, min(end + 4, len(lines)))
    )
    before = any(lines.prose[place] and lines.words[place] >= SHORT for place in range(max(0, start - 4), start))
    return after or before


def _promo(lines: Lines, run: list[int], title: str) -> list[int]:
    """The lines of the run that are promotional; none when the evidence is too thin."""
    keys = {place: lines.keys[place] for place in run}
    offers = {place for place in run if has_offer(keys[place])}
    calls = {place for place in run if is_call(keys[place])}
    brands = brands_of(lines, [place for place in run if place in offers or place in calls])
    if any(brand in title for brand in brands):
        return []
    brands = {brand for brand in brands if not _is_subject(lines, brand, run)}
    branded = {place for place in run if names_of(lines, place) & brands}
    dated = {place for place in run if place in calls and has_date(keys[place])}
    signs = {place: (place in calls) + (place in offers or place in dated) + (place in branded) for place in run}
    strong = [place for place in run if signs[place] >= 2]
    lit = [
        place for place in run if signs[place] and (lines.words[place] < SHORT or place in offers or place in branded)
    ]
    if len(strong) < _LEAST or not offers or not _enough(len(offers), branded, strong) or len(lit) > _MOST:
        return []
    inner = range(min(strong), max(strong) + 1)
    return [
        place
        for place in lit
        if place in strong or place in branded or (place in inner and not is_heading_like(lines, place))
    ]


def _enough(offers: int, branded: set[int], strong: list[int]) -> bool:
    """A brand repeated over the run, or an offer in two lines of it."""
    return len(branded) >= _LEAST or (offers >= _LEAST and len(strong) >= _LEAST)


def _is_subject(lines: Lines, name: str, run: list[int]) -> bool:
    """Whether the page's own paragraphs keep naming the word."""
    seen = 0
    for place, prose in enumerate(lines.prose):
        if prose and lines.words[place] >= SHORT and place not in run and name in lines.blocks[place].text.casefold():
            seen += 1
            if seen >= _SUBJECT:
                return True
    return False


VOICE = Voice("rules.promo", speak)
