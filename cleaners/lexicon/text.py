"""Texts normalised for comparison, split into words and counted in words, in any script."""

from __future__ import annotations

import unicodedata

from ..characters import UNSPACED
from ..patterns import pattern

_UNSPACED_CHAR = pattern(f"[{UNSPACED}]")
_EDGES = " \t\n\u00a0\u200b:：.…!！?？,;»›→>▸▾▼▲+|•·*‣▪●–—-_=~/\\<«‹←#©®\"“”„'‘’()[]"
_REPLACEMENTS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "\u00a0": " ",
        "\u00ad": None,
        "\u200b": None,
        "\u200e": None,
        "\u200f": None,
        "İ": "i",
    }
)
_FIRST_WORD = pattern(r"[^\s:：|>»,]+")
_TOKEN = pattern(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def normalise(text: str) -> str:
    """Lower case, one space between words, plain apostrophes, no punctuation at either end."""
    if not text.isascii():
        text = text.translate(_REPLACEMENTS)
    return " ".join(text.strip(_EDGES).casefold().split())


def first_word(text: str) -> str:
    """The first word of a normalised line or phrase."""
    match = _FIRST_WORD.match(text)
    return match[0] if match else ""


def count_words(text: str) -> int:
    """The number of words; in a script without spaces between words, two characters count as one word."""
    words = text.count(" ") + text.count("\n") + 1
    if text.isascii():
        return words
    return words + len(_UNSPACED_CHAR.findall(text)) // 2


def tokens_of(text: str) -> list[str]:
    """The words of a text, casefolded and in NFKC form; single characters in a script without spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _TOKEN.findall(text.casefold())
