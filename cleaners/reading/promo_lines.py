"""Signs of a promotion in a single line: a call, an offer, a date, a brand.

Used by the rule that finds promo runs and by propagation, which extends them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from ..lexicon.phrases import alternatives, any_of, first_words, phrases
from ..months import LINE_MONTHS
from ..page import Kind
from ..patterns import pattern
from .lines import Line

SHORT_LINE_WORDS = 20  # a line this long belongs to a promo only if it contains an offer or the brand
_MAX_HEADING_WORDS = 14

_CALLS = phrases("promo_call")
CALL_FIRST_WORDS = first_words("promo_call")
_OFFERS = pattern(lambda: rf"(?<!\w)(?:{any_of('promo_offer')})(?!\w)")
_SUBJECT = pattern(lambda: rf"(?<!\w)(?:{any_of('promo_subject')})(?!\w)")
_PRICE = pattern(r"\d ?%|[$€£₦₹¥₽₺]\s?\d|\d\s?(?:€|£|₽|₺|zł|usd|eur|ngn)\b|\b(?:usd|eur|ngn) ?\d")
_DATE = pattern(
    lambda: (
        rf"(?<!\w)(?:{alternatives(LINE_MONTHS)})\.? \d{{1,2}}(?!\w)"
        rf"|\d{{1,2}}\.? (?:de )?(?:{alternatives(LINE_MONTHS)})(?!\w)"
        r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d月\d"
    )
)
_MONTH_NAME = pattern(lambda: rf"(?:{alternatives(LINE_MONTHS)})$")
_NAME = pattern(r"\b[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w’'-]*[\w]")
_QUOTE_STARTS = ('"', "“", "„", "«", "‘", "'", "「", "—", "–")
_NO_BRANDS = frozenset(
    "the and for with from this that our your new free now you how why what who when where all one day week month "
    "year more ai mba ceo usa monday tuesday wednesday thursday friday saturday sunday online live join get learn "
    "die der das und".split()
)


def is_call(text: str) -> bool:
    """Whether a normalised line starts by asking the reader to do something."""
    first, _, rest = text.partition(" ")
    if first not in CALL_FIRST_WORDS or not rest:
        return False
    return first in _CALLS or text.startswith(_calls_by_first_word().get(first, ()))


@cache
def _calls_by_first_word() -> dict[str, tuple[str, ...]]:
    """The calls of several words."""
    calls: dict[str, tuple[str, ...]] = {}
    for call in _CALLS:
        first, space, _ = call.partition(" ")
        if space:
            calls[first] = (*calls.get(first, ()), call)
    return calls


def has_offer(text: str) -> bool:
    """Whether a normalised line names an offer, a price or an edition."""
    return bool(_OFFERS.search(text) or _PRICE.search(text))


def is_about_offers(title: str) -> bool:
    """Whether a title is about a course, a sale or an event, so that calls and offers are the page's subject."""
    return bool(_SUBJECT.search(title))


def has_date(text: str) -> bool:
    return bool(_DATE.search(text))


def is_short(line: Line) -> bool:
    """Whether a line may be part of a promo run: short, no heading, no code, no cell, no quotation."""
    return (
        bool(line.normalised)
        and 3 <= line.words < 2 * SHORT_LINE_WORDS
        and line.kind in (Kind.LINE, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)
        and not line.text.startswith(_QUOTE_STARTS)
    )


def capitalised_names(line: Line) -> set[str]:
    """The capitalised words of a line that could be a brand."""
    names = {name.casefold() for name in _NAME.findall(line.text)} - _NO_BRANDS - CALL_FIRST_WORDS
    return {name for name in names if len(name) >= 3 and not _MONTH_NAME.match(name)}


def brands_of(lines: Iterable[Line]) -> set[str]:
    """The capitalised words that occur in two or more of these lines."""
    counts = Counter(name for line in lines for name in capitalised_names(line))
    return {name for name, count in counts.items() if count >= 2}


def is_heading_like(line: Line) -> bool:
    """Whether a line is a heading by its markup, or short and without the end of a sentence."""
    if line.kind is Kind.HEADING:
        return True
    return line.words <= _MAX_HEADING_WORDS and not line.text.endswith((".", "!", "…", "。", ":", ";", ","))
