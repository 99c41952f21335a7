"""Finds the page's language: the declared one, checked against the script and the commonest words of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..characters import DEVANAGARI
from ..patterns import pattern
from .profiles import CERTAIN_SCRIPTS, LANGUAGES, LETTERS, SCRIPTS

_SIMILAR_LANGUAGES = (
    {"no", "da"}, {"hr", "sr", "bs", "sl", "sh"}, {"id", "ms"}, {"cs", "sk"}, {"pt", "gl"}, {"he", "yi"}, {"bn", "as"},
    {"hi", "ne", "sa", "mai", "bho"},
)  # fmt: skip
_STANDARD_CODES = {
    "iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "fil": "tl",
    "jp": "ja", "cn": "zh", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da",
}  # fmt: skip
_TAG = pattern(r"[A-Za-z]{2,3}(?=[-_]|\Z)")
# With the vowel signs of India and Arabia, which are no letters to Python.
_WORD = pattern(r"(?:[^\W\d_]|[\u064b-\u065f\u0900-\u0dff])+")
_DEVANAGARI = pattern(f"[{DEVANAGARI}]")
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
    sample = text[:_SAMPLE_CHARS]
    detected, is_certain = _detect(sample)
    if not detected or detected == declared_language or not declared_language:
        return detected or declared_language
    if any(detected in group and declared_language in group for group in _SIMILAR_LANGUAGES) or detected in tags:
        return declared_language if detected not in tags else detected
    if is_certain:
        return detected
    of_detected, of_declared = _apart(sample, detected, declared_language)
    is_clear = of_detected >= _MIN_HITS and of_detected > _CLEAR_RATIO * max(of_declared, 1)
    return detected if is_clear else declared_language


def _primary(tag: str) -> str:
    match = _TAG.match(tag.strip())
    return match[0].lower() if match else ""


def _evidence(text: str) -> Counter[tuple[str, ...]]:
    """How often the text has a common word, or a letter, of each group of languages."""
    text = text.lower()
    found: Counter[tuple[str, ...]] = Counter()
    for word, count in Counter(_WORD.findall(text)).items():
        if languages := LANGUAGES.get(word):
            found[languages] += count
    if not text.isascii():
        for letter, languages in LETTERS.items():
            if count := text.count(letter):
                found[languages] += count
    return found


def _apart(text: str, first: str, second: str) -> tuple[int, int]:
    """How much evidence there is of one of two languages and not of the other, for both."""
    evidence = _evidence(text).items()
    return (
        sum(count for languages, count in evidence if first in languages and second not in languages),
        sum(count for languages, count in evidence if second in languages and first not in languages),
    )


def _detect(text: str) -> tuple[str, bool]:
    """The language of the text ("" for unknown), and whether its script alone makes it certain."""
    letters = sum(map(str.isalpha, text)) if not text.isascii() else 0
    if letters and CERTAIN_SCRIPTS.search(text):
        for language, script, share in SCRIPTS:
            count = len(script.findall(text))
            if count > _MIN_LETTERS and count > share * letters:
                return language, True
    hits: Counter[str] = Counter()
    for languages, count in _evidence(text).items():
        for language in languages:
            hits[language] += count
    ranked = hits.most_common(2)
    enough = max(_MIN_HITS, _MIN_HIT_SHARE * (text.count(" ") + 1))
    if not ranked or ranked[0][1] < enough or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        is_indian = letters and len(_DEVANAGARI.findall(text)) > max(_MIN_LETTERS, letters // 2)
        return ("hi", False) if is_indian else ("", False)
    return ranked[0][0], False
