"""A pattern is what `re.compile` returns, but compiled when it is first used."""

from __future__ import annotations

import re

import pytest

from cleaners.patterns import pattern


@pytest.mark.parametrize("text", ["", "a1", "12 34", "№ 7"])
def test_a_pattern_finds_what_the_expression_finds(text: str) -> None:
    lazy, plain = pattern(r"(\d)(\d)?"), re.compile(r"(\d)(\d)?")
    for _ in range(2):  # the first use compiles, the second finds it compiled
        assert [match.span() for match in lazy.finditer(text)] == [match.span() for match in plain.finditer(text)]
        assert lazy.findall(text) == plain.findall(text)
        assert lazy.sub("x", text) == plain.sub("x", text)
        assert bool(lazy.fullmatch(text)) == bool(plain.fullmatch(text))
    assert lazy.pattern == plain.pattern


def test_flags_count() -> None:
    assert pattern("a", re.I).match("A")
    assert not pattern("a").match("A")


def test_the_text_is_asked_for_once_and_not_before_it_is_needed() -> None:
    asked = []
    lazy = pattern(lambda: asked.append(1) or "b")  # type: ignore[func-returns-value]
    assert not asked
    assert lazy.search("abc")
    assert lazy.search("cba")
    assert len(asked) == 1


def test_a_text_that_is_no_expression_is_told_of_at_the_first_use() -> None:
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.search("a")
