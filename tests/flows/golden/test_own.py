"""Users' golden cases: statements, articles as they were, and the same as tests of pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from stores import Command, article

from flows.errors import UsageError
from flows.golden import add_case, case_name, find_cases, read_case, remove_statement
from flows.store.raw import InputPage

PAGE = InputPage(article().encode(), "https://news.example/a/ferry")
PIANO, GULLS = "a piano with a cracked leg", "keeps count of the gulls"


def kept(tmp_path: Path, *statements: tuple[str, str]) -> Path:
    return add_case(tmp_path / "golden", "ferry", PAGE, statements, tmp_path / "sites").folder


def faults(tmp_path: Path) -> list[str]:
    (case,) = find_cases(tmp_path / "golden", sites=tmp_path / "sites")
    return list(case.faults())


def test_a_case_with_statements_is_held_to_these_alone(tmp_path: Path) -> None:
    kept(tmp_path, ("+", PIANO), ("-", "Share on Facebook"))
    assert faults(tmp_path) == []
    kept(tmp_path, ("-", GULLS))
    assert faults(tmp_path) == [f"left in: {GULLS}"]


def test_a_case_without_statements_is_held_to_the_article_it_gave(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    assert faults(tmp_path) == []
    path = folder / "expected.md"
    path.write_text(path.read_text("utf-8").replace("The evening boat returns at six.", "It was raining."), "utf-8")
    assert faults(tmp_path) == ["lost: It was raining.", "new: The evening boat returns at six."]


def test_a_site_file_is_followed(tmp_path: Path) -> None:
    kept(tmp_path, ("-", "The evening boat returns at six"))
    assert len(faults(tmp_path)) == 1
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "news.example.toml").write_text('[[rules]]\nphrases = ["The evening boat *"]\n')
    assert faults(tmp_path) == []


def test_a_passage_that_is_not_on_the_page_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'a harp' is not on the page"):
        kept(tmp_path, ("+", "a harp"))
    assert not (tmp_path / "golden" / "ferry").exists()


@pytest.mark.parametrize("passage", ["Gulls", "a piano", "returns at six"])
def test_a_short_passage_within_a_paragraph_is_found(tmp_path: Path, passage: str) -> None:
    kept(tmp_path, ("-", passage))
    assert faults(tmp_path) == [f"left in: {passage}"]


@pytest.mark.parametrize("sign", ["+", "-"])
def test_what_could_not_be_found_whatever_is_kept_is_refused(tmp_path: Path, sign: str) -> None:
    """The article has H₂O: "H2O must go" would always be right, and "H2O must stay" always wrong."""
    page = InputPage(article(closing="Nothing but H<sub>2</sub>O for miles.").encode(), "https://news.example/a")
    with pytest.raises(UsageError, match="'but H2O' cannot be checked"):
        add_case(tmp_path / "golden", "ferry", page, [(sign, "but H2O")], tmp_path / "sites")
    assert not (tmp_path / "golden" / "ferry").exists()
    add_case(tmp_path / "golden", "ferry", page, [(sign, "but H\u2082O")], tmp_path / "sites")


def test_a_case_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    (folder / "expected.md").write_text("as it was", "utf-8")
    with pytest.raises(UsageError, match="winnow golden refresh ferry"):
        kept(tmp_path)
    kept(tmp_path, ("+", PIANO))
    assert (folder / "expected.md").read_text("utf-8") == "as it was"


def test_another_page_may_not_take_the_name(tmp_path: Path) -> None:
    kept(tmp_path)
    with pytest.raises(UsageError, match="another page"):
        add_case(tmp_path / "golden", "ferry", InputPage(b"<p>Another page.</p>"), (), tmp_path / "sites")
    with pytest.raises(UsageError, match="no name"):
        add_case(tmp_path / "golden", "../ferry", PAGE, (), tmp_path / "sites")


def test_a_statement_is_added_once_and_can_be_taken_back(tmp_path: Path) -> None:
    for _ in range(2):
        folder = kept(tmp_path, ("+", PIANO), ("+", GULLS))
    assert (folder / "expectations.txt").read_text("utf-8") == f"? *\n+ {PIANO}\n+ {GULLS}\n"
    remove_statement(tmp_path / "golden", "ferry", ("+", PIANO))
    assert (folder / "expectations.txt").read_text("utf-8") == f"? *\n+ {GULLS}\n"
    remove_statement(tmp_path / "golden", "ferry", ("+", GULLS))
    assert not folder.exists()


def test_a_case_of_an_older_winnow_is_added_to_and_taken_back(tmp_path: Path) -> None:
    folder = kept(tmp_path, ("+", PIANO))
    (folder / "expectations.txt").rename(folder / "truth.txt")
    kept(tmp_path, ("-", GULLS))
    assert (folder / "truth.txt").read_text("utf-8") == f"? *\n+ {PIANO}\n- {GULLS}\n"
    assert not (folder / "expectations.txt").exists()
    assert faults(tmp_path) == [f"left in: {GULLS}"]
    for statement in (("+", PIANO), ("-", GULLS)):
        remove_statement(tmp_path / "golden", "ferry", statement)
    assert not folder.exists()


def test_a_case_without_its_page_is_named(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    (folder / "page.html.gz").unlink()
    with pytest.raises(UsageError, match="golden case ferry: there is no page at"):
        read_case(folder)


def test_the_title_is_written_as_one(tmp_path: Path) -> None:
    folder = kept(tmp_path, ("+", "The Morning Ferry"))
    assert "= The Morning Ferry" in (folder / "expectations.txt").read_text("utf-8")
    assert faults(tmp_path) == []


def test_a_case_is_named_after_its_page() -> None:
    assert case_name(PAGE) == "news.example-ferry"
    assert case_name(InputPage(b"", path="somewhere/Low Water.html")) == "low-water"


@pytest.mark.slow
def test_the_commands(tmp_path: Path, winnow: Command) -> None:
    (tmp_path / "page.html").write_text(article())
    added = winnow("golden", "add", "page.html", "--must", PIANO, "--must-not", "Share on Facebook", "--name", "ferry")
    assert (added.returncode, added.stdout) == (0, f"golden{os.sep}ferry\n")
    assert winnow("golden", "check").returncode == 0
    wrong = winnow("golden", "add", "page.html", "--must-not", GULLS, "--name", "ferry")
    assert "not so today: left in" in wrong.stderr
    checked = winnow("golden", "check")
    assert (checked.returncode, checked.stdout) == (1, f"wrong  ferry\n       left in: {GULLS}\n")
    assert winnow("golden", "check", "piano").returncode == 2
    assert winnow("golden", "refresh").stdout == ""
    (tmp_path / "golden" / "ferry" / "decisions.txt").write_text("")
    assert "decisions.txt differs" in winnow("golden", "check", "--exact").stdout
    assert winnow("golden", "refresh", "ferry").stdout == f"{Path('golden', 'ferry', 'decisions.txt')}\n"
    assert winnow("golden", "add", "nowhere.html").returncode == 2


def _pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120)


@pytest.mark.slow
def test_a_project_tests_its_cases_with_pytest(tmp_path: Path) -> None:
    kept(tmp_path, ("+", PIANO))
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    assert "1 passed" in _pytest(tmp_path).stdout, "cases must not be collected unless they are asked for"
    asked = _pytest(tmp_path, "--winnow-golden", "golden", "test_own.py")
    assert "2 passed" in asked.stdout, asked.stdout + asked.stderr
    (tmp_path / "pytest.ini").write_text("[pytest]\nwinnow_golden = golden\n")
    assert "2 passed" in _pytest(tmp_path).stdout
    assert "1 passed" in _pytest(tmp_path, "test_own.py").stdout
    kept(tmp_path, ("-", GULLS))
    failed = _pytest(tmp_path)
    assert failed.returncode == 1
    assert f"left in: {GULLS}" in failed.stdout
    assert "Traceback" not in failed.stdout
    (tmp_path / "pytest.ini").write_text("[pytest]\nwinnow_golden = nowhere\n")
    assert "nowhere is no folder" in _pytest(tmp_path).stderr


def test_the_plugin_loads_nothing_of_winnow() -> None:
    code = "import sys, flows.pytest_golden; sys.exit(' '.join(n for n in sys.modules if n.startswith('cleaners')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr.strip() == ""
