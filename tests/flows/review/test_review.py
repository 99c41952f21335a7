"""A review as a person does it: on a terminal, key by key; interrupted, undone, gone on with."""

from __future__ import annotations

import json
import shutil
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from stores import Command
from terminals import Terminal

from flows.options import RunOptions
from flows.review import Journal
from flows.review.journal import Answer
from flows.runs.run import clean_pages
from flows.sites import read_site_file

pytestmark = pytest.mark.slow  # each test is a whole run, or several

SAMPLES = Path(__file__).parents[3] / "raw" / "orrinsby-lantern.example"
PROMPT = "[q]uit"
STAMPED = "The parish hall is open for tea on most days of the week."
Review = Callable[..., Terminal]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few pages of one site, cleaned. Three of them carry the same line."""
    home = tmp_path_factory.mktemp("made")
    shutil.copytree(SAMPLES, home / "raw" / SAMPLES.name)
    for number, path in enumerate(sorted((home / "raw").rglob("*.html"))):
        text = path.read_text("utf-8")
        if number < 3:
            path.write_text(text.replace("</p>", f"</p><p>{STAMPED}</p>", 1), "utf-8")
    clean_pages(RunOptions(home / "raw", home / "clean"))
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def listed(winnow: Command, home: Path) -> list[dict[str, object]]:
    done = winnow("review", "--list", cwd=home)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def answer(terminal: Terminal, key: str) -> str:
    """Answer the question on the screen, and that on other changes if it comes."""
    terminal.see(PROMPT)
    terminal.press(key)
    shown = terminal.see(" in raw/")
    if "would also change" in shown:
        terminal.see("[n]o")
        terminal.press("y")
    return shown + terminal.see("kept\n" if key == "k" else "dropped\n")


@pytest.mark.slow
def test_an_answer_becomes_a_line_and_a_case_and_holds_in_the_next_run(winnow: Command, home: Path) -> None:
    first, *rest = listed(winnow, home)
    terminal = Terminal(home, "review")
    answer(terminal, "d" if first["kept"] else "k")
    terminal.see(PROMPT)
    terminal.press("q")
    code, output = terminal.end()
    assert code == 0
    file, case = sorted(output.splitlines(), key=lambda line: not line.startswith("sites"))
    (rules,) = read_site_file(home / file)
    assert len(rules.phrases + rules.keep_phrases) == 1
    expected = (home / case / "expectations.txt").read_text("utf-8")
    assert expected.splitlines()[1].startswith("- " if first["kept"] else "+ ")
    assert max(map(len, terminal.screen.splitlines())) <= 80
    assert winnow("golden", "check", cwd=home).returncode == 0
    assert len(listed(winnow, home)) <= len(rest)
    assert winnow("run", "--no-prefect", cwd=home).returncode == 0
    row = next(json.loads(line) for line in winnow("ledger", "--format", "jsonl", cwd=home).stdout.splitlines()
               if json.loads(line)["raw"] == first["raw"])  # fmt: skip
    decisions = json.loads((home / "clean" / row["clean"]).with_suffix(".json").read_text("utf-8"))["decisions"]
    assert [one["kept"] for one in decisions if one["text"] == first["text"]] == [not first["kept"]]


@pytest.mark.slow
def test_undo_leaves_no_trace(winnow: Command, home: Path) -> None:
    before = listed(winnow, home)
    terminal = Terminal(home, "review")
    answer(terminal, "d" if before[0]["kept"] else "k")
    terminal.see(PROMPT)
    terminal.press("u")
    terminal.see("undone")
    terminal.see(PROMPT)
    terminal.press("u")
    terminal.see("nothing to undo")
    terminal.see(PROMPT)
    terminal.press("q")
    assert terminal.end()[0] == 0
    assert not list((home / "sites").glob("*")) if (home / "sites").exists() else True
    assert not list((home / "golden").glob("*"))
    assert listed(winnow, home) == before


@pytest.mark.slow
def test_what_was_answered_before_ctrl_c_or_a_kill_is_kept(winnow: Command, home: Path) -> None:
    before = listed(winnow, home)
    terminal = Terminal(home, "review")
    usual = termios.tcgetattr(terminal.theirs)
    terminal.see(PROMPT)
    terminal.press("s")
    terminal.see(PROMPT)
    assert termios.tcgetattr(terminal.theirs)[3] != usual[3], "the terminal does not give single keys"
    terminal.press("\x03")
    terminal.process.wait(60)
    assert termios.tcgetattr(terminal.theirs) == usual
    assert terminal.end()[0] == 130
    assert listed(winnow, home) == before[1:]
    again = Terminal(home, "review")
    assert f"1 of {len(before) - 1} " in again.see(PROMPT)
    again.press("s")
    again.see(PROMPT)
    again.kill()
    assert listed(winnow, home) == before[2:]


def test_a_change_elsewhere_is_shown_and_can_be_refused(home: Path) -> None:
    from flows.review import Folders, PageSource, Session, least_certain
    from flows.review import passages as passages_module
    from flows.sites import Sites
    from flows.store.ledger import open_ledger

    with open_ledger(home / "clean") as ledger, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages_module, "_MIN_CONFIDENCE", 1.01)  # all passages
        source = PageSource(ledger, home / "raw", home / "clean")
        found = {one.text: one for one in least_certain(source, Sites(home / "sites"))}
        session = Session(source, Folders(home / "raw", home / "sites", home / "golden"), Journal(home / "clean"))
        stamped = next((one for text, one in found.items() if text == STAMPED), None)
        if stamped is None:
            patch.setattr(passages_module, "_MAX_PASSAGES", 10_000)
            stamped = {one.text: one for one in least_certain(source, Sites(home / "sites"))}[STAMPED]
        preview = session.preview(stamped, "drop" if stamped.kept else "keep")
    others = [one for one in preview.side_effects if one.text == STAMPED]
    assert len(others) == 2
    assert stamped.raw not in {one.raw for one in others}
    assert preview.pages_checked == preview.pages > 3
    assert not (home / "sites").exists()
    assert not (home / "golden").exists()


def test_a_site_can_be_named_as_in_its_address(winnow: Command, home: Path) -> None:
    lines = {name: winnow("review", "--list", *name, cwd=home).stdout for name in ((), (f"www.{SAMPLES.name}",))}
    assert len(set(lines.values())) == 1
    assert "decidedBy" in json.loads(lines[()].splitlines()[0])
    assert winnow("review", "--list", "lantern.example", cwd=home).stdout == ""


def test_without_a_terminal_nothing_is_asked(winnow: Command, home: Path) -> None:
    done = winnow("review", cwd=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--list" in done.stderr


def test_a_journal_survives_a_torn_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add(Answer("one", "skip"))
    journal.add(Answer("two", "keep", "f", "phrases", "v", "case", ("+", "text")))
    with open(journal.path, "ab") as file:
        file.write(b'{"key": "thr')
    again = Journal(tmp_path)
    assert again.answers == journal.answers
    again.add(Answer("three", "skip"))
    assert Journal(tmp_path).keys == {"one", "two", "three"}
    assert Journal(tmp_path).undo() == Answer("three", "skip")
    assert Journal(tmp_path).keys == {"one", "two"}
