"""`winnow clean` of several sources and folders, with front matter, and of an address that has to be admitted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from stores import Command, article

from flows.cli import run_command


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    for name, title in (("a/index.html", "The ferry"), ("b/index.html", "The piano"), ("note.txt", "The note")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(article(title))
    (folder / "a" / "index.html.json").write_text('{"url": "https://ferry.example/one"}')
    (folder / "style.css").write_text("p {}")
    return folder


def test_a_folder_becomes_a_folder_of_articles(winnow: Command, pages: Path, tmp_path: Path) -> None:
    done = winnow("clean", "pages", "-o", "out")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "winnow: 3 articles are in out\n"
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")) == [
        "a/index.md", "b/index.md", "note.md",
    ]  # fmt: skip
    assert (tmp_path / "out/b/index.md").read_text().startswith("# The piano\n")


def test_files_of_one_name_do_not_replace_each_other(winnow: Command, pages: Path, tmp_path: Path) -> None:
    done = winnow("clean", "pages/a/index.html", "pages/b/index.html", "--output", "out", "--format", "json")
    assert done.returncode == 0
    made = {name: json.loads((tmp_path / "out" / name).read_text()) for name in ("index.json", "index-2.json")}
    assert [document["headline"] for document in made.values()] == ["The ferry", "The piano"]


def test_what_fails_does_not_stop_the_others(winnow: Command, pages: Path, tmp_path: Path) -> None:
    (pages / "paper.html").write_bytes(b"%PDF-1.7")
    done = winnow("clean", "pages/paper.html", "nowhere.html", "pages/note.txt", "-o", "out")
    assert done.returncode == 2
    assert [line.split()[-1] for line in done.stderr.splitlines()][-1] == "out"
    assert "not_html" in done.stderr
    assert "no file nowhere.html" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["note.md"]


def test_without_a_folder_the_articles_of_files_follow_each_other(winnow: Command, pages: Path) -> None:
    done = winnow("clean", "pages/a/index.html", "pages/b/index.html")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("# ")] == ["# The ferry", "# The piano"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pages"], "-o FOLDER"), (["pages", "pages", "--url", "https://x.example/", "-o", "out"], "--url"),
        (["pages", "--record", "1", "-o", "out"], "--record"), (["pages", "--view", "v.html", "-o", "out"], "--view"),
        (["empty", "-o", "out"], "there are no pages in empty"), (["pages", "-o", "note"], "cannot be written"),
        (["pages", "-o", "pages", "--format", "html"], "replaced by its own article"),
        (["pages/note.txt", "--front-matter", "--format", "html"], "--front-matter"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(
    arguments: list[str], words: str, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(pages.parent)
    (pages.parent / "empty").mkdir()
    (pages.parent / "note").touch()
    before = (pages / "a/index.html").read_text()
    assert run_command(["clean", *arguments]) in (2, 3)
    shown = capsys.readouterr()
    assert words in shown.err
    assert shown.err.count("\n") == 1
    assert (pages / "a/index.html").read_text() == before


def test_front_matter_is_yaml_above_the_body(winnow: Command, pages: Path) -> None:
    done = winnow("clean", "pages/a/index.html", "--front-matter")
    _, head, body = done.stdout.split("---\n", 2)
    fields = yaml.safe_load(head)
    assert (fields["title"], fields["url"]) == ("The ferry", "https://ferry.example/one")
    assert "" not in fields.values()
    assert body.startswith("\nThe ferry left the harbour"), "the title is not said twice"


def test_an_explanation_names_the_page_that_it_is_of(winnow: Command, pages: Path) -> None:
    shown = winnow("clean", "pages", "-o", "out", "--explain").stdout
    assert [line for line in shown.splitlines() if line.startswith("pages/")] == [
        "pages/note.txt", "pages/a/index.html", "pages/b/index.html",
    ]  # fmt: skip
