"""Tables for people: whole and plain in a pipe, as wide as a terminal on one, and never markup."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest

from flows.cli.terminal import cut, print_table

HEADERS = ("page", "words>", "outcome", "why")
ROWS = [
    (f"A title [red]in brackets[/red] :smile: that goes on {'and on ' * 9}here", "1,204", ("ok", "green"), "-"),
    ("廃線の駅舎に朝だけの食堂。" * 5, "3", ("no_content", "yellow"), "nothing\tis\nleft \x1b[2J\u202e"),
]


class Screen(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


def columns_of(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Screen()


def test_in_a_pipe_nothing_is_cut_or_drawn() -> None:
    stream = io.StringIO()
    print_table(HEADERS, iter(ROWS), stream)
    head, first, second = stream.getvalue().splitlines()
    assert head == "page\twords\toutcome\twhy"
    assert first == f"{ROWS[0][0]}\t1,204\tok\t-"
    assert second == f"{ROWS[1][0]}\t3\tno_content\tnothing is left [2J"


def test_on_a_terminal_each_row_is_a_line_that_fits(screen: Screen) -> None:
    print_table(HEADERS, iter(ROWS), screen)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    assert "\x1b[32mok" in screen.getvalue()
    assert "\x1b" not in plain
    assert "\u202e" not in plain
    lines = plain.splitlines()
    assert len(lines) == 3
    assert max(map(columns_of, lines)) <= 80
    assert lines[1].startswith("A title [red]in brackets[/red] ")
    assert "…" in lines[1]
    assert "…" in lines[2]
    assert lines[0].index("words") + len("words") == lines[1].index("1,204") + len("1,204")


def test_a_long_table_has_one_head(screen: Screen) -> None:
    print_table(("page", "words>"), ((f"page {number}", f"{number}") for number in range(1200)), screen)
    assert screen.getvalue().count("words") == 1
    assert len(screen.getvalue().splitlines()) == 1201
    empty = Screen()
    print_table(("page", "words>"), [], empty)
    assert "words" in empty.getvalue()


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colours_where_none_are_wanted(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    print_table(HEADERS, ROWS, screen)
    assert "\x1b" not in screen.getvalue()


def test_a_text_is_cut_by_the_columns_it_takes() -> None:
    assert cut("short", 10) == "short"
    assert cut("two  lines\nof text", 9) == "two line…"
    assert cut("日本語の長い行", 7) == "日本語…"
    assert cut("a\x1b[2J\u202eb", 20) == "a [2J b"
