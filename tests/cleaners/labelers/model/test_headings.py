"""Headings, summaries and captions stay with the text that they name, and only with it."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.labelers.model.headings import spare_headings
from cleaners.segment import segment_html


def spared(source: str, dropped: list[str], probability: float = 0.4, of_text: float = 0.9) -> list[str]:
    """The texts that are spared where the model drops the named ones."""
    page = segment_html(f"<html><body><p>First words of the body.</p>{source}</body></html>")
    kept = np.array([block.text not in dropped for block in page.blocks])
    found = spare_headings(page, kept, np.where(kept, of_text, probability), {})
    assert all(kept[index] for index in found)
    return [page.blocks[index].text for index in sorted(found)]


@pytest.mark.parametrize(
    "source",
    [
        "<h2>a</h2><p>b</p>",
        "<div><h2>a</h2></div><p>b</p>",
        "<section><header><div><h2>a</h2></div></header><p>b</p></section>",
        "<h2>a</h2><h3>c</h3><p>b</p>",
        "<details><summary>a</summary><p>b</p></details>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
        "<div><p class=admonition-title>a</p><p>b</p></div>",
        "<figure><table><tr><td>b</table><figcaption>a</figcaption></figure>",
        "<table><caption>a</caption><tr><td>b</table>",
    ],
)
def test_a_label_stays_with_its_text(source: str) -> None:
    assert spared(source, ["a"]) == ["a"]
    assert spared(source, ["a"], probability=0.1) == []
    assert spared(source, ["a"], of_text=0.4) == []
    assert spared(source, ["a", "b", "c"]) == []


def test_headings_bring_along_the_headings_above_them() -> None:
    assert spared("<h2>a</h2><h3>c</h3><p>b</p>", ["a", "c"]) == ["a", "c"]
    assert spared("<h2>a</h2><h2>c</h2><p>b</p>", ["a", "c"]) == ["c"]


@pytest.mark.parametrize(
    "source",
    [
        "<aside><h2>a</h2></aside><p>b</p>",
        "<div><div><div><h2>a</h2></div></div></div><p>b</p>",
        "<nav><h2>a</h2><p>b</p></nav>",
        "<p>a</p><p>b</p>",
        "<dl><dt>x</dt><dd>a</dd><dt>c</dt><dd>b</dd></dl>",
        "<figure><figcaption>a</figcaption></figure><p>b</p>",
        "<div><p>x</p><p class=title>a</p><p>b</p></div>",
    ],
)
def test_what_names_nothing_below_it_is_not_spared(source: str) -> None:
    assert spared(source, ["a"]) == []


def test_a_callout_of_documentation_stays_beside_kept_text() -> None:
    note = "<div class='admonition note'><p class=admonition-title>a</p><p>c</p></div>"
    assert spared(f"<p>b</p>{note}<p>d</p>", ["a", "c"]) == ["a", "c"]
    assert spared(f"<p>b</p>{note}<p>d</p>", ["a", "b", "c", "d"]) == []


def test_in_a_forum_a_quotation_stays_above_its_answer() -> None:
    page = segment_html(
        "<html><body><p>x</p><div><h3>Re: x</h3><aside class='quote'><blockquote><p>q</p></blockquote></aside>"
        "<p>a</p></div><div><blockquote>r</blockquote></div></body></html>"
    )
    kept = np.array([block.text in ("x", "a") for block in page.blocks])
    found = spare_headings(page, kept, np.where(kept, 0.9, 0.4), {}, is_forum=True)
    assert [page.blocks[index].text for index in found] == ["q"]


def test_nothing_is_spared_above_the_body() -> None:
    page = segment_html("<html><body><h2>a</h2><p>b</p></body></html>")
    assert spare_headings(page, np.array([False, True]), np.array([0.4, 0.9]), {}) == []
