"""The phrases that the rules look for, read once from `phrases.toml`."""

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

    The file contains only ``[table]`` and lines of ``language = ["text", ...]``, whose lists are
    JSON as well. Reading it as JSON takes 1 ms; `tomllib` takes 20.
    """
    text = "\n" + Path(__file__).with_name("phrases.toml").read_text("utf-8")
    return {table.partition("]")[0]: table for table in text.split("\n[")[1:]}


@cache
def phrases(table: str) -> frozenset[str]:
    """All phrases of one table, in every language; in the file they are normalised as lines are.

    Raises KeyError for a table that is not in the file.
    """
    lists = (line.partition(" = ")[2] for line in _tables()[table].split("\n")[1:])
    return frozenset(text for texts in lists if texts for text in json.loads(texts))


@cache
def first_words(table: str) -> frozenset[str]:
    """The first words of the phrases of one table."""
    return frozenset(first_word(text) for text in phrases(table))


@cache
def any_of(table: str) -> str:
    """A regular expression for any phrase of one table, to be put into a group."""
    return alternatives(phrases(table))


def alternatives(texts: Iterable[str]) -> str:
    """A regular expression for any of these texts, the longest first, to be put into a group."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text)))
