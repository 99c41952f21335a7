"""What in a line's own words and markup is typical of a promo, however often the line occurs.

No feature decides alone: a repeated line is a promo only with such features, and such a line only if it is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...lexicon.promo_words import PhraseMatcher, promo_lexicon
from ...lexicon.text import tokens_of
from ...months import MASKED_MONTHS
from .normalised_line import NormalisedLine

_PRICE = re.compile(
    r"[$€£¥₹₽₩₺₴]\s?\d|\d[\d.,\s]{0,40}(?:[$€£¥₹₽₩₺₴]|(?:eur|euros?|usd|gbp|chf|pln|zł|kč|kr|nok|sek|dkk|ft|lei|tl|руб\w*|грн|円|元|원)(?!\w))"
    r"|\d\s?%|(?<!\w)\d+\s?(?:percent|prozent|por ciento|pour cent|per cent)(?!\w)",
    re.I,
)
_NUMERIC_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})\b|\b\d{1,2}\.\d{1,2}\.(?!\d)|\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}월\s?\d{1,2}일"
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")
_ADDRESS = re.compile(
    r"https?://|www\.|\b[\w.+-]{1,64}@[\w-]{1,63}\.\w|\b[a-z0-9-]{2,63}\.(?:com|org|net|info|io|co|app|shop|de|fr|es|it|nl|pl|se|uk|ru|br|jp)\b(?:/\S*)?",
    re.I,
)
_CLAUSE = re.compile(r"[.!?:;|•…–—]\s+|[。！？]")
_COMMON_LABELS = frozenset((
    "www", "m", "amp", "com", "co", "org", "net", "edu", "gov", "ac", "or", "ne", "go", "info", "gob", "blog",
    "news", "web", "site",
))  # fmt: skip
_QUOTATION = re.compile(r"^[\"“„«「『‘'‹>]")
_FIRST_PERSON = re.compile(
    r"(?<!\w)(?:i|i'm|i’m|my|ich|mein\w*|je|mon|mes|yo|mi|meu|minha|mio|mia|ik|mijn|ja|mój|jag|min|mitt|я|мой|моя|私|我)(?!\w)",
    re.I,
)

_DESCRIPTIONS = {
    "call": "a call on the reader", "ask": "a request", "offer": "an offer", "price": "a price", "date": "a date",
    "address": "an address on the web", "brand": "the site's name", "linked": "a link over most of it",
    "boxed": "a box around it that is named like a promo's",
}  # fmt: skip
_MAX_OPENING_CHARS = 80  # no phrase is longer
MIN_ARTICLES, MANY_ARTICLES, _MIN_SHARE = 2, 4, 0.5  # other articles with the line; share of all other articles
BOXED, LINKED, HEADING = 1, 2, 4  # flags of a line's markup; never set in flattened text


@dataclass(frozen=True, slots=True)
class PromoFeatures:
    """The promo features of one line. ``matches`` are the words they were found in, for the evidence."""

    call: bool = False
    ask: bool = False
    offer: bool = False
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
    def total(self) -> int:
        weak = self.offer + self.price + self.date + self.address + self.brand + self.linked
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


def is_repeated_promo(features: PromoFeatures, count: int, total: int) -> bool:
    """Whether a line on ``count`` of ``total`` articles is a promo; on more articles fewer features are enough."""
    if count < max(MIN_ARTICLES, total // 500) or not features.total:
        return False
    if features.is_promo:
        return True
    if count < max(MANY_ARTICLES, total // 100):
        return False
    if features.strong or (features.ask and features.total >= 2):
        return True
    return (features.price or features.address) and features.total >= 2 and count >= _MIN_SHARE * total


def find_features(line: NormalisedLine, brand: str = "", flags: int = 0) -> PromoFeatures:
    """The promo features of a line; ``brand`` is the site's name as ``brand_of`` returns it, "" to ignore it."""
    text = line.text
    has_digits = _DIGIT.search(text) is not None
    phrases = promo_lexicon()
    call, offer = phrases.calls.find(line.tokens), phrases.offers.find(line.tokens)
    ask = "" if call else _opening_request(phrases.asks, text)
    price = _first_match(_PRICE, text) if has_digits else ""
    date = (_first_match(_NUMERIC_DATE, text) or _first_match(_YEAR, text) or _month(line.tokens)) if has_digits else ""
    address = _first_match(_ADDRESS, text) if "." in text else ""
    name = brand if brand and brand in "".join(line.tokens) else ""
    return PromoFeatures(
        call=bool(call), ask=bool(ask), offer=bool(offer), price=bool(price), date=bool(date),
        address=bool(address), brand=bool(name), boxed=bool(flags & BOXED), linked=bool(flags & LINKED),
        matches=tuple(dict.fromkeys(word for word in (call, ask, offer, price, date, address, name) if word)),
    )  # fmt: skip


def _opening_request(asks: PhraseMatcher, text: str) -> str:
    """The verb with which a clause of the text requests something, "" if none does."""
    return next(
        filter(None, (asks.opening_phrase(tokens_of(part[:_MAX_OPENING_CHARS])) for part in _CLAUSE.split(text))), ""
    )


def _first_match(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def _month(tokens: Sequence[str]) -> str:
    """A month's name beside a number ("may" alone is a verb)."""
    for i, token in enumerate(tokens):
        if token in MASKED_MONTHS and any(t[0].isdigit() for t in tokens[max(0, i - 1) : i + 2]):
            return token
    return ""


def brand_of(host: str) -> str:
    """The name in a host: "example" of "www.example.co.uk"; "" where it is too short to mean anything."""
    labels = [label for label in host.casefold().split(".")[:-1] if label not in _COMMON_LABELS]
    name = re.sub(r"[^\w]", "", max(labels, key=len, default=""))
    return name if len(name) >= 4 else ""


def is_quoted(text: str) -> bool:
    """Whether a line begins with a quotation mark."""
    return bool(_QUOTATION.match(text))


def is_personal(text: str) -> bool:
    """Whether a line is in the first person: "I", "my", in the more common languages."""
    return bool(_FIRST_PERSON.search(text))
