"""Time grows linearly with the page: no nested repeats in expressions, and measured times."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from expressions import expressions, nested_repeats

from cleaners import Limits, PageRefused, clean
from cleaners.clean import read_page, without_collector
from cleaners.decode import decode, is_garbled, scrub, scrub_markup
from cleaners.labelers.rules import RULES
from cleaners.page import Page
from cleaners.prescan import check_markup
from cleaners.reading import Reading
from cleaners.segment import looks_like_html, segment_html, segment_text

# A line of a million characters repeats one of these: the beginnings of what expressions search for.
UNITS = (
    "a ", "a", "1", "01/", "01 / ", "- ", "| ", ". ", " ", "«", "by ", "By A ", "http://", "@", "#", "(", "x_",
    "Share ", "3 comments ", "2024-01-01 ", "1 May ", "{a:b;", ".a{", "Home > ", "\u2022 ", "\xa0", "\t", "—",
    "Read more: ", "$9 ", "%s ", "&", "&#", "‹ 1 ", "\u200b", "Ã", "Posted on ", "Register now ", "*", "`", "[x](",
    "|a", "<", "a.b ", "://",
)  # fmt: skip
SMALL, LARGE = 250_000, 1_000_000
WORSE_THAN_LINEAR = 10.0  # times as long for four times the text; quadratic time is sixteen
TOO_SHORT = 0.15  # seconds for the large text; with less, the growth cannot be measured


def growth(work: Callable[[str], object], unit: str) -> float:
    """How many times as long the large text takes; 1 where the time is too short."""
    start = time.process_time()
    work(unit * (LARGE // len(unit)))
    large = time.process_time() - start
    if large < TOO_SHORT:
        return 1.0
    small = min(_seconds(work, unit * (SMALL // len(unit))) for _ in range(2))
    return min(large, _seconds(work, unit * (LARGE // len(unit)))) / max(small, 0.001)


def _seconds(work: Callable[[Any], object], argument: Any) -> float:
    start = time.process_time()
    work(argument)
    return time.process_time() - start


def test_no_expression_holds_a_repeat_within_a_repeat() -> None:
    patterns = list(expressions())
    assert len(patterns) > 150
    assert {each.name: each.text for each in patterns if nested_repeats(each.text, each.flags)} == {}


@pytest.mark.parametrize("text", ["(a+)+b", "(?:a*b?)*c", "(?:x|(?:a+))*y", r"(\s*\w*)*:", "((a{1,99})+)"])
def test_a_nested_repeat_is_found(text: str) -> None:
    assert nested_repeats(text, 0)


@pytest.mark.parametrize("text", ["(?:a+b)*", "(?:a++)*+", r"(?:,\s*\w+)*", "(?:ab)+", "a+b+"])
def test_repeats_that_divide_the_text_in_one_way_are_allowed(text: str) -> None:
    assert not nested_repeats(text, 0)


def rules_not_linear(page_of: Callable[[int], Page]) -> dict[str, float]:
    """The rules that take more than linear time, and how many times as long they take for four times the text.

    A rule that was slow once is timed again, since on a busy machine any rule may be slow once.
    """
    slow = _measure_rules(page_of)
    for _ in range(2):
        slow = {name: times for name, times in _measure_rules(page_of).items() if name in slow} if slow else {}
    return slow


def _measure_rules(page_of: Callable[[int], Page]) -> dict[str, float]:
    """All rules share one reading of a page, as in the cleaner: the first rule that needs a part of it pays for it."""
    small, large = Reading(page_of(SMALL)), Reading(page_of(LARGE))
    with without_collector():  # as the cleaner does
        times = {
            rule.name: [_seconds(lambda read, rule=rule: rule.label(read, {}), read) for read in (small, large)]
            for rule in RULES
        }
    return {
        name: large / small for name, (small, large) in times.items()
        if large > TOO_SHORT and large > WORSE_THAN_LINEAR * max(small, 0.001)
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_rules_take_linear_time_on_a_line_of_a_million_characters(unit: str) -> None:
    def page_of(size: int) -> Page:
        return segment_text(f"A title\n\nA first line.\n\n{unit * (size // len(unit))}\n\nA last line.\n")

    assert rules_not_linear(page_of) == {}


@pytest.mark.slow
@pytest.mark.parametrize("line", ["a b\n", "Share this\n", "01\n", "12 May 2024\n\n", "- a\n", "Read more\n\n"])
def test_rules_take_linear_time_on_very_many_lines(line: str) -> None:
    assert rules_not_linear(lambda size: segment_text(line * (size // len(line)))) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "work",
    [scrub, scrub_markup, is_garbled, looks_like_html, segment_text, lambda text: decode(text.encode("utf-8"))],
    ids=["scrub", "scrub_markup", "is_garbled", "looks_like_html", "segment_text", "decode"],
)
def test_reading_takes_linear_time(work: Callable[[str], object]) -> None:
    assert {unit: ratio for unit in UNITS if (ratio := growth(work, unit)) > WORSE_THAN_LINEAR} == {}


MARKUP = (
    "<", "<a", "<a b='", "<!--", "<script>", "</", "<p\n", "<b>", "<p>x", "<noscript>", "<noscript><iframe>",
    "<iframe>", "<template shadowrootmode=open>", "</template>", "<svg><text>x", "<p aria-hidden=true>x",
    "<span aria-hidden=true>x", "<p style='display:none'>x", "<p style='display:none;'>x</p>", "<li>x", "<td>x",
    "<p class=a>x", "<table><tr><td>x", "<style>.a{display:none}</style>", "<style>.a{display:none", "&#8;",
    "<![CDATA[", "<x-a>x", "<a href=/>x</a>",
)  # fmt: skip
SHEETS = (
    "display:none", "display:none}", "{display:none", "{", "}", "@", "@a{", "@media x{", "a{display:none}", "/*",
    "/* */", ".a,", ".a .b ", ".a{display:none}.a{display:block}", "@aaaa", "b:not(", "[a", "p p{display:none}", "0",
    "*{opacity:0}",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", MARKUP)
def test_markup_takes_linear_time(unit: str) -> None:
    def read(text: str) -> None:
        source = f"<!doctype html><html><head><style>.a .b p{{display:none}}</style></head><body>{text}"
        try:
            check_markup(source, Limits())
        except PageRefused:
            return
        segment_html(source)

    assert growth(read, unit) <= WORSE_THAN_LINEAR


@pytest.mark.slow
@pytest.mark.parametrize("unit", SHEETS)
def test_style_sheets_take_linear_time(unit: str) -> None:
    body = "".join(f"<div class='a b c{number}'><p class=b>x</p></div>" for number in range(300))

    def read(text: str) -> None:
        segment_html(f"<html><head><style>{text}</style></head><body>{body}")

    assert growth(read, unit) <= WORSE_THAN_LINEAR


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["a ", "a", "<p>x y", "01/", "Share ", "<li><a href=/x>y</a>", "- a\n", "a b.\n\n"])
def test_the_whole_cleaner_is_done_long_before_its_time_is_up(unit: str) -> None:
    for head in ("", "<!doctype html><html><body>"):
        start = time.process_time()
        clean(head + unit * (SMALL // len(unit)), limits=Limits(tags=10**6, blocks=10**6))
        assert time.process_time() - start < 25


@pytest.mark.parametrize(
    "page",
    ["<div>" * 100_000, "<p " + " ".join(f"a{number}" for number in range(200_000)) + ">x"],
    ids=["100,000 nested elements", "200,000 attributes"],
)
def test_what_parsers_choke_on_is_answered_in_under_a_second(page: str) -> None:
    start = time.process_time()
    with pytest.raises(PageRefused):
        read_page(f"<!doctype html><html><body>{page}")
    assert time.process_time() - start < 1
