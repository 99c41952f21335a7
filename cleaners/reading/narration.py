"""Whether a line tells of something, and so is a sentence of the article, whatever its first words are."""

from __future__ import annotations

from ..lexicon.phrase_matcher import matcher
from ..lexicon.text import tokens_of


def narrates(text: str) -> bool:
    """Whether a text has a verb of saying or a past tense, which notices, prompts, by-lines and credits do not have."""
    return bool(matcher("narration").find(tokens_of(text)))
