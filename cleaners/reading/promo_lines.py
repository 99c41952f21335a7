"""What a line of a promotion shows by itself: a call, an offer, a date, a brand.

Shared by the rule that finds promo runs and the labeler that completes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..lexicon.phrases import alternatives, openers, phrases, words
from ..months import LINE_MONTHS
from ..page import Kind
from ..patterns import pattern
from .lines import Line

SHORT = 20  # words: a longer line belongs to a promo only with an offer or the brand in it
HEADING_WORDS = 14

_CALLS = phrases("promo_call")
CALL_OPENERS = openers("promo_call")
_OFFERS = pattern(lambda: rf"(?<!\w)(?:{words('promo_offer')})(?!\w)")
_SUBJECT = pattern(lambda: rf"(?<!\w)(?:{words('promo_subject')})(?!\w)")
_PRICE = pattern(r"\d ?%|[$€£₦₹¥₽₺]\s?\d|\d\s?(?:€|£|₽|₺|zł|usd|eur|ngn)\b|\b(?:usd|eur|ngn) ?\d")
_DATE = pattern(
    lambda: (
        rf"(?<!\w)(?:{alternatives(LINE_MONTHS)})\.? \d{{1,2}}(?!\w)"
        rf"|\d{{1,2}}\.? (?:de )?(?:{alternatives(LINE_MONTHS)})(?!\w)"
        r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d月\d"
    )
)
_DATE_WORD = pattern(lambda: rf"(?:{alternatives(LINE_MONTHS)})$")
_NAME = pattern(r"\b[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w’'-]*[\w]")
_QUOTES = ('"', "“", "„", "«", "‘", "'", "「", "—", "–")
_COMMON = frozenset(
    "the and for with from this that our your new free now you how why what who when where all one day week month "
    "year more ai mba ceo usa monday tuesday wednesday thursday friday saturday sunday online live join get learn "
    "die der das und".split()
)


def is_call(key: str) -> bool:
    """Whether a line opens by asking the reader to do something."""
    first, _, rest = key.partition(" ")
    if first not in CALL_OPENERS or not rest:
        return False
    return first in _CALLS or any(key.startswith(call) for call in _CALLS if call.startswith(first) and " " in call)


def has_offer(key: str) -> bool:
    """Whether a line names an offer, a price or an edition."""
    return bool(_OFFERS.search(key) or _PRICE.search(key))


def is_about_offers(title: str) -> bool:
    """Whether a title is about a course, a sale or an event: then calls and offers are the page's subject."""
    return bool(_SUBJECT.search(title))


def has_date(key: str) -> bool:
    return bool(_DATE.search(key))


def is_short(line: Line) -> bool:
    """A line that may be part of a promo run: short, no heading, no code, no cell, no quotation."""
    return (
        bool(line.normalised)
        and 3 <= line.words < 2 * SHORT
        and line.kind in (Kind.LINE, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)
        and not line.text.startswith(_QUOTES)
    )


def names_of(line: Line) -> set[str]:
    """The capitalised words of a line that could be a brand."""
    found = {name.casefold() for name in _NAME.findall(line.text)} - _COMMON - CALL_OPENERS
    return {name for name in found if len(name) >= 3 and not _DATE_WORD.match(name)}


def brands_of(lines: Iterable[Line]) -> set[str]:
    """Names that two or more of these lines hold."""
    seen = Counter(name for line in lines for name in names_of(line))
    return {name for name, count in seen.items() if count >= 2}


def is_heading_like(line: Line) -> bool:
    """A heading by its markup, or a short line that ends as no sentence does."""
    if line.kind is Kind.HEADING:
        return True
    return line.words <= HEADING_WORDS and not line.text.endswith((".", "!", "…", "。", ":", ";", ","))
