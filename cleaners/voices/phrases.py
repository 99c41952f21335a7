"""The phrases the rules look for: data, read once from `phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from .lines import normalise, opener_of


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("phrases.toml").read_text("utf-8")
    )
    return found


@cache
def phrases(table: str) -> frozenset[str]:
    """All phrases of one table, in every language, normalised as lines are.

    Raises KeyError for a table that the file does not hold.
    """
    return frozenset(normalise(text) for texts in _tables()[table].values() for text in texts)


@cache
def openers(table: str) -> frozenset[str]:
    """The first words of the phrases of one table."""
    return frozenset(opener_of(text) for text in phrases(table))


@cache
def words(table: str) -> str:
    """The phrases of one table as the alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(text) for text in sorted(phrases(table), key=lambda text: (-len(text), text)))
