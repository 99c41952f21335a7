"""All code that reads dates uses one table of months."""

from __future__ import annotations

import pytest

from cleaners.labelers.site_memory.normalised_line import NormalisedLine
from cleaners.lexicon.text import normalise
from cleaners.metadata.dates import parse_date
from cleaners.months import ENGLISH, LINE_MONTHS, MASKED_MONTHS, MONTHS
from cleaners.reading.dates import is_date

# Words with vowel signs that the expressions for words do not take for letters, and one that casefold takes apart.
_NO_PLAIN_WORDS = {name for name in MONTHS if not all(map(str.isalpha, name))} | {"μαΐου"}
WORDS = sorted(MONTHS.keys() - _NO_PLAIN_WORDS)


@pytest.mark.parametrize("name", [name for name in WORDS if len(name) > 2])
def test_a_date_with_the_name_is_read(name: str) -> None:
    assert parse_date(f"3 {name} 2024") == f"2024-{MONTHS[name]:02}-03"


@pytest.mark.parametrize("name", sorted(LINE_MONTHS))
def test_a_line_with_the_name_is_a_date(name: str) -> None:
    assert normalise(name) == name
    assert is_date(f"3 {name} 2024")


@pytest.mark.parametrize("name", sorted(MASKED_MONTHS.intersection(WORDS)))
def test_the_memory_masks_the_name(name: str) -> None:
    assert NormalisedLine.of(f"ferry {name} timetable").masked == ["ferry", "0", "timetable"]


@pytest.mark.parametrize("word", ["des", "sie", "lip"])
def test_a_word_of_another_meaning_is_no_month_by_itself(word: str) -> None:
    assert MONTHS[word]
    assert word not in LINE_MONTHS | MASKED_MONTHS


def test_english_names_are_shown_in_full() -> None:
    assert (ENGLISH[0], ENGLISH[11], len(ENGLISH)) == ("January", "December", 12)
