"""No short sequence of tags, repeated, keeps the parser busy: what would is refused before, in linear time."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from cleaners import Limits, PageRefused
from cleaners.prescan import check_markup

HEAD = "<!doctype html><body>"
NAMES = (
    "p b i a nobr font code div span li dd ul dl table tr td caption select option optgroup button form h1 template "
    "svg math foreignObject mi title style script textarea pre ruby rt rp input br html body object noscript iframe "
    "x-a label"
).split()
NUMBERED = ("<b id=N>", "<p id=N>", "<a href=N>", "<font color=N>")
PIECES = [*(f"<{name}>" for name in NAMES), *(f"</{name}>" for name in NAMES), "a", " ", "<!---->", "&amp;", *NUMBERED]
KNOWN = (
    "<option>a", "<a><b>x</a>", "<rp>", "<dd><li>", "<optgroup>", "<span><div></span>", "<p><b id=N>x", "<b id=N>x",
    "<!--><div>", "<svg><link>", "<p><math><font color=N>", "<font color=N><p id=N><svg>", "<td><b id=N>x",
    "</ruby><li><li><ruby><math><dd>", "<table><td><b>x", "<div title='</div>'>", "<textarea></div></textarea><div>",
    "<template><td>", "<select><option><div>",
)  # fmt: skip
SIZES = 60_000, 120_000, 240_000
MAX_SECONDS = 0.75  # for the largest; quadratic time takes ten of them
MAX_RATIO = 3.0  # for twice the tags
TOO_SHORT = 0.002  # for a fifth of the smallest; quadratic time would be a second for the largest


def page_of(unit: str, size: int) -> str:
    count = size // len(unit)
    return HEAD + ("".join(unit.replace("N", str(n)) for n in range(count)) if "N" in unit else unit * count)


def is_refused(page: str) -> bool:
    start = time.process_time()
    try:
        check_markup(page, Limits())
    except PageRefused:
        return True
    finally:
        assert time.process_time() - start < 2
    return False


def parse_seconds(page: str) -> float:
    start = time.process_time()
    LexborHTMLParser(page)
    return time.process_time() - start


def keeps_the_parser_busy(unit: str) -> bool:
    """Whether accepted pages take more and more time a tag."""
    before = 0.0
    if parse_seconds(page_of(unit, SIZES[0] // 5)) < TOO_SHORT:
        return False
    for size in SIZES:
        page = page_of(unit, size)
        if is_refused(page):
            return False
        now = min(parse_seconds(page) for _ in range(2)) if before else parse_seconds(page)
        if before and now > MAX_SECONDS and now > MAX_RATIO * before:  # growth shows in two sizes only
            return True
        before = now
    return False


def random_units(seed: int) -> Iterator[str]:
    choose = random.Random(seed)
    while True:
        yield "".join(choose.choice(PIECES) for _ in range(choose.choice((2, 3, 3, 4, 5))))


@pytest.mark.parametrize("unit", KNOWN)
def test_known_sequences(unit: str) -> None:
    assert not keeps_the_parser_busy(unit)


def test_single_tags_and_some_sequences() -> None:
    assert [unit for unit in (*PIECES, *itertools.islice(random_units(1), 100)) if keeps_the_parser_busy(unit)] == []


@pytest.mark.slow
def test_many_sequences() -> None:
    assert [unit for unit in itertools.islice(random_units(2), 1_200) if keeps_the_parser_busy(unit)] == []


@pytest.mark.parametrize(
    "unit",
    ["<rp>", "<dd><li>", "<span><div></span>", "<a><b>x</a>", "<!--><div>", "<p><math><font color=N>", "<p><b id=N>x"],
)
def test_what_nests_without_end_is_refused(unit: str) -> None:
    assert is_refused(page_of(unit, SIZES[-1]))


@pytest.mark.parametrize(
    "unit", ["<p>x", "<li>x", "<tr><td><font size=2>x</td>", "<option>x", "<svg><path d=M/></svg>", "<a id=N>x"]
)
def test_sloppy_markup_that_does_not_nest_is_accepted(unit: str) -> None:
    table = "<table>" if unit.startswith("<tr>") else ""
    assert not is_refused(HEAD + table + page_of(unit, SIZES[-1]).removeprefix(HEAD))
