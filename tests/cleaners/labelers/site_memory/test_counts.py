"""Counts are a set: no order, no double counting, no growth beyond the sample."""

from __future__ import annotations

import hashlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cleaners import Counts, PageCount
from cleaners.labelers.site_memory.counts import SAMPLE, pack

DIGESTS = st.text("0123456789abcdef", min_size=4, max_size=4)
DAYS = st.sampled_from(["", "2026-03-01", "2026-03-09", "2026-04-02", "2026-05-20"])
PAGES = st.lists(
    st.builds(lambda digest, day: PageCount(digest, f"a.org/{digest}", "", day, b""), DIGESTS, DAYS), max_size=40
)


def gather(pages: list[PageCount], sample: int = 8) -> list[PageCount]:
    return list(Counts("a.org", pages, sample))


@given(PAGES, st.randoms(use_true_random=False))
def test_order_does_not_matter(pages: list[PageCount], random: Random) -> None:
    shuffled = list(pages)
    random.shuffle(shuffled)
    assert gather(pages) == gather(shuffled)


@given(st.lists(PAGES, min_size=3, max_size=3))
def test_merging_is_a_union(parts: list[list[PageCount]]) -> None:
    whole = gather([page for part in parts for page in part])
    one, two, three = (Counts("a.org", part, 8) for part in parts)
    two.merge(three)
    one.merge(two)
    backwards = Counts("a.org", sample=8)
    for part in reversed(parts):
        backwards.merge(Counts("a.org", part, 8))
    assert list(one) == whole == list(backwards)


@given(PAGES)
def test_adding_again_changes_nothing(pages: list[PageCount]) -> None:
    once, twice = Counts("a.org", pages, 8), Counts("a.org", pages, 8)
    twice.merge(pages)
    assert once.fingerprint == twice.fingerprint
    assert not any(twice.would_change(page.digest, page.address, page.fetched_on) for page in pages)


@given(PAGES, DIGESTS, DAYS)
def test_a_page_that_would_not_change_the_counts_does_not(pages: list[PageCount], digest: str, day: str) -> None:
    counts = Counts("a.org", pages, 8)
    before = counts.fingerprint
    if not counts.would_change(digest, f"a.org/{digest}", day):
        counts.add(PageCount(digest, f"a.org/{digest}", "", day))
        assert counts.fingerprint == before


def test_every_month_has_its_share_of_the_sample() -> None:
    many = [PageCount(f"{n:04x}", str(n), "", "2026-01-05") for n in range(100)]
    few = [PageCount(f"f{n:03x}", str(n), "", "2026-02-05") for n in range(3)]
    kept = gather(many + few, sample=10)
    assert sum(page.month == "2026-02" for page in kept) == 3
    assert len(kept) == 10


def test_lines_come_back_as_they_were_packed() -> None:
    lines = [("A line", 0), ("Ελληνικά", 5), ("日本語", 8)]
    assert PageCount("d", "a", packed=pack(lines)).lines == lines
    assert PageCount("d", "a").lines == []


def test_a_large_site_stays_small() -> None:
    """The sample is full long before the millionth page, and then has a fixed size."""
    counts = Counts("a.example")
    for number in range(30_000):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        day = f"2026-{number % 12 + 1:02d}-03"
        if counts.would_change(digest, str(number), day):
            counts.add(PageCount(digest, str(number), "", day))
    assert len(counts) == SAMPLE


def test_of_a_very_long_page_beginning_and_end_are_kept() -> None:
    packed = pack((f"Line {number}", 0) for number in range(5_000))
    kept = [text for text, _ in PageCount("d", "a", "", "", packed).lines]
    assert len(kept) == 400
    assert (kept[0], kept[-1]) == ("Line 0", "Line 4999")
