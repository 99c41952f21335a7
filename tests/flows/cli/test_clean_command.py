from __future__ import annotations

import json
import os
import pty
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from stores import Command, article


def test_the_article_goes_to_standard_output_and_nothing_else(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(article())
    done = winnow("clean", "page.html")
    assert done.returncode == 0
    assert done.stdout.startswith("# The morning ferry\n\nThe ferry left the harbour")
    assert "Facebook" not in done.stdout
    assert done.stderr == ""


def test_formats(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(article())
    assert winnow("clean", "page.html", "--format", "text").stdout.startswith("The morning ferry\n\nThe ferry left")
    assert winnow("clean", "page.html", "--format", "html").stdout.startswith(
        "<h1>The morning ferry</h1>\n\n<p>The ferry"
    )
    document = json.loads(winnow("clean", "page.html", "--format", "json").stdout)
    assert any(not decision["kept"] and decision["reason"] for decision in document["decisions"])


def test_standard_input_with_an_address(winnow: Command) -> None:
    done = winnow("clean", "-", "--url", "https://news.example/a", "--format", "json", input=article())
    assert json.loads(done.stdout)["url"] == "https://news.example/a"


def test_an_explanation_stays_out_of_the_article(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(article())
    plain = winnow("clean", "page.html")
    done = winnow("clean", "page.html", "--explain")
    assert done.stdout == plain.stdout
    assert "Facebook" in done.stderr
    assert re.search(r"removed \d+ in \d+ block", done.stderr)
    assert "\x1b" not in done.stderr
    assert max(map(len, done.stderr.splitlines())) <= 80
    to_file = winnow("clean", "page.html", "--explain", "--output", "article.md")
    assert to_file.stdout == done.stderr
    assert (tmp_path / "article.md").read_text() == plain.stdout


def test_an_explanation_is_coloured_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(article())
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "flows", "clean", "page.html", "--explain"]
    environment = {**os.environ, "TERM": "xterm"}
    subprocess.run(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs, env=environment, check=True)
    os.close(theirs)
    assert b"\x1b[" in os.read(ours, 65536)
    os.close(ours)


def test_what_cannot_be_cleaned_is_told_in_a_sentence(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("")
    (tmp_path / "paper.html").write_bytes(b"%PDF-1.7")
    (tmp_path / "folder").mkdir()
    for arguments, code, words in (
        (["nowhere.html"], 2, "no file nowhere.html"), (["folder"], 2, "winnow run --raw folder"),
        (["empty.html"], 1, "no_content"), (["paper.html"], 1, "not_html"), ([], 2, "SOURCE"),
        (["empty.html", "--format", "pdf"], 2, "--format"), (["paper.html", "--nonsense"], 2, "--nonsense"),
    ):  # fmt: skip
        done = winnow("clean", *arguments)
        assert done.returncode == code, done.stderr
        assert words in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


@pytest.mark.slow
def test_what_a_page_may_ask_for_is_set_as_for_a_run_and_a_refusal_says_where(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text("<div>" * 60 + article())
    assert winnow("clean", "deep.html").returncode == 0
    for setting, told in (("page_depth = 40", "too_deep"), ("page_bytes = 400", "too_large")):
        (tmp_path / "winnow.toml").write_text(setting)
        done = winnow("clean", "deep.html")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"deep.html: {told}: " in done.stderr
        assert setting.split()[0] in done.stderr
        assert told in winnow("clean", "-", input=(tmp_path / "deep.html").read_text()).stderr
    (tmp_path / "winnow.toml").write_text("page_depth = 0")
    assert winnow("clean", "deep.html").returncode == 2


def test_nothing_that_moves_a_cursor_reaches_the_terminal(winnow: Command, tmp_path: Path) -> None:
    nasty = "\x1b[31m\x9b2J\r\u202eevil"
    (tmp_path / "page.html").write_text(article(title=f"Title {nasty}", closing=f"Closing words {nasty} and more."))
    done = winnow("clean", "page.html", "--explain")
    assert done.returncode == 0
    assert not set(done.stdout + done.stderr) & set("\x1b\x9b\r\u202e")


@pytest.mark.slow
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(article(closing="</p><p>".join(["Words upon words, and a gull."] * 20_000)))
    command = f"{sys.executable} -m flows clean page.html | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "# The morning ferry\n", "")


def test_a_plain_locale_and_no_home_are_enough(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "Käse\n\nEin langer Absatz über Käse, der lang genug ist, um einer zu sein.\n", "utf-8"
    )
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = winnow("clean", "page.txt", env=bare)
    assert done.returncode == 0, done.stderr
    assert "über Käse" in done.stdout


def _least_cpu(run: Callable[[], object]) -> float:
    """The least processor time, in seconds, of four runs of a child; the first may compile."""
    spent = []
    for _ in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


@pytest.mark.slow
def test_a_small_page_costs_little_more_than_loading_the_libraries(winnow: Command, tmp_path: Path) -> None:
    """Half a second on this project's machines; as a ratio, so that a busy one does not fail it."""
    (tmp_path / "page.html").write_text(article())
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    libraries = [sys.executable, "-c", "import cyclopts, numpy, selectolax.lexbor, importlib.metadata"]
    loading = _least_cpu(lambda: subprocess.run(libraries, env=plain, check=True))
    assert _least_cpu(lambda: winnow("clean", "page.html", env=plain)) < 3 * loading


@pytest.mark.slow
def test_help_and_version(winnow: Command) -> None:
    everything = winnow("--help")
    assert everything.returncode == 0
    for name in ("clean", "run", "ledger", "--install-completion"):
        assert name in everything.stdout
        if not name.startswith("-"):
            assert "For example" in winnow(name, "--help").stdout
    assert re.fullmatch(r"winnow \d+\.\d+\.\d+\n", winnow("--version").stdout)
    wrong = winnow("claen", "x")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert '"clean"' in wrong.stderr


def test_an_article_written_to_a_pipe_or_device_does_not_replace_it(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(article())
    os.mkfifo(tmp_path / "pipe")
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append((tmp_path / "pipe").read_text("utf-8")), daemon=True)
    reader.start()
    assert winnow("clean", "page.html", "--output", "pipe").returncode == 0
    assert (tmp_path / "pipe").is_fifo()
    reader.join(10)
    assert found[0].startswith("# The morning ferry\n")
