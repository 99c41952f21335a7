"""A fault on the smallest page that shows it, in words that are nobody's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean
from flows.errors import UsageProblem
from flows.golden.own import cases_in, faults_of
from flows.golden.reduce import smallest
from flows.golden.scrub import Scrubber, plain_words_of, words_in
from flows.golden.shrink import fault_of, shrink_page, write_shrunk
from flows.golden.tree import read_tree, write_tree
from flows.truth import words_of
from tests.sitegen.changing import LOOKS, pages

PASSAGE = "Grandmother Elspeth kept the ferry ledger in green ink until the winter of 1911."


def page_with(markup: str) -> bytes:
    """A page of a made-up site, with something more in the middle of its article."""
    _, body = next(pages(LOOKS[0], 7, 1))
    whole = body.decode()
    at = [match.end() for match in re.finditer("</p>", whole)][3]
    return (whole[:at] + markup + whole[at:]).encode()


LOST = page_with(f"<div class='wide' hidden><p>{PASSAGE}</p></div>")


@given(st.lists(st.integers(0, 30), unique=True, max_size=30), st.sets(st.integers(0, 30), max_size=4))
def test_what_is_needed_is_left_and_nothing_else(items: list[int], needed: set[int]) -> None:
    needed &= set(items)
    assert smallest(items, lambda left: needed <= set(left)) == [item for item in items if item in needed]


def test_few_questions_are_asked_where_little_matters() -> None:
    asked: list[int] = []
    assert smallest(range(1000), lambda left: bool(asked.append(1)) or {17, 801} <= set(left)) == [17, 801]
    assert len(asked) < 100


@given(st.text(max_size=60))
def test_scrubbed_words_keep_their_shape(text: str) -> None:
    plain = re.sub(r"[/.@]", " ", text)
    new = Scrubber().text(plain)
    assert [len(word) for word in re.findall(r"\d+|[^\W\d_]+", new)] == [
        len(word) for word in re.findall(r"\d+|[^\W\d_]+", plain)
    ] or not plain.isascii()  # a few letters are longer in upper case
    assert re.sub(r"[^\W_]", "", new) == re.sub(r"[^\W_]", "", plain) or not plain.isascii()


def test_one_word_has_one_neutral_word_and_two_have_two() -> None:
    scrubber = Scrubber({"ferry"})
    first, second, third, fourth = scrubber.text("Piano ferry PIANO gulls").split()
    assert (second, third) == ("ferry", first.upper())
    assert first.istitle()
    assert fourth.lower() != first.lower()


def test_addresses_become_example_com() -> None:
    text = Scrubber().text("see https://www.river.org/a?b=c or www.boats.net/x, river.com/y, mail wanda.pell@river.org")
    assert not re.search("river|boats|wanda", text)
    assert text.count("https://example.com/page") == 3
    assert "name@example.com" in text


@pytest.mark.parametrize("text", ["Старый паромщик", "渡し守は川を渡った", "القارب القديم", "Ο παλιός βαρκάρης"])
def test_words_of_other_scripts_stay_in_their_script(text: str) -> None:
    import unicodedata

    new = Scrubber().text(text)
    scripts = [{unicodedata.name(letter).split()[0] for letter in one if letter.isalpha()} for one in (text, new)]
    assert not set(words_in([text])) & set(words_in([new]))
    assert scripts[1] <= scripts[0]


def test_names_and_numbers_are_not_plain_words() -> None:
    assert plain_words_of("Register for the Lantern School by May 3") == ["register", "for", "the", "by"]


def test_a_tree_is_written_as_it_was_read() -> None:
    source = LOST.decode()
    again = write_tree(read_tree(source))
    assert clean(again).text == clean(source).text
    assert write_tree(read_tree(again)) == again


def test_a_deep_page_is_no_trouble() -> None:
    assert write_tree(read_tree("<div>" * 3000 + "deep")).count("<div>") > 1000


def test_a_lost_passage_is_shown_on_a_small_page(tmp_path: Path) -> None:
    fault = fault_of(LOST, "https://tidal-herald.example/a", [("+", PASSAGE)])
    shrunk = shrink_page(LOST, None, fault)
    assert len(shrunk.source) < len(LOST) / 8
    assert shrunk.done
    page = clean(shrunk.source)
    assert words_of(shrunk.fault.passage) in words_of(page.page.text)
    assert words_of(shrunk.fault.passage) not in words_of(page.text)
    assert {decision.voice for decision in shrunk.decisions} == {"rules.hidden"}
    for word in ("elspeth", "grandmother", "ledger", "1911", "tidal", "herald"):
        assert word not in shrunk.source.lower()
    write_shrunk(tmp_path / "golden" / "small", shrunk)
    report = (tmp_path / "golden" / "small" / "report.md").read_text("utf-8")
    assert shrunk.fault.passage in report
    assert "rules.hidden" in report
    (case,) = cases_in(tmp_path / "golden", [], tmp_path)
    assert list(faults_of(case)) == [f"lost: {shrunk.fault.passage}"]


def test_a_passage_that_is_left_in_keeps_the_words_that_say_why() -> None:
    body = page_with("<p>The Herald owns a boat and asks for your coins in Port Amber.</p>")
    fault = fault_of(body, None, [("-", "asks for your coins in Port Amber")])
    shrunk = shrink_page(body, None, fault)
    assert shrunk.fault.passage.startswith("asks for your coins in ")
    assert "Amber" not in shrunk.source
    assert "coins" in shrunk.words


def test_a_fault_of_flattened_text() -> None:
    line = b"The heron came back to the weir on day %d and stood there for the whole of the afternoon."
    body = b"\n\n".join([b"A heron on the weir", *(line % day for day in range(9)), b"Share on Facebook"])
    fault = fault_of(body, None, [("+", "Share on Facebook")])
    shrunk = shrink_page(body, None, fault)
    assert shrunk.origin == "text"
    assert "heron" not in shrunk.source
    assert {"share", "facebook"} <= set(shrunk.words)


def test_where_nothing_is_wrong_there_is_nothing_to_show() -> None:
    with pytest.raises(UsageProblem, match="holds today"):
        fault_of(LOST, None, [("-", PASSAGE)])
    with pytest.raises(UsageProblem, match="say what is wrong"):
        fault_of(LOST, None, [])
    with pytest.raises(UsageProblem, match="cannot be cleaned: not_html"):
        fault_of(b"%PDF-1.7", None, [("+", "text")])


def test_a_folder_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    shrunk = shrink_page(LOST, None, fault_of(LOST, None, [("+", PASSAGE)]))
    with pytest.raises(UsageProblem, match="there already"):
        write_shrunk(tmp_path, shrunk)
