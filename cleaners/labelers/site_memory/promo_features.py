"""What in a line's own words and place speaks for a promo, however often the line is seen.

No sign decides alone: repetition asks for signs as well, and signs for repetition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...lexicon.promo_words import PhraseMatcher, promo_lexicon
from ...lexicon.text import tokens_of
from ...months import MASKED_MONTHS
from .passage import Passage

_PRICE = re.compile(
    r"[$€£¥₹₽₩₺₴]\s?\d|\d[\d.,\s]*(?:[$€£¥₹₽₩₺₴]|(?:eur|euros?|usd|gbp|chf|pln|zł|kč|kr|nok|sek|dkk|ft|lei|tl|руб\w*|грн|円|元|원)(?!\w))"
    r"|\d\s?%|(?<!\w)\d+\s?(?:percent|prozent|por ciento|pour cent|per cent)(?!\w)",
    re.I,
)
_NUMERIC_DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})\b|\b\d{1,2}\.\d{1,2}\.(?!\d)|\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}월\s?\d{1,2}일"
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")
_ADDRESS = re.compile(
    r"https?://|www\.|\b[\w.+-]+@[\w-]+\.\w|\b[a-z0-9-]{2,}\.(?:com|org|net|info|io|co|app|shop|de|fr|es|it|nl|pl|se|uk|ru|br|jp)\b(?:/\S*)?",
    re.I,
)
_CLAUSE = re.compile(r"[.!?:;|•…–—]\s+|[。！？]")
_PUBLIC = frozenset((
    "www", "m", "amp", "com", "co", "org", "net", "edu", "gov", "ac", "or", "ne", "go", "info", "gob", "blog",
    "news", "web", "site",
))  # fmt: skip
_QUOTED = re.compile(r"^[\"“„«「『‘'‹>]")
_MINE = re.compile(
    r"(?<!\w)(?:i|i'm|i’m|my|ich|mein\w*|je|mon|mes|yo|mi|meu|minha|mio|mia|ik|mijn|ja|mój|jag|min|mitt|я|мой|моя|私|我)(?!\w)",
    re.I,
)

_NAMES = {
    "call": "a call on the reader", "ask": "a request", "offer": "an offer", "price": "a price", "date": "a date",
    "address": "an address on the web", "brand": "the site's name", "linked": "a link over most of it",
    "boxed": "a box around it that is named like a promo's",
}  # fmt: skip
_OPENING = 80  # characters: no phrase is longer
FEWEST, MANY, _HALF = 2, 4, 0.5  # other articles on which a line stands; share of them
BOXED, LINKED, HEADING, APART = 1, 2, 4, 8  # what markup tells of a line; all absent in flattened text


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs found in one line. ``words`` are what they were read from, for the evidence."""

    call: bool = False
    ask: bool = False
    offer: bool = False
    price: bool = False
    date: bool = False
    address: bool = False
    brand: bool = False
    boxed: bool = False
    linked: bool = False
    words: tuple[str, ...] = ()

    @property
    def strong(self) -> bool:
        """Whether one sign is there that hardly any line of an article bears."""
        return self.call or self.boxed

    @property
    def weak(self) -> int:
        """How many signs are there that a line of an article may bear as well."""
        return self.offer + self.price + self.date + self.address + self.brand + self.linked

    @property
    def total(self) -> int:
        return self.call + self.ask + self.boxed + self.weak

    @property
    def named(self) -> str:
        """The signs in words, for a reason: "a call and a price"."""
        names = [name for sign, name in _NAMES.items() if getattr(self, sign)]
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    @property
    def promo(self) -> bool:
        """Whether the signs alone would make a reader think of a promo."""
        if self.strong:
            return self.total >= 2
        return self.total >= 3 and (self.ask or self.price or self.address or self.linked)


def outweighs(signs: Signs, count: int, of: int) -> bool:
    """Whether a line with these signs, on ``count`` of ``of`` articles, is a promo: the more pages, the fewer signs."""
    if count < max(FEWEST, of // 500) or not signs.total:
        return False
    if signs.promo:
        return True
    if count < max(MANY, of // 100):
        return False
    if signs.strong or (signs.ask and signs.total >= 2):
        return True
    return (signs.price or signs.address) and signs.total >= 2 and count >= _HALF * of


def signs_of(passage: Passage, brand: str = "", flags: int = 0) -> Signs:
    """The signs in a passage; ``brand`` is the site's name as ``brand_of`` gives it, "" to leave it out."""
    text = passage.text
    numbers = _DIGIT.search(text) is not None
    words = promo_lexicon()
    call, offer = words.calls.find(passage.tokens), words.offers.find(passage.tokens)
    ask = "" if call else _opening(words.asks, text)
    price = _first(_PRICE, text) if numbers else ""
    date = (_first(_NUMERIC_DATE, text) or _first(_YEAR, text) or _month(passage.tokens)) if numbers else ""
    address = _first(_ADDRESS, text) if "." in text else ""
    name = brand if brand and brand in "".join(passage.tokens) else ""
    return Signs(
        call=bool(call), ask=bool(ask), offer=bool(offer), price=bool(price), date=bool(date),
        address=bool(address), brand=bool(name), boxed=bool(flags & BOXED), linked=bool(flags & LINKED),
        words=tuple(dict.fromkeys(word for word in (call, ask, offer, price, date, address, name) if word)),
    )  # fmt: skip


def _opening(asks: PhraseMatcher, text: str) -> str:
    """The verb with which a clause of the text asks something, "" if none does."""
    return next(filter(None, (asks.opening_phrase(tokens_of(part[:_OPENING])) for part in _CLAUSE.split(text))), "")


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def _month(tokens: Sequence[str]) -> str:
    """A month's name with a number beside it ("may" alone is a verb)."""
    for i, token in enumerate(tokens):
        if token in MASKED_MONTHS and any(t[0].isdigit() for t in tokens[max(0, i - 1) : i + 2]):
            return token
    return ""


def brand_of(host: str) -> str:
    """The name in a host: "example" of "www.example.co.uk"; "" where it is too short to tell anything."""
    labels = [label for label in host.casefold().split(".")[:-1] if label not in _PUBLIC]
    name = re.sub(r"[^\w]", "", max(labels, key=len, default=""))
    return name if len(name) >= 4 else ""


def is_quoted(text: str) -> bool:
    """Whether a line is somebody's words: it opens with a quotation mark."""
    return bool(_QUOTED.match(text))


def is_personal(text: str) -> bool:
    """Whether the writer speaks of herself: "I", "my", in the commoner languages."""
    return bool(_MINE.search(text))
