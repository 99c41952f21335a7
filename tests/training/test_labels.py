"""Labels: the share of each block's words that belongs to the truth."""

from __future__ import annotations

import pytest

pytest.importorskip("rapidfuzz", reason="aligning needs the extra `train`")

from training.labels import label_blocks, word_f1, words_of

ONE = "the harbour wall was rebuilt in nine months by masons from three villages".split()
TWO = "nobody had asked the fishermen whether they wanted the old stones back".split()
MENU = "home news sport about contact".split()


def test_a_perfect_copy_is_all_body() -> None:
    assert label_blocks([ONE, TWO], [*ONE, *TWO]).tolist() == [1, 1]


def test_words_outside_the_truth_are_no_body() -> None:
    assert label_blocks([MENU, ONE, MENU, TWO], [*ONE, *TWO]).tolist() == [0, 1, 0, 1]


def test_text_in_another_order_than_the_truth_is_found() -> None:
    assert (label_blocks([ONE, TWO], [*TWO, *ONE]) > 0.9).all()


def test_a_word_of_the_truth_is_used_once() -> None:
    """A second copy on the page is no body when the truth has one."""
    share = label_blocks([ONE, TWO, ONE], [*ONE, *TWO])
    assert share.tolist() == [1, 1, 0]


def test_an_incomplete_truth_labels_what_is_in_it() -> None:
    share = label_blocks([ONE, TWO], [*ONE, *TWO[:4]])
    assert share[0] == 1
    assert share[1] == pytest.approx(4 / len(TWO))


def test_single_words_in_common_are_chance() -> None:
    assert label_blocks([["the", "old", "shop"], ONE], ONE)[0] == 0


def test_a_short_block_counts_when_it_is_whole_in_place() -> None:
    assert label_blocks([ONE, ["afterwards"], TWO], [*ONE, "afterwards", *TWO]).tolist() == [1, 1, 1]


def test_an_empty_truth_or_page_labels_nothing() -> None:
    assert label_blocks([ONE, []], []).tolist() == [0, 0]
    assert label_blocks([], ONE).tolist() == []


def test_word_f1_counts_words_as_often_as_they_occur() -> None:
    assert word_f1(words_of("A stone, a stone"), words_of("a stone")) == pytest.approx(2 * 2 / 6)
    assert word_f1([], []) == 1.0
    assert word_f1(ONE, []) == 0.0
    assert word_f1(ONE, list(reversed(ONE))) == 1.0
