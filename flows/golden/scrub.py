"""Neutral words for a page's own: of the same length, script and case, and the same for the same word.

The new words come from a counter in the order of the page, so that nothing can be
read back from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_END = r"""[^\s"'<>()]"""  # what an address is made of
_ADDRESS = re.compile(
    rf"(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]+)|(?:https?:)?//{_END}+|\bwww\.{_END}+"
    rf"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|co|de|fr|uk|example)\b{_END}*",
    re.I,
)
NEUTRAL_ADDRESS, NEUTRAL_MAIL = "https://example.com/page", "name@example.com"
_PAIRS = {
    "LATIN": ("bdfgklmnprstvz", "aeiou"), "CYRILLIC": ("бвгдклмнпрст", "аеиоу"), "GREEK": ("βγδκλμνπρστ", "αειου"),
}  # fmt: skip
_LETTERS = {
    "HIRAGANA": "あいうえおかきくけこさしすせそ", "KATAKANA": "アイウエオカキクケコサシスセソ",
    "CJK": "山川田木水火土石風雨花鳥月星空", "HANGUL": "가나다라마바사아자차카타파하",
    "ARABIC": "بتدرسفكلمن", "HEBREW": "אבגדהוזחטל",
}  # fmt: skip
_SHORT = 1  # words of so few letters say nothing of anybody


class Scrubber:
    """Gives each word its neutral one. Words in ``kept`` (lower case) stay as they are."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self.kept = frozenset(kept)
        self._given: dict[str, str] = {}
        self._taken: dict[str, int] = {}

    def text(self, text: str) -> str:
        """A text in neutral words; addresses become example.com."""
        return _TOKEN.sub(self._word, scrub_addresses(text))

    def _word(self, match: re.Match[str]) -> str:
        word = match[0]
        key = word.lower()
        if key in self.kept or key in _NEUTRAL or len(word) <= _SHORT:
            return word
        if key not in self._given:
            self._given[key] = self._next(key)
        new = self._given[key]
        if word.isupper():
            return new.upper()
        return new.capitalize() if word[:1].isupper() else new

    def _next(self, word: str) -> str:
        """The next free word of this shape."""
        script = "digits" if word[0].isdigit() else _script(word[0])
        shape = f"{script}{len(word)}"
        number = self._taken[shape] = self._taken.get(shape, -1) + 1
        return _made(script, len(word), number)


def words_in(texts: Iterable[str]) -> list[str]:
    """The words of some texts that a scrubber would replace, lower-cased, each once, in their order."""
    found = (match[0].lower() for text in texts for match in _TOKEN.finditer(scrub_addresses(text)))
    return [word for word in dict.fromkeys(found) if len(word) > _SHORT and word not in _NEUTRAL]


def plain_words_of(passage: str) -> list[str]:
    """The words of a passage that are nobody's name, number or address: all but later capitals and digits."""
    found = list(_TOKEN.finditer(scrub_addresses(passage)))
    plain = (match[0] for at, match in enumerate(found) if not match[0][0].isdigit() and (not at or match[0].islower()))
    return list(dict.fromkeys(word.lower() for word in plain))


def scrub_addresses(text: str) -> str:
    """Addresses and mail addresses replaced."""
    return _ADDRESS.sub(lambda found: NEUTRAL_MAIL if found["mail"] else NEUTRAL_ADDRESS, text)


_NEUTRAL = frozenset(match[0] for match in _TOKEN.finditer(f"{NEUTRAL_ADDRESS} {NEUTRAL_MAIL}"))


def _made(script: str, length: int, number: int) -> str:
    """The ``number``-th made-up word of a length."""
    if script == "digits":
        return ("1234567890" * length)[:length]
    made, turned = [], 0
    for place in range(length):
        letters = _PAIRS[script][place % 2] if script in _PAIRS else _LETTERS[script]
        number, digit = divmod(number, len(letters))
        turned += 5 * digit + 3  # what came before turns what follows: neighbours in number do not look alike
        made.append(letters[(digit + turned) % len(letters)])
    return "".join(made)


@lru_cache(4096)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ")[0]
    return name if name in _PAIRS or name in _LETTERS else "LATIN"
