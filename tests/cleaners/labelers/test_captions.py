"""Captions, quotations, callouts and folded text stay in Markdown among text that is kept; offers and repeats go."""

from __future__ import annotations

import pytest

from cleaners.labeler import Labeler
from cleaners.labelers.captions import captions_labeler
from cleaners.page import Decision, Decisions, Label, Labels
from cleaners.reading import Reading
from cleaners.segment import segment_html

BEFORE, AFTER = "The ferry leaves at nine when the tide allows it.", "On Sundays it leaves an hour later than that."


def spared(inside: str, chance: float = 0.3, around: bool = True, head: str = "") -> list[str]:
    """The texts ``inside`` an article that the labeler keeps when the model would drop them with this probability."""
    source = f"<html><head>{head}</head><body><article><p>{BEFORE}</p>{inside}<p>{AFTER}</p></article></body></html>"
    page = segment_html(source)
    kept = {block.index for block in page.blocks if block.text in (BEFORE, AFTER) or block.kind in ("cell", "code")}

    def label(reading: Reading, decided: Decisions) -> Labels:
        return {
            block.index: Label(True, "") if around and block.index in kept else Label(False, "", "", 1 - chance)
            for block in page.blocks
        }

    decided: dict[int, Decision] = {}
    labels = captions_labeler(Labeler("model", label)).label(Reading(page), decided)
    assert all(one.kept and one.role == "caption" for one in labels.values())
    return [page.blocks[index].text for index in sorted(labels)]


QUOTATION = "<blockquote><p>We sail or we stay.</p><cite>A captain</cite></blockquote>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (QUOTATION, ["We sail or we stay.", "A captain"]),
        ("<div><div class='attribution'>— a captain</div></div>", []),  # of nothing that is kept
        ("<div class='attribution'>— a captain</div>", ["— a captain"]),
        ("<div><pre>go()\nstop()</pre><div class='attribution'>— a captain</div></div>", ["— a captain"]),
        ("<div class='kg-callout-card'><div>!</div><div>Mind the step.</div></div>", ["!", "Mind the step."]),
        ("<div class='note warning'><p>Mind the step.</p></div>", ["Mind the step."]),
        ("<details><summary>The way</summary><p>Over the bridge.</p></details>", ["The way", "Over the bridge."]),
        ("<div class='kg-toggle-card'><h4>The way</h4><p>Over.</p></div>", ["The way", "Over."]),
        ("<div class='promo'><p>Mind the step.</p></div>", []),
    ],
)
def test_what_is_set_in_the_text_stays(inside: str, expected: list[str]) -> None:
    assert spared(inside) == expected


def test_what_is_unlikely_linked_or_repeated_goes() -> None:
    assert spared(QUOTATION, chance=0.1) == []
    assert spared(QUOTATION, around=False) == []
    assert spared("<blockquote><a href='/more'>Read more of the ferry here</a></blockquote>") == []
    assert spared("<blockquote>“The ferry leaves at nine”</blockquote>") == []


@pytest.mark.parametrize(
    "part",
    [
        "<figure><table><tr><th>Pier</th></tr></table><figcaption>The piers</figcaption></figure>",
        "<figure><pre>go()\nstop()</pre><figcaption class='wp-element-caption'>The piers</figcaption></figure>",
        "<div><div class='code-block-caption'><span>The piers</span></div><pre>go()\nstop()</pre></div>",
        "<figure><figure><img src='/pier.jpg' width='800'></figure><figcaption>The piers</figcaption></figure>",
    ],
    ids=["table", "listing", "Sphinx", "gallery"],
)
def test_the_caption_of_a_part_that_is_kept_stays(part: str) -> None:
    assert spared(part, chance=0.1) == ["The piers"]


def test_the_caption_of_no_part_goes() -> None:
    assert spared("<figure><figcaption>The piers</figcaption></figure>") == []
