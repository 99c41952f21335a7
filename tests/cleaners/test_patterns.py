"""A pattern behaves like the result of `re.compile`, but is compiled at its first use."""

from __future__ import annotations

import re

import pytest

from cleaners.patterns import pattern


@pytest.mark.parametrize("text", ["", "a1", "12 34", "№ 7"])
def test_a_pattern_behaves_like_the_expression(text: str) -> None:
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


def test_the_function_is_called_once_at_the_first_use() -> None:
    calls = []
    lazy = pattern(lambda: calls.append(1) or "b")  # type: ignore[func-returns-value]
    assert not calls
    assert lazy.search("abc")
    assert lazy.search("cba")
    assert len(calls) == 1


def test_an_invalid_expression_raises_at_the_first_use() -> None:
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.search("a")
