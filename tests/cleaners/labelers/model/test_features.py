"""The features: the same columns for every page, and totals that agree with a count of the blocks."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.labelers.model import load_model
from cleaners.labelers.model.chars import COMMA, DIGIT, STOP, UPPER, char_counts
from cleaners.labelers.model.features import Measured, measure
from cleaners.labelers.model.log_odds import spread_of
from cleaners.labelers.model.text_features import running_sums, window_sums
from cleaners.page import Kind, Page
from cleaners.reading import Reading
from cleaners.segment import segment_html, segment_text

from .pages import LANGUAGES, article, html_page, text_page

SMALL = """<html><head><title>The well | Quay</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">All news</a></li></ul></nav>
<main><h1>The well</h1><p>The old well in the yard was opened again, and its water is clear and cold.</p>
<div class="card"><h3>One</h3><p>A short card.</p></div><div class="card"><h3>Two</h3><p>Another card.</p></div>
<div class="card"><h3>Three</h3><p>A short card.</p></div></main>
<footer><p>All rights reserved</p></footer></body></html>"""
HTML = {
    "empty body": "<html><body></body></html>",
    "one word": "<html><body><p>word</p></body></html>",
    "no letters": "<html><body><p>***</p><hr><p>— · —</p></body></html>",
    "small": SMALL,
    **{lang: html_page(article(lang)) for lang in LANGUAGES},
}
TEXT = {"one word": "word", "small": "The well\n\nThe old well in the yard was opened again.", **{
    lang: text_page(article(lang)) for lang in LANGUAGES
}}  # fmt: skip


@pytest.fixture(scope="module")
def small() -> tuple[Page, Measured]:
    page = segment_html(SMALL)
    return page, measure(Reading(page), load_model("html").tables)


@pytest.mark.parametrize("name", HTML)
def test_html_pages_have_every_column_a_row_a_block_and_no_infinity(name: str) -> None:
    page = segment_html(HTML[name])
    if not page.blocks:
        pytest.skip("a page without blocks is not measured")
    _has_all_columns(page, "html")


@pytest.mark.parametrize("name", TEXT)
def test_flattened_pages_have_every_column_a_row_a_block_and_no_infinity(name: str) -> None:
    _has_all_columns(segment_text(TEXT[name]), "text")


def _has_all_columns(page: Page, origin: str) -> None:
    model = load_model(origin)
    measured = measure(Reading(page), model.tables)
    assert set(model.first.names) <= set(measured.columns)
    for name, column in measured.columns.items():
        assert column.shape == (len(page.blocks),), name
        assert not np.isinf(column).any(), name
    probability = model.predict(Reading(page)).body_probability
    assert ((probability > 0) & (probability < 1)).all()


def test_totals_of_containers_agree_with_counting(small: tuple[Page, Measured]) -> None:
    page, measured = small
    words = measured.columns["words"]
    for block in page.blocks:
        holder = next(element for element in page.ancestors(block) if element.end - element.start > 1)
        inside = range(holder.start, holder.end)
        total = sum(words[index] for index in inside)
        assert measured.columns["container 1 blocks"][block.index] == len(inside)
        assert measured.columns["container 1 mean"][block.index] == pytest.approx(total / len(inside))
        assert measured.columns["container 1 share"][block.index] == pytest.approx(total / words.sum())
        linked = sum(words[i] * page.blocks[i].linked / len(page.blocks[i].text) for i in inside) / total
        assert measured.columns["container 1 linked"][block.index] == pytest.approx(linked, abs=1e-5)


def test_groups_are_blocks_with_the_same_chain_of_tags_and_classes(small: tuple[Page, Measured]) -> None:
    page, measured = small
    chains = [tuple((e.tag, e.attrs.get("class")) for e in page.ancestors(block)) for block in page.blocks]
    words = measured.columns["words"]
    for block, chain in zip(page.blocks, chains, strict=True):
        alike = [index for index, other in enumerate(chains) if other == chain]
        assert measured.columns["group size"][block.index] == len(alike)
        assert measured.columns["group share"][block.index] == pytest.approx(words[alike].sum() / words.sum())


def test_a_part_that_occurs_three_times_is_a_unit(small: tuple[Page, Measured]) -> None:
    page, measured = small
    likes = {page.blocks[i].text: value for i, value in enumerate(measured.columns["unit likes"])}
    assert likes["One"] == likes["A short card."] == 3
    assert np.isnan(likes["The well"])


def test_landmarks_repeats_and_distances(small: tuple[Page, Measured]) -> None:
    page, measured = small
    index = {block.text: block.index for block in page.blocks}
    column = measured.columns
    assert not np.isnan(column["in nav"][index["Home"]])
    assert np.isnan(column["in nav"][index["The well"]])
    assert column["repeats"][index["A short card."]] == 2
    assert column["repeats"][index["Another card."]] == 1
    assert column["from title"][index["One"]] == index["One"] - index["The well"]
    heading = max(b.index for b in page.blocks if b.kind is Kind.HEADING and b.index < index["Another card."])
    assert column["since heading"][index["Another card."]] == index["Another card."] - heading


def test_word_features_are_missing_where_the_page_is_not_english() -> None:
    tables = load_model("html").tables
    english = measure(Reading(segment_html(SMALL)), tables).columns
    german = measure(Reading(segment_html(html_page(article("de")))), tables).columns
    worded = [name for name in english if name.startswith("text ")]
    assert worded
    assert all(np.isnan(german[name]).all() for name in worded)
    assert not any(np.isnan(english["text mean"]))


def test_scripts_without_spaces_count_two_characters_as_a_word() -> None:
    page = segment_text(article("zh").prose[0])
    words = measure(Reading(page), load_model("text").tables).columns["words"][0]
    assert words == pytest.approx(len(article("zh").prose[0]) / 2, rel=0.1)


@pytest.mark.parametrize("reach", [1, 3, 50])
def test_windows_agree_with_adding_up(reach: int) -> None:
    values = np.array([3, 0, 5, 7, 1, 1], np.float32)
    before, after = window_sums(running_sums(values), reach)
    for index in range(len(values)):
        assert before[index] == values[max(0, index - reach) : index].sum()
        assert after[index] == values[index + 1 : index + 1 + reach].sum()


def test_runs_are_summed_up_one_by_one_even_when_empty() -> None:
    values, offsets = np.array([1, -3, 2], np.float32), np.array([0, 0, 2, 3, 3])
    mean, low, high = spread_of(values, offsets)
    assert mean.tolist() == [0, -1, 2, 0]
    assert low.tolist() == [0, -3, 2, 0]
    assert high.tolist() == [0, 1, 2, 0]


def test_characters_are_counted_by_class_in_any_script() -> None:
    text = "Ab, C 12. Ю、は。"
    counts = char_counts(text, np.array([[0, len(text)], [0, 2]]))
    assert counts[UPPER].tolist() == [3, 1]
    assert counts[DIGIT].tolist() == [2, 0]
    assert counts[STOP].tolist() == [2, 0]
    assert counts[COMMA].tolist() == [2, 0]
