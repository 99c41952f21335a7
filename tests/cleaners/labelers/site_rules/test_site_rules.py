"""A site's rules decide first, and a stale one never empties a page."""

from __future__ import annotations

from cleaners import SiteRules, clean
from cleaners.labelers import ordered_labelers

PROSE = (
    "The harbour wall was built in three winters by men who were paid in fish and seldom on time, "
    "and it has leaned a little towards the sea ever since the great storm of the year after."
)
PAGE = f"""<html><head><title>The wall</title></head><body><div class="top"><p>Pick of the week for all of you</p></div>
<div class="entry"><h1>The wall</h1><p>{PROSE}</p><div class="offer"><p>Mugs with the wall on them, and hats.</p></div>
<p class="credit">Told by Ann</p><p>{PROSE[::1]} It still stands.</p></div></body></html>"""


def test_the_site_rules_are_first() -> None:
    assert next(iter(ordered_labelers())).name == "site_rules"


def test_drop_keep_and_body() -> None:
    rules = SiteRules("wall.example", body=(".entry",), keep=("p.credit",), drop=(".offer",))
    decisions = {d.block.text: d for d in clean(PAGE, site=rules).decisions}
    assert decisions["Mugs with the wall on them, and hats."].decided_by == "site_rules"
    assert decisions["Mugs with the wall on them, and hats."].evidence == ".offer"
    assert decisions["Told by Ann"].kept
    top = decisions["Pick of the week for all of you"]
    assert (top.kept, top.reason) == (False, "stands outside of what wall.example says is its article")
    assert decisions[PROSE].kept


def test_phrases_are_dropped_from_flattened_text() -> None:
    rules = SiteRules("wall.example", phrases=("Buy a mug*", "The end"))
    page = clean(f"The wall\n\n{PROSE}\n\nBuy a mug for 9 pounds\n\n{PROSE} Twice.\n\nThe end\n", site=rules)
    assert [(d.block.text, d.evidence) for d in page.removed if d.decided_by == "site_rules"] == [
        ("Buy a mug for 9 pounds", "Buy a mug*"), ("The end", "The end"),
    ]  # fmt: skip


def test_a_stale_selector_has_no_effect_and_is_noted() -> None:
    stale = clean(PAGE, site=SiteRules("wall.example", body=("main.gone",), drop=(".offer-2019",)))
    assert stale.text == clean(PAGE).text
    assert [n for n in stale.notes if n.startswith("stale_site_rule")] == [
        "stale_site_rule: body main.gone matches nothing",
        "stale_site_rule: drop .offer-2019 matches nothing",
    ]


def test_rules_that_would_empty_the_page_are_not_applied() -> None:
    for rules in (SiteRules("w.example", drop=(".entry",)), SiteRules("w.example", body=(".top",))):
        page = clean(PAGE, site=rules)
        assert page.text == clean(PAGE).text
        assert any(note.startswith("site_rules_ignored") for note in page.notes)


def test_rules_are_valid_on_their_days() -> None:
    rules = SiteRules("w.example", valid_from="2025-01-01", valid_until="2025-12-31")
    assert [rules.holds_on(day) for day in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01", "")] == [
        False, True, True, False, False,
    ]  # fmt: skip
    assert SiteRules("w.example", valid_from="2025-01-01").holds_on("")
