"""What in a line's own words and markup is typical of a promo.

The rule for runs of promos, propagation and the site memory use it. No feature decides alone: each of them
requires several features together, or features and repetition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

from ..lexicon.phrase_matcher import matcher
from ..lexicon.phrases import first_words
from ..lexicon.text import tokens_of
from ..months import MASKED_MONTHS
from ..patterns import pattern
from .lines import Line

_PRICE = pattern(
    r"[$€£¥₹₽₩₺₴₦]\s?\d|\d[\d.,\s]{0,40}(?:[$€£¥₹₽₩₺₴₦]|(?:eur|euros?|usd|ngn|gbp|chf|pln|zł|kč|kr|nok|sek|dkk|ft|lei|tl|руб\w*|грн|円|元|원)(?!\w))"
    r"|\d\s?%|(?<!\w)\d+\s?(?:percent|prozent|por ciento|pour cent|per cent)(?!\w)",
    re.I,
)
_NUMERIC_DATE = pattern(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})\b|\b\d{1,2}\.\d{1,2}\.(?!\d)|\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}월\s?\d{1,2}일"
)
_DIGIT = pattern(r"\d")
_YEAR = pattern(r"(?<!\d)20[2-9]\d(?!\d)")
_ADDRESS = pattern(
    r"https?://|www\.|\b[\w.+-]{1,64}@[\w-]{1,63}\.\w|\b[a-z0-9-]{2,63}\.(?:com|org|net|info|io|co|app|shop|de|fr|es|it|nl|pl|se|uk|ru|br|jp)\b(?:/\S*)?",
    re.I,
)
_CLAUSE = pattern(r"[.!?:;|•…–—]\s+|[。！？]")
_QUOTATION = pattern(r"^[\"“„«「『‘'‹>]")
_FIRST_PERSON = pattern(
    r"(?<!\w)(?:i|i'm|i’m|my|ich|mein\w*|je|mon|mes|yo|mi|meu|minha|mio|mia|ik|mijn|ja|mój|jag|min|mitt|я|мой|моя|私|我)(?!\w)",
    re.I,
)

_DESCRIPTIONS = {
    "call": "a call on the reader", "ask": "a request", "offer": "an offer", "price": "a price", "date": "a date",
    "ware": "something to sell or to give",
    "address": "an address on the web", "brand": "a brand's name", "linked": "a link over most of it",
    "boxed": "a box around it that is named like a promo's",
}  # fmt: skip
_POLITE_WORDS = frozenset(("please", "bitte", "now"))
_FIRST_UNSPACED = "\u0e00"  # of the scripts without spaces: Thai, Chinese, Japanese, and Korean with its endings
_MAX_OPENING_CHARS = 80  # no phrase is longer
BOXED, LINKED, HEADING = 1, 2, 4  # flags of a line's markup; never set in flattened text


@dataclass(frozen=True, slots=True)
class PromoFeatures:
    """The promo features of one line. ``matches`` are the words they were found in, for the evidence."""

    call: bool = False
    ask: bool = False
    offer: bool = False
    ware: bool = False
    price: bool = False
    date: bool = False
    address: bool = False
    brand: bool = False
    boxed: bool = False
    linked: bool = False
    matches: tuple[str, ...] = ()

    @property
    def strong(self) -> bool:
        """Whether the line has a feature that hardly any line of an article has."""
        return self.call or self.boxed

    @property
    def asks(self) -> bool:
        """Whether the line asks the reader to do something."""
        return self.call or self.ask

    @property
    def total(self) -> int:
        weak = self.offer + self.ware + self.price + self.date + self.address + self.brand + self.linked
        return self.call + self.ask + self.boxed + weak

    @property
    def description(self) -> str:
        """The features in words, for a reason: "a call and a price"."""
        names = [name for feature, name in _DESCRIPTIONS.items() if getattr(self, feature)]
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    @property
    def is_promo(self) -> bool:
        """Whether a reader would take the line for a promo by its features alone."""
        if self.strong:
            return self.total >= 2
        return self.total >= 3 and (self.ask or self.price or self.address or self.linked)


def features_of(line: Line) -> PromoFeatures:
    """The promo features of a line of the page, by its words alone."""
    return features_of_text(line.text)


def features_of_text(text: str) -> PromoFeatures:
    """The promo features of a text by its words alone."""
    return find_features(text, tokens_of(text))


def find_features(text: str, tokens: Sequence[str], brand: str = "", flags: int = 0) -> PromoFeatures:
    """The promo features of a text and its tokens; ``brand`` is the site's name, in small letters, "" to ignore it."""
    has_digits = _DIGIT.search(text) is not None
    call, offer = matcher("promo_call").find(tokens), matcher("promo_offer").find(tokens)
    ask = "" if call else _opening_request(text)
    ware = "" if offer else matcher("promo_ware").find(tokens)
    price = _first_match(_PRICE, text) if has_digits else ""
    date = (_first_match(_NUMERIC_DATE, text) or _first_match(_YEAR, text) or _month(tokens)) if has_digits else ""
    address = _first_match(_ADDRESS, text) if "." in text else ""
    name = brand if brand and brand in "".join(tokens) else ""
    return PromoFeatures(
        call=bool(call), ask=bool(ask), offer=bool(offer), ware=bool(ware), price=bool(price), date=bool(date),
        address=bool(address), brand=bool(name), boxed=bool(flags & BOXED), linked=bool(flags & LINKED),
        matches=tuple(dict.fromkeys(word for word in (call, ask, offer, ware, price, date, address, name) if word)),
    )  # fmt: skip


def _opening_request(text: str) -> str:
    """The verb with which a clause of the text requests something, "" if none does."""
    asks = matcher("promo_ask", "promo_before")
    return next(
        filter(None, (asks.opening_phrase(tokens_of(part[:_MAX_OPENING_CHARS])) for part in _CLAUSE.split(text))), ""
    )


def opens_with_call(text: str) -> bool:
    """Whether a text starts by asking the reader to do something."""
    tokens = tokens_of(text[:_MAX_OPENING_CHARS])
    return any(matcher(table, "promo_before").opening_phrase(tokens) for table in ("promo_call", "promo_ask"))


def opening_words(words: Set[str]) -> frozenset[str]:
    """Those of the words with which a call on the reader may start: a quick test."""
    whole, stems = _call_words()
    return frozenset(word for word in words if word in whole or word.startswith(stems))


@cache
def _call_words() -> tuple[frozenset[str], tuple[str, ...]]:
    """The first words of calls; and the starts of such words, also in scripts without spaces, whose words are lines."""
    words = first_words("promo_call") | first_words("promo_ask") | _POLITE_WORDS
    stems = tuple(word.rstrip("*") for word in words if word.endswith("*") or word[0] >= _FIRST_UNSPACED)
    return words, stems


def _first_match(regex: re.Pattern[str], text: str) -> str:
    match = regex.search(text)
    return match[0] if match else ""


def _month(tokens: Sequence[str]) -> str:
    """A month's name beside a number ("may" alone is a verb)."""
    for i, token in enumerate(tokens):
        if token in MASKED_MONTHS and any(t[0].isdigit() for t in tokens[max(0, i - 1) : i + 2]):
            return token
    return ""


def is_quoted(text: str) -> bool:
    """Whether a line begins with a quotation mark."""
    return bool(_QUOTATION.match(text))


def is_personal(text: str) -> bool:
    """Whether a line is in the first person: "I", "my", in the more common languages."""
    return bool(_FIRST_PERSON.search(text))
