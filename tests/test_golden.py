"""Golden cases and the sample pages: what is made is as kept, and what was decided by hand holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners import clean
from flows.golden import Case, add, as_lines, find_cases, main, refresh
from flows.truth import read_truth

ROOT = Path(__file__).parents[1]
CASES = find_cases(ROOT / "tests" / "golden")


# Cases in which the judge of flattened text still loses lines of the article. Strict: once mended, they must leave.
LOSING = {
    "text-forum-radio": "voltages in a block of code, one a line",
    "text-german-ice-market": "a list of five dates, one a line",
}


def _id(case: Case) -> str:
    return case.name


def _known(case: Case) -> object:
    lost = LOSING.get(case.name)
    return pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=lost)) if lost else case


@pytest.mark.parametrize("case", [_known(case) for case in CASES], ids=_id)
def test_the_truth_written_by_hand_holds(case: Case) -> None:
    assert case.truth is not None, f"{case.name} has no truth.txt: write one"
    assert list(case.truth_faults()) == []


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_the_output_is_the_one_that_is_kept(case: Case) -> None:
    for name, text in case.outputs().items():
        kept = (case.folder / name).read_text("utf-8")
        assert text == kept, f"if this change is meant: python -m flows.golden refresh {case.name}"


MONDAY = "The heron came back to the weir on Monday and stood there for the whole of the afternoon."
TUESDAY = "It was seen again on Tuesday, a little further down, and looked none the happier for it."
ARTICLE = f"A heron on the weir\n\n{MONDAY}\n\n{TUESDAY}\n"


def test_a_truth_names_what_is_lost_and_what_is_left_in() -> None:
    page = clean(ARTICLE)
    truth = read_truth(f"+ {MONDAY[:40]}\n+ A kingfisher came too\n- seen again on Tuesday, a little")
    found = list(truth.faults(page))
    assert "lost: A kingfisher came too" in found
    assert "left in: seen again on Tuesday, a little" in found
    assert not any("Monday" in fault for fault in found if fault.startswith("lost"))


def test_a_truth_names_what_nobody_mentioned() -> None:
    faults = list(read_truth(f"+ {MONDAY}").faults(clean(ARTICLE)))
    assert any(fault.startswith("unexpected: it was seen again on tuesday") for fault in faults)


def test_a_short_passage_that_must_go_may_stand_inside_a_sentence() -> None:
    truth = read_truth(f"- Monday\n? {MONDAY}\n? {TUESDAY}\n? A heron on the weir")
    assert list(truth.faults(clean(ARTICLE))) == []


def test_an_open_fault_is_borne_until_it_is_mended_but_a_loss_never_is(tmp_path: Path) -> None:
    source = tmp_path / "heron.txt"
    source.write_text(ARTICLE, "utf-8")
    case = add(tmp_path / "cases", "heron", source, None)
    (case.folder / "truth.txt").write_text(f"? {MONDAY}\n- {TUESDAY}\n+ A kingfisher came too\n", "utf-8")
    borne = [f"left in: {TUESDAY}", "lost: A kingfisher came too", "left in: A wren"]
    (case.folder / "open.txt").write_text("\n".join(borne), "utf-8")
    assert list(case.truth_faults()) == [
        "lost: A kingfisher came too",
        "mended, take it out of open.txt: left in: A wren",
    ]


def test_a_line_that_is_no_statement_is_refused_by_its_number() -> None:
    with pytest.raises(ValueError, match="truth line 2"):
        read_truth("+ fine\nnot fine\n")


def test_a_case_is_added_refreshed_and_checked_by_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "heron.txt"
    source.write_text(ARTICLE, "utf-8")
    cases = tmp_path / "cases"
    assert main(["--cases", str(cases), "add", "heron", str(source), "--url", "https://birds.example/heron"]) == 0
    names = {path.name for path in (cases / "heron").iterdir()}
    assert names == {"decisions.txt", "expected.md", "page.json", "page.txt.gz"}
    assert main(["--cases", str(cases), "check"]) == 0
    (cases / "heron" / "expected.md").write_text("something else", "utf-8")
    assert main(["--cases", str(cases), "check"]) == 1
    assert "expected.md differs" in capsys.readouterr().out
    assert main(["--cases", str(cases), "refresh"]) == 0
    assert main(["--cases", str(cases), "check"]) == 0


def test_a_refresh_with_nothing_new_writes_nothing(tmp_path: Path) -> None:
    source = tmp_path / "heron.txt"
    source.write_text(ARTICLE, "utf-8")
    assert refresh(add(tmp_path / "cases", "heron", source, None)) == []


def test_the_decisions_file_has_a_line_a_block() -> None:
    page = clean(ARTICLE)
    lines = as_lines(page.decisions).splitlines()
    assert len(lines) == len(page.decisions) == 3
    assert all(line[0] in "=+-" and line.count(" | ") >= 2 for line in lines)
