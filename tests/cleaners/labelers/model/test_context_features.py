"""Features of the first forest's result, of the texts that a page declares, and of character classes."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.clean import read_page
from cleaners.labelers.model import chars
from cleaners.labelers.model.context_features import measure_context
from cleaners.labelers.model.declared_text import declared_overlap, declared_pairs
from cleaners.labelers.model.features import measure_base
from cleaners.page import Page
from cleaners.reading import Reading

BODY = "The harbour was dredged in spring, and the ferries came back to the old quay before the summer timetable began."
WORDS = np.array([2.0, 20.0, 20.0, 3.0, 20.0, 2.0])
PROBABILITY = np.array([0.1, 0.9, 0.95, 0.4, 0.9, 0.05])


def page_of(source: str) -> Page:
    return read_page(source)[0]


def test_the_features_of_the_surroundings_leave_out_the_block_itself() -> None:
    columns = measure_context(PROBABILITY, WORDS, None)
    other = measure_context(np.array([0.1, 0.9, 0.95, 0.9, 0.9, 0.05]), WORDS, None)
    for name in ("first kept 3 before", "first kept 3 after"):
        assert columns[name][3] == other[name][3], name
    assert columns["first kept 3 before"][3] == pytest.approx((3 * 0.1 + 21 * 0.9 + 21 * 0.95) / 45, rel=1e-5)


def test_body_before_and_after_and_own_make_the_whole() -> None:
    columns = measure_context(PROBABILITY, WORDS, None)
    own = PROBABILITY * (WORDS + 1) / columns["first body words"][0]
    assert columns["first body before"] + columns["first body after"] + own == pytest.approx(np.ones(6), rel=1e-5)


def test_at_the_edges_of_the_page_nothing_is_made_up() -> None:
    columns = measure_context(PROBABILITY, WORDS, None)
    assert np.isnan(columns["first odds 1 before"][0])
    assert np.isnan(columns["first odds 2 after"][-2:]).all()
    assert np.isnan(columns["first kept 10 before"][0])
    assert columns["first until body"][0] == 1
    assert np.isnan(columns["first until body"][-1])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_a_block_or_two_are_measured(size: int) -> None:
    columns = measure_context(PROBABILITY[:size], WORDS[:size], None)
    assert {len(column) for column in columns.values()} == {size}


def test_a_certain_page_has_finite_odds() -> None:
    columns = measure_context(np.array([0.0, 1.0]), np.array([5.0, 50.0]), None)
    assert np.isfinite(columns["first odds"]).all()


def test_html_has_features_of_containers_and_of_blocks_marked_up_alike() -> None:
    page = page_of(f"<div class=a><p>{BODY}<p>{BODY}</div><ul><li><a href=/x>One</a><li><a href=/y>Two</a></ul>")
    block_features, tree, _ = measure_base(Reading(page))
    probability = np.array([0.9, 0.7, 0.2, 0.1])
    columns = measure_context(probability, block_features.token_counts, tree)
    assert columns["first group kept"] == pytest.approx([0.7, 0.9, 0.1, 0.2], rel=1e-3)
    assert columns["first container 1 kept"][0] == pytest.approx(0.7, rel=1e-3)


def declaring(text: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":{text}}}</script>'


def test_blocks_of_the_declared_text_overlap_with_it_and_others_do_not() -> None:
    declared = declaring(f'"{BODY} and so it went on for many more words than a slogan has"')
    page = page_of(f"{declared}<p>{BODY}<p>Read other news")
    block_features, _, _ = measure_base(Reading(page))
    assert declared_overlap(Reading(page).linked_data, block_features.tokens) == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize("text", ['"A slogan"', '"broken \\q escape ' + BODY + '"', "42", '"never closed ' + BODY])
def test_a_declaration_without_text_is_no_evidence(text: str) -> None:
    page = page_of(f"{declaring(text)}<p>{BODY}")
    assert not declared_pairs(Reading(page).linked_data)
    assert np.isnan(declared_overlap(Reading(page).linked_data, measure_base(Reading(page))[0].tokens)).all()


def counts_of(text: str) -> dict[int, float]:
    return {kind: float(found[0]) for kind, found in chars.char_counts(text, np.array([[0, len(text)]])).items()}


def test_full_width_marks_count_as_punctuation_and_ideographs_as_words() -> None:
    counts = counts_of("港口，今天！开放？\u34aa")
    assert (counts[chars.STOP], counts[chars.COMMA], counts[chars.SYMBOL]) == (2, 1, 0)
    assert counts[chars.WORD] == 7


def test_full_width_letters_have_case_and_digits_are_digits() -> None:
    counts = counts_of("Ａｂ３")
    assert (counts[chars.UPPER], counts[chars.LOWER], counts[chars.DIGIT]) == (1, 1, 1)
