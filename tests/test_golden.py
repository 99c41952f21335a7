"""Golden cases: the generated files are unchanged, and the expectations written by hand are met."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners import clean
from flows.golden import Case, add_case, find_cases, read_expectations
from flows.store.raw import InputPage

ROOT = Path(__file__).parents[1]
CASES = find_cases(ROOT / "tests" / "golden")


# Lines of the article that the judge of flattened text still loses, each named in the open.txt of its case.
LOST_LINES = {
    "text-forum-radio": 2  # voltages in a block of code, one a line
}


def _id(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_the_expectations_hold_and_the_output_is_the_one_that_is_kept(case: Case) -> None:
    assert case.expectations is not None, f"{case.name} has no expectations.txt: write one"
    assert list(case.faults(exact=True)) == []


def test_a_loss_of_text_is_accepted_in_one_case_only() -> None:
    lost = {case.name: sum(fault.startswith("lost:") for fault in case.open_faults) for case in CASES}
    assert {name: count for name, count in lost.items() if count} == LOST_LINES


MONDAY = "The heron came back to the weir on Monday and stood there for the whole of the afternoon."
TUESDAY = "It was seen again on Tuesday, a little further down, and looked none the happier for it."
ARTICLE = f"A heron on the weir\n\n{MONDAY}\n\n{TUESDAY}\n"


def test_expectations_name_what_is_lost_and_what_is_left_in() -> None:
    page = clean(ARTICLE)
    wanted = read_expectations(f"+ {MONDAY[:40]}\n+ A kingfisher came too\n- seen again on Tuesday, a little")
    found = list(wanted.faults(page))
    assert "lost: A kingfisher came too" in found
    assert "left in: seen again on Tuesday, a little" in found
    assert not any("Monday" in fault for fault in found if fault.startswith("lost"))


def test_expectations_name_what_nobody_mentioned() -> None:
    faults = list(read_expectations(f"+ {MONDAY}").faults(clean(ARTICLE)))
    assert any(fault.startswith("unexpected: it was seen again on tuesday") for fault in faults)


def test_a_passage_that_must_go_is_found_wherever_it_stands_and_a_line_as_a_line() -> None:
    others = f"? {MONDAY}\n? {TUESDAY}\n? A heron on the weir"
    for passage in ("Monday", "on Monday", "seen again on Tuesday, a little"):
        assert list(read_expectations(f"- {passage}\n{others}").faults(clean(ARTICLE))) == [f"left in: {passage}"]
        assert list(read_expectations(f"~ {passage}\n{others}").faults(clean(ARTICLE))) == []
    assert list(read_expectations(f"~ {MONDAY}\n{others}").faults(clean(ARTICLE))) == [f"left in: {MONDAY}"]


def test_a_line_that_is_no_statement_is_refused_by_its_number() -> None:
    with pytest.raises(ValueError, match="line 2 of the expectations"):
        read_expectations("+ fine\nnot fine\n")


@pytest.fixture
def heron(tmp_path: Path) -> Case:
    """A case of flattened text without expectations."""
    page = InputPage(ARTICLE.encode(), "https://birds.example/heron", "text/plain")
    return add_case(tmp_path / "cases", "heron", page, (), tmp_path / "sites")


def test_an_open_fault_is_accepted_until_it_is_fixed(heron: Case) -> None:
    (heron.folder / "expectations.txt").write_text(f"? {MONDAY}\n- {TUESDAY}\n+ A kingfisher came too\n", "utf-8")
    accepted = [f"left in: {TUESDAY}", "left in: A wren"]
    (heron.folder / "open.txt").write_text("\n".join(accepted), "utf-8")
    assert list(heron.faults()) == ["lost: A kingfisher came too", "fixed, take it out of open.txt: left in: A wren"]


def test_expectations_of_older_cases_are_read(heron: Case) -> None:
    (heron.folder / "truth.txt").write_text("? *\n- Monday and stood there for the whole\n", "utf-8")
    assert list(heron.faults()) == ["left in: Monday and stood there for the whole"]


def test_a_made_file_that_differs_by_a_byte_is_a_fault_of_an_exact_check(heron: Case) -> None:
    (heron.folder / "expectations.txt").write_text("? *\n", "utf-8")
    assert list(heron.faults(exact=True)) == []
    for name in ("expected.md", "decisions.txt"):
        path = heron.folder / name
        path.write_text(path.read_text("utf-8").replace("Monday", "Monday "), "utf-8")
    assert list(heron.faults()) == []
    found = list(heron.faults(exact=True))
    assert [fault.split()[:2] for fault in found] == [["expected.md", "differs"], ["decisions.txt", "differs"]]
    assert heron.refresh() == ["expected.md", "decisions.txt"]
    assert list(heron.faults(exact=True)) == []
    assert heron.refresh() == []


def test_the_decisions_file_has_a_line_a_block(heron: Case) -> None:
    lines = (heron.folder / "decisions.txt").read_text("utf-8").splitlines()
    assert len(lines) == len(heron.clean().decisions) == 3
    assert all(line[0] in "=+-" and line.count(" | ") >= 2 for line in lines)
