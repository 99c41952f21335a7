"""The watch over a site: what it finds, how soon, and that it is quiet while nothing changes."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice

import pytest
from watching import observations

from flows.drift.incident import HEADLINES, figures_of, kind_of_change, sentences
from flows.drift.observation import Observation
from flows.drift.watch import SiteChange, SiteWatch
from tests.sitegen.changing import LOOKS, MUTATIONS, Look, changed_pages, pages

pytestmark = pytest.mark.slow  # each test is a whole run, or several

HERALD, BOTE, MOORLAND, WEIR, PLAIN, LETTRES = LOOKS
KNOWN, MIXED = 60, 120  # pages that the watch has seen before the change; of sites that mix many kinds of pages
MARKUP = ("new template", "consent layer over the page", "share bar under another name", "all in one block")


def watched(look: Look, seed: int, count: int) -> tuple[SiteWatch, list[SiteChange]]:
    watch = SiteWatch()
    found = [watch.add(page) for page in observations(look, pages(look, seed, count))]
    return watch, [change for change in found if change]


def known(look: Look) -> int:
    return MIXED if look in (MOORLAND, WEIR) else KNOWN


def found_after(look: Look, name: str, state: str, most: int = 20) -> tuple[int, SiteChange | None]:
    """How many pages that show the change were seen until it was told of."""
    watch, shown = SiteWatch.from_data(json.loads(state)), 0
    for url, body, shows in islice(changed_pages(look, 1, MUTATIONS[name], known(look)), most):
        shown += shows
        change = watch.add(next(observations(look, [(url, body)])))
        if change:
            return shown, change
    return shown, None


@pytest.fixture(scope="module")
def states() -> dict[str, str]:
    """By host, what the watch knows of a site before it changes."""
    return {look.host: json.dumps(watched(look, 1, known(look))[0].to_data()) for look in LOOKS[:5]}


@pytest.mark.parametrize("look", [HERALD, BOTE], ids=lambda look: look.host)
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_change_is_found_within_five_pages(look: Look, name: str, states: dict[str, str]) -> None:
    shown, change = found_after(look, name, states[look.host])
    assert change, f"{name} on {look.host} was not found"
    assert shown <= 5
    assert kind_of_change(change) in HEADLINES
    assert len(change.before) == 3
    assert all(list(sentences(change)))


@pytest.mark.parametrize("name", [name for name in MUTATIONS if name not in MARKUP])
def test_a_change_of_flattened_pages_is_found_within_five_pages(name: str, states: dict[str, str]) -> None:
    shown, change = found_after(PLAIN, name, states[PLAIN.host])
    assert change
    assert shown <= 5


@pytest.mark.parametrize("look", [MOORLAND, WEIR], ids=lambda look: look.host)
def test_on_sites_of_many_kinds_few_changes_take_longer(look: Look, states: dict[str, str]) -> None:
    soon = [name for name in MUTATIONS if found_after(look, name, states[look.host])[0] <= 5]
    assert len(soon) >= 12


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("new template", "template"), ("bot challenge", "one text"), ("emptied: the text comes by script", "emptied"),
        ("share bar under another name", "silent"), ("no author and no date any more", "metadata"),
        ("garbled letters", "note"), ("articles without end", "figures"),
    ],
)  # fmt: skip
def test_the_kind_of_a_change_is_told(name: str, kind: str, states: dict[str, str]) -> None:
    _, change = found_after(HERALD, name, states[HERALD.host])
    assert change
    assert kind_of_change(change) == kind


def test_figures_tell_before_and_after(states: dict[str, str]) -> None:
    _, change = found_after(HERALD, "articles without end", states[HERALD.host])
    assert change
    before, after = figures_of(change)["length"]
    assert after > 3 * before > 1000


def test_nothing_is_found_where_nothing_changes() -> None:
    for look in LOOKS:
        assert watched(look, 2, 60)[1] == [], look.host


@pytest.mark.slow
def test_fewer_than_one_false_alarm_in_a_thousand_pages() -> None:
    """Sites of several kinds of pages, four pages to four thousand words, from several seeds."""
    seen = alarms = 0
    for seed in range(100, 104):
        for look in LOOKS:
            alarms += len(watched(look, seed, 170)[1])
            seen += 170
    assert seen > 4000
    assert alarms / seen < 1 / 1000


@pytest.mark.slow
def test_sections_that_are_fetched_one_after_another_are_no_change() -> None:
    for look in (MOORLAND, WEIR):
        watch = SiteWatch()
        ordered = sorted(observations(look, pages(look, 5, 120)), key=lambda page: page.section)
        assert not any(watch.add(page) for page in ordered)


def usual(number: int, **other: object) -> Observation:
    """A page like all others of its site, but for what is said otherwise."""
    page = Observation(
        f"https://site.example/a/{number}", "one", f"text {number}", 4000 + 37 * (number % 20),
        {"rules.share": 40, "model": 300}, 0.95, frozenset(("title", "author")), "en", (), frozenset(range(20)),
    )  # fmt: skip
    return replace(page, **other)  # type: ignore[arg-type]


def seeing(watch: SiteWatch, *seen: Observation) -> list[SiteChange]:
    return [change for change in map(watch.add, seen) if change]


def knowing(count: int = 30) -> SiteWatch:
    watch = SiteWatch()
    assert seeing(watch, *map(usual, range(count))) == []
    return watch


def test_one_odd_page_is_no_change_nor_are_three() -> None:
    watch = knowing()
    odd = [usual(100 + n, kept=60, metadata=frozenset()) for n in range(3)]
    assert seeing(watch, *odd[:1], *map(usual, range(30, 40)), *odd, *map(usual, range(40, 60))) == []
    assert watch.waiting == []


def test_a_change_is_told_once_and_going_back_is_none() -> None:
    watch = knowing()
    assert len(seeing(watch, *(usual(n, kept=60) for n in range(100, 160)))) == 1
    assert seeing(watch, *map(usual, range(200, 260))) == []


def test_the_next_change_is_told_again() -> None:
    watch = knowing()
    assert len(seeing(watch, *(usual(n, kept=60) for n in range(100, 140)))) == 1
    again = seeing(watch, *(usual(n, kept=60, metadata=frozenset(("title",))) for n in range(200, 220)))
    assert [change.signs[0] for change in again] == ["no author"]


def test_the_pages_of_a_change_are_those_that_show_it() -> None:
    (change,) = seeing(knowing(), *(usual(n, removed={"model": 300}) for n in range(100, 106)))
    assert change.signs == ("no removal by rules.share",)
    assert change.before == tuple(f"https://site.example/a/{n}" for n in (27, 28, 29))
    assert set(change.after) <= {f"https://site.example/a/{n}" for n in range(100, 106)}


def test_a_rule_that_seldom_speaks_may_be_silent() -> None:
    watch = SiteWatch()
    seldom = [usual(n) if n % 3 else usual(n, removed={"model": 300}) for n in range(40)]
    assert seeing(watch, *seldom, *(usual(n, removed={"model": 300}) for n in range(100, 108))) == []


def test_a_new_part_of_the_site_is_learned_not_reported() -> None:
    shop = frozenset(range(50, 70))
    new = [usual(n, page=f"https://site.example/shop/{n}", skeleton=shop, metadata=frozenset()) for n in range(30)]
    assert seeing(knowing(), *new) == []


def test_the_same_pages_built_anew_are_reported() -> None:
    (change,) = seeing(knowing(), *(usual(n, skeleton=frozenset(range(50, 70))) for n in range(100, 105)))
    assert change.signs == ("new template",)


def test_another_cleaner_begins_anew() -> None:
    watch = knowing()
    assert seeing(watch, *(usual(n, made_by="two", kept=60) for n in range(100, 140))) == []


def test_the_watch_is_the_same_after_a_rest() -> None:
    """What is known of a site is written down after each run: the next goes on as if there had been none."""
    at_once, with_rests = SiteWatch(), SiteWatch()
    for number in range(80):
        page = usual(number, kept=3000 if number % 11 == 0 else 4000)
        at_once.add(page)
        with_rests = SiteWatch.from_data(json.loads(json.dumps(with_rests.to_data())))
        with_rests.add(page)
    assert with_rests.to_data() == at_once.to_data()


def test_what_is_known_of_a_site_stays_small() -> None:
    watch = SiteWatch()
    for number in range(600):
        parts = range(number % 9 * 40, number % 9 * 40 + 40)
        watch.add(usual(number, skeleton=frozenset(parts), notes=(f"note {number}",)))
    assert len(json.dumps(watch.to_data())) < 60_000
