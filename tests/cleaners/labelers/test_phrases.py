"""The phrases are TOML, read in a faster way that must give the same result."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import cleaners.lexicon
from cleaners.lexicon.phrases import any_of, first_words, phrases
from cleaners.lexicon.text import normalise

TABLES = tomllib.loads((Path(cleaners.lexicon.__file__).parent / "phrases.toml").read_text("utf-8"))


@pytest.mark.parametrize("table", TABLES)
def test_each_table_reads_as_toml_reads_it(table: str) -> None:
    assert phrases(table) == {text for texts in TABLES[table].values() for text in texts}


def test_each_phrase_is_written_as_lines_are_normalised() -> None:
    """A phrase that is not normalised would never match; the right side of a failure shows how to write it.

    In the tables for promos a star at the end of a word makes it a stem.
    """
    odd = {
        text: normalise(text)
        for table in TABLES.values()
        for texts in table.values()
        for text in texts
        if not text or normalise(text) != (text[:-1] if text[-1] == "*" and " " not in text else text)
    }
    assert odd == {}


def test_first_words_and_alternatives() -> None:
    assert "skip" in first_words("skip_link")
    lengths = [len(text.replace("\\", "")) for text in any_of("says").split("|")]
    assert lengths == sorted(lengths, reverse=True)


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        phrases("no_such_table")
