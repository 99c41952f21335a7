"""Every expression, and the whole cleaner, takes linear time on a text that repeats what they look for."""

from __future__ import annotations

import itertools
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from expressions import Expression, expressions, literals

import cleaners
import flows
from cleaners import PageRefused, clean

SMALL = 20_000  # characters; growth is measured from SMALL to its double
MAX_RATIO = 3.0  # times as long for twice the text; quadratic time is four
TOO_SHORT = 0.1  # seconds for 40,000 characters; quadratic time takes eight times as long
GIVEN_UP = 1.0  # seconds; what is in question takes a tenth of it
# Expressions that are never used on a longer text than this.
MAX_TEXT: dict[str, int] = {
    "cleaners.metadata.names._SUFFIX": 500,
    "cleaners.segment.stylesheet_rules._LAST_COMPOUND": 300,
    "cleaners.selectors._SIMPLE": 300,
    "cleaners.selectors._LENIENT_SIMPLE": 300,
}
ELSEWHERE = ("flows.fetch.content.",)


class LateError(Exception):
    """Work that took too long to wait for."""


@pytest.fixture(autouse=True)
def _alarm() -> Iterator[None]:
    def late(*_: Any) -> None:
        raise LateError

    previous = signal.signal(signal.SIGPROF, late)
    yield
    signal.signal(signal.SIGPROF, previous)


def seconds(work: Callable[[Any], object], argument: Any, given_up: float = GIVEN_UP) -> float:
    """Processor time; ``given_up`` for more."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, given_up)
    try:
        work(argument)
        return time.process_time() - start
    except LateError:
        return given_up
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def grows_too_fast(
    work: Callable[[Any], object], text_of: Callable[[int], Any], small: int = SMALL, too_short: float = TOO_SHORT
) -> bool:
    """Whether twice the text takes more than three times as long."""
    short, start = text_of(small // 8), time.perf_counter()  # processor time may be counted in steps of 4 ms
    seconds(work, short)
    if time.perf_counter() - start < 0.0006:
        return False
    firsts, seconds_ = [], []
    for _ in range(4):  # the shortest time is the one that other processes disturbed least
        firsts.append(seconds(work, text_of(small)))
        if firsts[-1] >= GIVEN_UP:
            return True
        seconds_.append(seconds(work, text_of(2 * small), 4 * GIVEN_UP))
        if min(seconds_) < max(too_short, MAX_RATIO * min(firsts)):
            return False
    return True


def units(expression: Expression, wide: bool) -> list[str]:
    """What to repeat: the characters and words of an expression, alone and (``wide``) two and three together."""
    characters, words = literals(expression.text, expression.flags)
    plain = [char for char in characters if not char.isalpha()][:16] + [char for char in characters if char.isalpha()][
        :4
    ]
    found = [*plain, *(word + " " for word in words[:6]), *words[:6]]
    if wide:
        found += ["".join(pair) for pair in itertools.permutations(plain[:10], 2)]
        found += ["".join(three) for three in itertools.permutations(plain[:4], 3)]
        found += [part for word, char in itertools.product(words[:5], plain[:5]) for part in (char + word, word + char)]
    return list(dict.fromkeys(found))


def used(expression: Expression) -> Callable[[Any], None]:
    def use(text: Any) -> None:
        expression.pattern.match(text)
        expression.pattern.fullmatch(text)
        if expression.is_searched:
            for _ in expression.pattern.finditer(text):
                pass

    return use


def not_linear(wide: bool) -> dict[str, str]:
    found = {}
    every = [each for each in expressions(cleaners, flows) if not each.name.startswith(ELSEWHERE)]
    assert len(every) > 200
    for expression in every:
        use, is_bytes = used(expression), isinstance(expression.text, bytes)
        most = MAX_TEXT.get(expression.name, 3 * SMALL)
        for unit in units(expression, wide):

            def text_of(size: int, unit: str = unit, most: int = most, is_bytes: bool = is_bytes) -> Any:
                text = unit * (min(size, most) // len(unit))
                return text.encode("latin-1", "replace") if is_bytes else text

            if grows_too_fast(use, text_of):
                found[expression.name] = unit
                break
    return found


@pytest.mark.slow
def test_expressions_take_linear_time_on_what_they_look_for() -> None:
    assert not_linear(wide=False) == {}


@pytest.mark.slow
def test_expressions_take_linear_time_on_combinations_of_it() -> None:
    assert not_linear(wide=True) == {}


@pytest.mark.parametrize(
    "text", [r"\d[\d.]*€", *(pytest.param(text, marks=pytest.mark.slow) for text in ("a[^b]*b", "<[^>]*>"))]
)
def test_an_expression_that_is_not_linear_is_found(text: str) -> None:
    expression = Expression("made.here", re.compile(text), True)
    unit = literals(text, 0)[0][0]
    assert grows_too_fast(used(expression), lambda size: unit * size)


PLACES = {
    "title and h1": "<title>%s</title><h1>%s</h1><p>A text of a page.",
    "head": "<meta property=og:title content='%s'><meta property=og:site_name content='%s'><title>y</title><h1>x</h1>x",
    "meta": "<meta name=author content='%s'><meta name=date content='%s'><meta name=description content='%s'><p>x",
    "linked data": '<script type=application/ld+json>{"@type":"Article","headline":"%s","author":{"name":"%s"},'
    '"datePublished":"%s","publisher":"%s"}</script><p>x',
    "broken linked data": "<script type=application/ld+json>%s</script><p>x",
    "by-line": "<p class=byline>%s</p><time>%s</time><p rel=author>%s<p>x",
    "paragraph": "<p>%s</p><p>By %s",
    "link": "<p><a href='/%s'>x</a> <a href='http://x.example/'>%s</a>",
    "attributes": "<p class='%s'>x</p><p id='%s'>y</p><p style='%s'>z",
    "style": "<style>%s</style><p class=a>x",
    "page": "%s",
}
FEW = ("| ", "|9", "on ", "<option>a", " ", "*//")
MANY = (
    *FEW, "|", "- ", " - ", ": ", "by ", "By A ", "a", "1 ", "1,", "9:", "01/", ". ", "(", "<", "&", "http://", "www.",
    "a@", "#", "»", "› ", "$9 ", "12 May 2024 ", "posted on ", "3 comments", "Read more", "* ", "_", "`", "[x](", "![",
    "\\", "~", "{a:b}", ".a{display:none}", "@media x{", "/*", "rgb(", "rect(", "[", "//", "<!--", "<li>", "<br>a",
    "<pre>\n", "</p>", "<b>x</b>", "<tr><td>x", "<blockquote>x", "<h1>x</h1>", "<div class=comments>x", "<p hidden>x",
    "<p><a href=/x>y</a>", "<span aria-hidden=true>x</span>", "é", "中 ", "\u200b", "\xa0", "Ã©",
)  # fmt: skip


def cleaned(page: str) -> None:
    try:
        done = clean(page)
    except PageRefused:
        return
    assert done.markdown is not None
    assert done.posts is not None


def page_of(place: str, unit: str) -> Callable[[int], str]:
    if place == "flattened text":
        return lambda size: "A title\n\nThe first line.\n\n" + unit * (size // len(unit))
    if place == "lines":
        return lambda size: "A title\n\n" + f"{unit}\n" * (size // (len(unit) + 1) // 4)
    if place == "paragraphs":
        return lambda size: "<!doctype html><title>T</title><h1>T</h1>" + f"<p>{unit}" * (size // (len(unit) + 3) // 4)
    return lambda size: "<!doctype html>" + PLACES[place].replace("%s", unit * (size // len(unit)))


@pytest.mark.slow
@pytest.mark.parametrize("place", [*PLACES, "flattened text", "lines"])
def test_pages_take_linear_time(place: str) -> None:
    clean("<p>Load the model.")
    assert [unit for unit in FEW if grows_too_fast(cleaned, page_of(place, unit), too_short=0.5)] == []


@pytest.mark.slow
@pytest.mark.parametrize("place", [*PLACES, "flattened text", "lines", "paragraphs"])
def test_pages_take_linear_time_with_many_units(place: str) -> None:
    clean("<p>Load the model.")
    units_of = [unit for unit in MANY if "'" not in unit]
    assert [unit for unit in units_of if grows_too_fast(cleaned, page_of(place, unit), too_short=0.5)] == []


def test_what_took_a_minute_takes_a_second() -> None:
    for page in (f"<title>{'| ' * 40_000}</title><p>x", f"<meta name=author content='{'on ' * 20_000}'><p>x"):
        assert seconds(cleaned, page, 5.0) < 5.0
