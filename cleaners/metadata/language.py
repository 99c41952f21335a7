"""The page's language: what it declares, checked against the script and the commonest words of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..patterns import pattern
from .profiles import FOREIGN, LANGUAGES, SCRIPTS

_ALIKE = ({"no", "da"}, {"hr", "sr", "bs", "sl", "sh"}, {"id", "ms"}, {"cs", "sk"}, {"pt", "gl"})
_OTHER_CODES = {
    "iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "fil": "tl",
    "jp": "ja", "cn": "zh", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da",
}  # fmt: skip
_TAG = pattern(r"[A-Za-z]{2,3}(?=[-_]|\Z)")
_WORD = pattern(r"[^\W\d_]+")
_SAMPLED = 6_000  # characters
_FEWEST_HITS = 4
_FEWEST_LETTERS = 20
_SHARE = 0.08  # of the words: a text's own commonest words make up a fifth or more
_CLEARLY = 2.5


def language_of(declared: Sequence[str], text: str) -> str:
    """The language as an ISO 639 code, "" when nothing tells.

    ``declared`` are language tags, best first; the text overrules them only where it is clearly another.
    """
    tags = [_OTHER_CODES.get(code, code) for code in map(_primary, declared) if code]
    stated = tags[0] if tags else ""
    seen, strength = _seen(text[:_SAMPLED])
    if not seen or seen == stated or not stated:
        return seen or stated
    if any(seen in group and stated in group for group in _ALIKE) or seen in tags:
        return stated if seen not in tags else seen
    own = _hits(text[:_SAMPLED])[stated]
    return seen if strength > _CLEARLY * max(own, 1) else stated


def _primary(tag: str) -> str:
    match = _TAG.match(tag.strip())
    return match[0].lower() if match else ""


def _hits(text: str) -> Counter[str]:
    """How many of the text's words are among the commonest of each language."""
    found: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(text.lower())).items():
        for language in LANGUAGES.get(word, ()):
            found[language] += count
    return found


def _seen(text: str) -> tuple[str, int]:
    """The language the text is in, and how many of its words or letters say so."""
    if not text.isascii() and FOREIGN.search(text):
        letters = sum(map(str.isalpha, text))
        for language, script, share in SCRIPTS:
            count = len(script.findall(text))
            if count > _FEWEST_LETTERS and count > share * letters:
                return language, count
    hits = _hits(text)
    ranked = hits.most_common(2)
    if not ranked or ranked[0][1] < max(_FEWEST_HITS, _SHARE * (text.count(" ") + 1)):
        return "", 0
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return "", 0
    return ranked[0]
