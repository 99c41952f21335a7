"""The order of the rules is policy, and each position is deliberate."""

from __future__ import annotations

from cleaners.labelers.rules import RULES

NAMES = [labeler.name for labeler in RULES]


def test_names_are_unique_and_start_alike():
    assert len(set(NAMES)) == len(NAMES)
    assert all(name.startswith("rules.") for name in NAMES)


def test_title_comes_before_rules_that_could_take_it_for_something_else():
    assert NAMES.index("rules.title") == 1
    assert NAMES[0] == "rules.hidden"


def test_date_box_comes_before_placeholders():
    assert NAMES.index("rules.date_box") < NAMES.index("rules.placeholders")


def test_navigation_comes_after_more_specific_rules():
    specific = ("rules.breadcrumbs", "rules.forum_chrome", "rules.share", "rules.footer", "rules.related")
    assert all(NAMES.index(name) < NAMES.index("rules.navigation") for name in specific)
