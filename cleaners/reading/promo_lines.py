"""What in a line speaks for or against its being part of a run of promos: its length, its names, its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..lexicon.phrase_matcher import matcher
from ..lexicon.phrases import any_of
from ..lexicon.text import tokens_of
from ..months import LINE_MONTHS
from ..page import Kind
from ..patterns import pattern
from .lines import Line

SHORT_LINE_WORDS = 20  # a line this long belongs to a promo only with more evidence
MAX_RUN_WORDS = 2 * SHORT_LINE_WORDS  # fewer, in a line that may be part of a run of promos
_MAX_HEADING_WORDS = 14
_SUBJECT = pattern(lambda: rf"(?<!\w)(?:{any_of('promo_subject')})(?!\w)")
_NAME = pattern(r"\b[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w’'-]*[\w]")
_QUOTE_STARTS = ('"', "“", "„", "«", "‘", "'", "「", "—", "–")
_NO_BRANDS = frozenset(
    "the and for with from this that our your new free now you how why what who when where all one day week month "
    "year more ai mba ceo usa monday tuesday wednesday thursday friday saturday sunday online live join get learn "
    "die der das und sie ihr ihre ihren ihnen".split()
)


def is_about_offers(title: str) -> bool:
    """Whether a title is about a course, a sale or an event, so that calls and offers are the page's subject."""
    return bool(_SUBJECT.search(title))


def may_be_in_run(line: Line) -> bool:
    """Whether a line may be part of a promo run: short, no heading, no code, no cell, no quotation."""
    return (
        bool(line.normalised)
        and 3 <= line.words < MAX_RUN_WORDS
        and line.kind in (Kind.LINE, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)
        and not line.text.startswith(_QUOTE_STARTS)
    )


def brand_names(line: Line) -> set[str]:
    """The capitalised words of a line that could be a brand."""
    names = {name.casefold() for name in _NAME.findall(line.text)} - _NO_BRANDS - LINE_MONTHS
    return {name for name in names if len(name) >= 3 and not _is_promo_word(name)}


def _is_promo_word(name: str) -> bool:
    tokens = tokens_of(name)
    if matcher("promo_call").may_open(tokens[0]) or matcher("promo_ask").may_open(tokens[0]):
        return True
    return bool(matcher("promo_offer").find(tokens) or matcher("promo_ware").find(tokens))


def brands_of(lines: Iterable[Line]) -> set[str]:
    """The capitalised words that occur in two or more of these lines."""
    counts = Counter(name for line in lines for name in brand_names(line))
    return {name for name, count in counts.items() if count >= 2}


def is_heading_like(line: Line) -> bool:
    """Whether a line is a heading by its markup, or short and without the end of a sentence."""
    if line.kind is Kind.HEADING:
        return True
    return line.words <= _MAX_HEADING_WORDS and not line.text.endswith((".", "!", "…", "。", ":", ";", ","))
