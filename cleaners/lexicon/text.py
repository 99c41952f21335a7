"""What a word is: texts made alike for comparison, and counted in words, in any script."""

from __future__ import annotations

import unicodedata

from ..patterns import pattern
from ..scripts import UNSPACED

_CJK = pattern(f"[{UNSPACED}]")
_EDGES = " \t\n\u00a0\u200b:：.…!！?？,;»›→>▸▾▼▲+|•·*‣▪●–—-_=~/\\<«‹←#©®\"“”„'‘’()[]"
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "\u00a0": " ", "\u00ad": None, "\u200b": None, "\u200e": None, "\u200f": None}
)
_FIRST_WORD = pattern(r"[^\s:：|>»,]+")
_TOKEN = pattern(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def normalise(text: str) -> str:
    """Lower case, one space between words, plain apostrophes, no punctuation at either end."""
    if not text.isascii():
        text = text.translate(_PLAIN)
    return " ".join(text.strip(_EDGES).casefold().split())


def first_word(text: str) -> str:
    """The first word of a normalised line or phrase."""
    found = _FIRST_WORD.match(text)
    return found[0] if found else ""


def count_words(text: str) -> int:
    """Words of a line; two characters count as one where a script has no spaces between words."""
    words = text.count(" ") + text.count("\n") + 1
    if text.isascii():
        return words
    return words + len(_CJK.findall(text)) // 2


def tokens_of(text: str) -> list[str]:
    """The words of a text, and the characters where words have no spaces; case and form do not count."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _TOKEN.findall(text.casefold())
