"""The reading of a page that labelers get: lines, prose, titles and the forum test."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import cleaners
from cleaners import clean
from cleaners.page import Block, Kind
from cleaners.reading import Reading
from cleaners.reading.prose import is_full_sentence, is_prose
from cleaners.segment import segment_html, segment_text

LONG = "The weir was built of oak and stone, and it has stood through every flood of the last two hundred years."


def read(*lines: str) -> Reading:
    return Reading(segment_text("\n\n".join(lines)))


def test_each_part_is_computed_once() -> None:
    reading = read("The weir", LONG, LONG)
    assert reading.lines is reading.lines
    assert reading.title is reading.title
    assert reading.title
    assert reading.title[0].text == "The weir"


def test_no_module_caches_in_an_object_s_dictionary() -> None:
    for path in Path(cleaners.__file__).parent.rglob("*.py"):
        assert "__dict__" not in path.read_text("utf-8"), f"{path} caches in an object's dictionary"


def test_lines_are_the_visible_blocks() -> None:
    reading = Reading(
        segment_html(f"<h1>The weir</h1><p hidden>Not seen</p><h2>How it stands</h2><p>{LONG}</p><p>End</p>")
    )
    lines = reading.lines
    assert [line.text for line in lines] == ["The weir", "How it stands", LONG, "End"]
    assert [line.index for line in lines] == [0, 1, 2, 3]
    assert lines.by_block[lines[2].block.index] is lines[2]
    assert [line.before_prose for line in lines] == [False, True, False, False]
    assert (lines.start, lines.end) == (2, 3)
    assert [lines.in_head(line) for line in lines] == [True, True, False, False]
    assert [lines.in_tail(line) for line in lines] == [False, False, False, True]


def test_prose_apart_from_other_prose_is_no_body() -> None:
    lines = read(LONG, *(f"Entry {n}" for n in range(20)), LONG, LONG).lines
    assert (lines.start, lines.end) == (21, 23)


@pytest.mark.parametrize(
    ("text", "kind", "rules", "memory"),
    [
        (LONG, Kind.PARAGRAPH, True, True),
        (LONG, Kind.HEADING, False, False),
        (LONG.removesuffix("."), Kind.PARAGRAPH, True, False),  # long is enough for rules
        ("It was closed again on the day after that;", Kind.PARAGRAPH, False, True),  # a semicolon is no end for them
        ("Read the news", Kind.PARAGRAPH, False, False),
    ],
)
def test_variants_of_prose_differ_as_documented(text: str, kind: Kind, rules: bool, memory: bool) -> None:
    block = Block(0, text, kind, (0, len(text)))
    assert is_prose(block, text.count(" ") + 1) is rules
    assert is_full_sentence(block) is memory


def test_a_clean_page_can_be_pickled() -> None:
    page = clean(f"The weir\n\n{LONG}\n\n{LONG}")
    again = pickle.loads(pickle.dumps(page))
    assert again == page
    assert again.markdown == page.markdown
