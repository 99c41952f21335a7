"""The phrases the rules look for: data, read once from `phrases.toml`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .text import first_word


@cache
def _tables() -> dict[str, str]:
    """The text of each table, by its name.

    The file is TOML of the plainest kind: ``[table]``, and lines of ``language = ["text", ...]``
    that are JSON too. Read as that it costs 1 ms, and 20 with `tomllib`.
    """
    text = "\n" + Path(__file__).with_name("phrases.toml").read_text("utf-8")
    return {table.partition("]")[0]: table for table in text.split("\n[")[1:]}


@cache
def phrases(table: str) -> frozenset[str]:
    """All phrases of one table, in every language; the file holds them normalised as lines are.

    Raises KeyError for a table that the file does not hold.
    """
    lists = (line.partition(" = ")[2] for line in _tables()[table].split("\n")[1:])
    return frozenset(text for texts in lists if texts for text in json.loads(texts))


@cache
def openers(table: str) -> frozenset[str]:
    """The first words of the phrases of one table."""
    return frozenset(first_word(text) for text in phrases(table))


@cache
def words(table: str) -> str:
    """The phrases of one table as the alternatives of a regular expression, the longest first."""
    return alternatives(phrases(table))


def alternatives(texts: Iterable[str]) -> str:
    """Texts as the alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text)))
