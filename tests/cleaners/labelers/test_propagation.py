"""Labels that follow from neighbours."""

from __future__ import annotations

from cleaners.labelers.propagation import LABELER
from cleaners.page import Decision, Page
from cleaners.reading import Reading
from cleaners.segment import segment_html, segment_text

SEED = "Register for Quaystone Sailing School edition 7 (Mar 3 – Jun 1, 2026): discounts for Quaystone fans"


def _propagate(page: Page, dropped: dict[str, str]) -> list[str]:
    decided = {
        block.index: Decision(block, False, dropped[block.text], "") for block in page.blocks if block.text in dropped
    }
    return [page.blocks[i].text for i in LABELER.label(Reading(page), decided)]


def _lines(prose: tuple[str, ...], *middle: str) -> Page:
    return segment_text("\n\n".join([*prose[:2], *middle, *prose[2:]]))


def test_rest_of_a_run_is_dropped_with_it(prose):
    other = "Join the Quaystone Harbour Club and co-invest in great boats."
    page = _lines(
        prose, SEED, "Quaystone Night Navigation opens registrations.", "Own a share of the fleet today.", other
    )
    assert _propagate(page, {SEED: "site_memory", other: "site_memory"}) == [
        "Quaystone Night Navigation opens registrations.",
        "Own a share of the fleet today.",
    ]


def test_stops_at_headings_and_long_lines(prose):
    page = _lines(prose, "The night of the storm", SEED, "Stone by stone")
    assert _propagate(page, {SEED: "rules.promo"}) == []


def test_spares_short_paragraph_beside_a_promo(prose):
    assert _propagate(_lines(prose, "Nobody slept that night.", SEED), {SEED: "rules.promo"}) == []


def test_label_of_a_dropped_list(prose):
    page = _lines(prose, "Elsewhere:", "The lamp is lit", "The boats are back")
    dropped = {"The lamp is lit": "rules.related", "The boats are back": "rules.related"}
    assert _propagate(page, dropped) == ["Elsewhere:"]
    html = "<body><h1>Wall</h1><p>Text.</p><h3>More</h3><ul><li>One here</li><li>Two here</li></ul></body>"
    assert _propagate(segment_html(html), {"One here": "x", "Two here": "x"}) == ["More"]


def test_heading_over_kept_prose_stays():
    page = segment_html("<html><body><h2>Stone</h2><p>Ad one here</p><p>Ad two here</p><p>Kept text.</p></body></html>")
    assert _propagate(page, {"Ad one here": "rules.ads", "Ad two here": "rules.ads"}) == []


def test_decided_blocks_get_no_label(prose):
    page = _lines(prose, SEED)
    assert SEED not in _propagate(page, {SEED: "rules.promo"})


BOX = f"<div><h2>Stone by stone</h2><p>{SEED}</p><p>Details and dates</p><p>Quaystone House</p></div>"


def test_rest_of_a_box_goes_with_its_promo(prose):
    article = "".join(f"<p>{text}</p>" for text in prose)
    assert _propagate(segment_html(f"<body>{BOX}{article}</body>"), {SEED: "rules.promo"}) == [
        "Details and dates",
        "Quaystone House",
    ]
    unboxed = BOX.replace("<div>", "").replace("</div>", "")
    assert _propagate(segment_html(f"<body>{article}{unboxed}</body>"), {SEED: "rules.promo"}) == []


def test_a_box_with_a_sentence_stays(prose):
    box = BOX.replace("Quaystone House", "The house has stood beside the lamp since 1820.")
    assert _propagate(segment_html(f"<body>{box}<p>{prose[0]}</p></body>"), {SEED: "rules.promo"}) == []
