"""Promotions in the body: runs of two to six short lines of calls and offers among the prose.

Only the page itself is evidence: a run is dropped if two of its lines each have two of
three signs (a call on the reader; an offer, or a price or date in a call; a brand that the run
repeats and that neither title nor prose is about), and one line names an offer.
A sum of money alone is no sign. A heading before the run is not dropped. Nothing is dropped if the title
is about the brand: then the page may be about the course, the sale or the event itself. If the title is about
offers, only promos of the site itself are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice

from ...page import Decisions, Kind, Labels
from ...reading import Reading
from ...reading.declared_titles import declared_site_names
from ...reading.lines import Line, Lines, drop, groups
from ...reading.promo_features import features_of, opening_words, opens_with_call
from ...reading.promo_lines import (
    MAX_RUN_WORDS,
    SHORT_LINE_WORDS,
    brand_names,
    brands_of,
    is_about_offers,
    is_heading_like,
    may_be_in_run,
)
from ...reading.titles import without_site_tail

_MIN_RUN_LINES, _MAX_RUN_LINES = 2, 6
_MIN_OFFER_WORDS = 5  # of a line that could make an offer
_MIN_SHOP_OFFERS, _MAX_LINES_PER_OFFER = 3, 6  # of lines outside the runs, on a shop's page
_MIN_SUBJECT_PARAGRAPHS = 3  # with a word in so many paragraphs, the page is about it


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    if sum(line.is_prose for line in lines) < 2:
        return {}
    title = _title_text(reading, decided)
    site = declared_site_names(reading.page.head) if is_about_offers(title) else None
    if site == set():
        return {}
    promo_lines = {line for run in _runs(lines) for line in _promo_lines(lines, run, title, site)}
    if not promo_lines or _is_shop(lines, promo_lines):
        return {}
    return drop(promo_lines, "part of a run of promotional lines in the body")


def _is_shop(lines: Lines, promo_lines: set[Line]) -> bool:
    """Whether many other lines, paragraphs aside, have offers: then the page is a shop's, and they are its content."""
    others = [line for line in lines if line not in promo_lines and _MIN_OFFER_WORDS <= line.words < MAX_RUN_WORDS]
    features = [features_of(line) for line in others if not line.is_prose and line.kind is not Kind.CODE]
    offers = sum(feature.offer or feature.price for feature in features)
    return offers >= _MIN_SHOP_OFFERS and offers * _MAX_LINES_PER_OFFER > len(others)


def _title_text(reading: Reading, decided: Decisions) -> str:
    line = reading.lines.title(decided)
    return without_site_tail(line.normalised if line else next(iter(reading.declared_titles), "").casefold())


def _runs(lines: Lines) -> Iterator[list[Line]]:
    """Runs of short neighbouring lines around calls, with prose nearby."""
    candidates = lines.starting_with(opening_words(lines.by_first_word.keys()), MAX_RUN_WORDS)
    for group in groups((line for line in candidates if may_be_in_run(line) and opens_with_call(line.text)), 3):
        first, last = group[0].index, group[-1].index
        start, end = first, last
        while start > 0 and first - start < 2 and _may_join(lines[start - 1]):
            start -= 1
        while end + 1 < len(lines) and end - last < 2 and _may_join(lines[end + 1]):
            end += 1
        run = [line for line in lines.between(start, end + 1) if may_be_in_run(line)]
        neighbours = (*lines.between(start - 4, start), *lines.between(end + 1, end + 4))
        in_body = any(line.is_prose and line.words >= SHORT_LINE_WORDS for line in neighbours)
        if len(run) >= _MIN_RUN_LINES and len(group) <= _MAX_RUN_LINES and in_body:
            yield run


def _may_join(line: Line) -> bool:
    return may_be_in_run(line) and line.words < SHORT_LINE_WORDS


def _promo_lines(lines: Lines, run: list[Line], title: str, site: Set[str] | None) -> list[Line]:
    """The promotional lines of a run; none if the evidence is too weak.

    ``site``: the names of the site, one of which must be the brand; None where any brand will do.
    """
    features = {line: features_of(line) for line in run}
    asking = {line for line in run if features[line].asks}
    offers = {line for line in run if features[line].offer or (line in asking and features[line].price)}
    brands = brands_of(asking | offers)
    if any(brand in title for brand in brands):
        return []
    brands = {brand for brand in brands if not _is_subject(lines, brand, run)}
    if site is not None and not any(brand in name.split() for brand in brands for name in site):
        return []
    branded = {line for line in run if brand_names(line) & brands}
    dated = {line for line in asking if features[line].date}
    signs = {line: (line in asking) + (line in offers or line in dated) + (line in branded) for line in run}
    strong = [line for line in run if signs[line] >= 2]
    # An offer, and the brand in two lines; or two offers with a price or a date, and a certain call. An article
    # may itself give tips such as "Book early and ask for a discount."
    is_dated = any(features[line].price or features[line].date for line in strong)
    certain = len(branded) >= 2 or (len(offers) >= 2 and is_dated and any(features[line].call for line in strong))
    if len(strong) < 2 or not offers or not certain or len(strong) > _MAX_RUN_LINES:
        return []
    first, last = strong[0].index, strong[-1].index
    return [
        line
        for line in run
        if line in strong
        or (signs[line] and first < line.index < last and line.words < SHORT_LINE_WORDS and not is_heading_like(line))
    ]


def _is_subject(lines: Lines, name: str, run: list[Line]) -> bool:
    """Whether several of the page's own paragraphs contain the name."""
    paragraphs = (line for line in lines if line.is_prose and line.words >= SHORT_LINE_WORDS and line not in run)
    naming = (line for line in paragraphs if name in line.text.casefold())
    return len(list(islice(naming, _MIN_SUBJECT_PARAGRAPHS))) == _MIN_SUBJECT_PARAGRAPHS
