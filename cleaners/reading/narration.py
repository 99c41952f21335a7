"""Whether a line tells of something, and so is a sentence of the article, whatever its first words are."""

from __future__ import annotations

from ..lexicon.phrase_matcher import matcher
from ..lexicon.text import tokens_of

_QUOTATION_MARKS = ('"', "“", "„", "«", "»", "‘", "「", "『")


def is_quoted(text: str) -> bool:
    """Whether a text begins with somebody's words in quotation marks: a notice that an article quotes is none."""
    return text.startswith(_QUOTATION_MARKS)


def narrates(text: str) -> bool:
    """Whether a text quotes, or has a verb of saying or a past tense: notices, prompts, by-lines and credits do not."""
    return is_quoted(text) or bool(matcher("narration").find(tokens_of(text)))
