"""Site files are edited a line at a time, and all else stays as a person wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.sites import read_site_file
from flows.sites.edit import add_line, file_for, remove_line

URL, DAY = "https://www.river.example/a", "2026-03-01"
WRITTEN = """# by hand
[[rules]]  # the old look
valid_until = 2025-12-31
phrases = ["Old *"]

[[rules]]
valid_from = 2026-01-01
drop = [".promo"]   # the box
phrases = ["Register for the *", "Join us"]
"""


def test_a_line_is_added_where_it_holds_and_all_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "river.example.toml"
    path.write_text(WRITTEN)
    add_line(path, URL, DAY, "phrases", 'Say "hello"')
    add_line(path, URL, DAY, "keep_phrases", "A line of verse")
    add_line(path, URL, "2025-03-01", "phrases", "Older")
    new, old = read_site_file(path)
    assert new.phrases == ('Say "hello"', "Register for the *", "Join us")
    assert (new.keep_phrases, new.drop, old.phrases) == (("A line of verse",), (".promo",), ("Older", "Old *"))
    for comment in ("# by hand", "# the old look", "# the box"):
        assert comment in path.read_text()
    for name, value in (("phrases", 'Say "hello"'), ("keep_phrases", "A line of verse"), ("phrases", "Older")):
        remove_line(path, name, value)
    assert path.read_text() == WRITTEN


def test_a_file_is_made_for_its_first_line_and_goes_with_the_last(tmp_path: Path) -> None:
    path = file_for(tmp_path, URL)
    assert path.name == "river.example.toml"
    add_line(path, URL, DAY, "phrases", "Join us")
    add_line(path, URL, DAY, "phrases", "Join us")
    assert read_site_file(path)[0].phrases == ("Join us",)
    remove_line(path, "phrases", "Join us")
    assert not path.exists()


def test_the_file_of_the_domain_above_is_used_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "river.example.toml").write_text(WRITTEN)
    assert file_for(tmp_path, "https://news.river.example/a").name == "river.example.toml"


def test_where_no_rules_hold_new_ones_are_added(tmp_path: Path) -> None:
    path = tmp_path / "river.example.toml"
    path.write_text("[[rules]]\nvalid_until = 2020-01-01\ndrop = ['.old']\n")
    add_line(path, URL, DAY, "phrases", "Join us")
    assert {rules.phrases for rules in read_site_file(path)} == {(), ("Join us",)}


ODD = [
    "# only a comment",
    "rules = []\n",
    "[[rules]]\nvalid_until = 2020-01-01\ndrop = ['.old']",  # no line end after the last line
    '[[rules]]\r\ndrop = [".promo"] # the box\r\n',
    'rules = [{ drop = [".promo"] }]\n',
    "rules = [{ valid_until = 2020-01-01 }]\n",
    "[[ rules ]]\nphrases = [ 'a', # one\n 'b' ]\n",
]


@pytest.mark.parametrize("text", ODD)
def test_a_line_is_added_however_the_file_is_written(tmp_path: Path, text: str) -> None:
    path, value = tmp_path / "river.example.toml", "Say \"hé\" \\ \x7f \x00 \x85 \u2028 ''' \t."
    path.write_bytes(text.encode())
    before = read_site_file(path)
    add_line(path, URL, DAY, "phrases", value)
    add_line(path, URL, DAY, "phrases", "Second")
    in_force = next(rules for rules in read_site_file(path) if rules.holds_on(DAY))
    assert in_force.phrases[:2] == ("Second", value)
    remove_line(path, "phrases", "Second")
    remove_line(path, "phrases", value)
    assert read_site_file(path) == before


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "river.example.toml"
    for text, why in (("[[rules]\n", "cannot be read"), ("[[rules]]\nphrases = 'Join us'\n", "must be a list")):
        path.write_text(text)
        with pytest.raises(UsageError, match=why):
            add_line(path, URL, DAY, "phrases", "Join us")
        assert path.read_text() == text
