"""Finds the page's language: the declared one, checked against the script and the commonest words of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..patterns import pattern
from .profiles import CERTAIN_SCRIPTS, LANGUAGES, SCRIPTS

_SIMILAR_LANGUAGES = ({"no", "da"}, {"hr", "sr", "bs", "sl", "sh"}, {"id", "ms"}, {"cs", "sk"}, {"pt", "gl"})
_STANDARD_CODES = {
    "iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "fil": "tl",
    "jp": "ja", "cn": "zh", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da",
}  # fmt: skip
_TAG = pattern(r"[A-Za-z]{2,3}(?=[-_]|\Z)")
_WORD = pattern(r"[^\W\d_]+")
_SAMPLE_CHARS = 6_000  # characters
_MIN_HITS = 4
_MIN_LETTERS = 20
_MIN_HIT_SHARE = 0.08  # of the words: the commonest words of its language make up a fifth of a text or more
_CLEAR_RATIO = 2.5


def language_of(declared: Sequence[str], text: str) -> str:
    """The language as an ISO 639 code, "" for an unknown one.

    ``declared`` are language tags, best first; the text overrules them only where it is clearly in another language.
    """
    tags = [_STANDARD_CODES.get(code, code) for code in map(_primary, declared) if code]
    declared_language = tags[0] if tags else ""
    detected, strength = _detect(text[:_SAMPLE_CHARS])
    if not detected or detected == declared_language or not declared_language:
        return detected or declared_language
    if any(detected in group and declared_language in group for group in _SIMILAR_LANGUAGES) or detected in tags:
        return declared_language if detected not in tags else detected
    declared_hits = _hits(text[:_SAMPLE_CHARS])[declared_language]
    return detected if strength > _CLEAR_RATIO * max(declared_hits, 1) else declared_language


def _primary(tag: str) -> str:
    match = _TAG.match(tag.strip())
    return match[0].lower() if match else ""


def _hits(text: str) -> Counter[str]:
    """How many of the text's words are among the commonest of each language."""
    hits: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(text.lower())).items():
        for language in LANGUAGES.get(word, ()):
            hits[language] += count
    return hits


def _detect(text: str) -> tuple[str, int]:
    """The language of the text ("" for unknown), and how many of its words or letters are evidence of it."""
    if not text.isascii() and CERTAIN_SCRIPTS.search(text):
        letters = sum(map(str.isalpha, text))
        for language, script, share in SCRIPTS:
            count = len(script.findall(text))
            if count > _MIN_LETTERS and count > share * letters:
                return language, count
    hits = _hits(text)
    ranked = hits.most_common(2)
    if not ranked or ranked[0][1] < max(_MIN_HITS, _MIN_HIT_SHARE * (text.count(" ") + 1)):
        return "", 0
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return "", 0
    return ranked[0]
