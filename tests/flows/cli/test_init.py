"""`winnow init` starts a project, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

from stores import Command

ROOT = Path(__file__).parents[3]


def test_a_new_folder_becomes_a_project(winnow: Command, tmp_path: Path) -> None:
    done = winnow("init", "sub/articles")
    assert (done.returncode, done.stderr) == (0, "")
    assert "cd sub/articles && winnow run" in done.stdout
    assert (tmp_path / "sub/articles/winnow.toml").read_bytes() == (ROOT / "winnow.toml").read_bytes()
    assert len(list((tmp_path / "sub/articles/raw").rglob("*.html"))) == 1
    ignored = (tmp_path / "sub/articles/.gitignore").read_text().split()
    assert "/clean/" in ignored
    assert not {"raw", "/raw/", "/raw/*"} & set(ignored)


def test_what_is_there_stays(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / ".gitignore").write_text("mine\n")
    done = winnow("init")
    assert (done.returncode, done.stderr) == (0, "")
    assert "`winnow run` cleans the pages of raw/" in done.stdout
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert list((tmp_path / "raw").iterdir()) == []
    again = winnow("init", ".")
    assert (again.returncode, again.stdout) == (2, "")
    assert "is a project already" in again.stderr


def test_a_folder_that_cannot_be_made_is_one_line(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = winnow("init", "file/articles")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "name another folder" in done.stderr
