"""What README and docs show is run; what they point to is there."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from source_code import modules

from flows.cli import run_command

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
_COMMAND = re.compile(r"^\$ (.+)$", re.M)
_CODE_SPAN = re.compile(r"`([^`]+)`")
_WINNOW = re.compile(r"(?:^|\$ |/bin/)winnow ((?:golden )?[a-z]+)\b([^|#\n]*)")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _fences(path: Path, language: str) -> list[str]:
    return [match[2] for match in _FENCE.finditer(path.read_text("utf-8")) if match[1] == language]


def _commands(path: Path) -> list[tuple[str, str]]:
    """The commands that a page shows with their output, in order: (command, output)."""
    commands = []
    for block in _fences(path, "console"):
        _, *parts = _COMMAND.split(block)
        commands += list(zip(parts[::2], (output.lstrip("\n") for output in parts[1::2]), strict=True))
    return commands


def _code(path: Path) -> list[str]:
    """Everything that a page writes as code: the lines of its fences, and its code spans, each as one line."""
    text = path.read_text("utf-8")
    lines = [line for match in _FENCE.finditer(text) for line in match[2].splitlines()]
    return lines + [" ".join(span.split()) for span in _CODE_SPAN.findall(_FENCE.sub("", text))]


def _slugs(path: Path) -> set[str]:
    """The anchors that the headings of a page make."""
    titles = re.findall(r"^#+ (.+)$", _FENCE.sub("", path.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_the_python_that_is_shown_does_what_it_says(path: Path) -> None:
    source = "\n".join(_fences(path, "python"))
    parsed = doctest.DocTestParser().get_doctest(source, {}, _name(path), _name(path), 0)
    messages: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS, verbose=False).run(parsed, out=messages.append)
    assert result.failed == 0, "".join(messages)


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_python_is_shown_as_a_session_so_that_it_can_be_run(path: Path) -> None:
    assert all(block.lstrip().startswith(">>> ") for block in _fences(path, "python"))


@pytest.mark.parametrize("path", [path for path in PAGES if _commands(path)], ids=_name)
def test_the_commands_that_are_shown_print_what_is_shown(path: Path, tmp_path: Path) -> None:
    for folder in ("raw", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": tools, "NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"}
    for command, output in _commands(path):
        run = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
        assert run.returncode == 0, f"{command}\n{run.stderr}"
        shown, printed = output.rstrip("\n") + "\n", run.stdout.rstrip("\n") + "\n"
        assert doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS), f"{command}\n{printed}"


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(path: Path) -> None:
    text = _FENCE.sub("", path.read_text("utf-8"))
    for link in (first or second for first, second in _LINK.findall(text)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), f"{_name(path)} points to {link}"
        assert not anchor or file.suffix != ".md" or anchor in _slugs(file), f"{_name(path)}: no heading for {link}"


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {name for path in PAGES for name in re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text("utf-8"), re.M)}
    assert {"run", "test"} <= named <= targets


def test_every_command_and_option_that_is_named_exists(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    options = defaultdict[str, set[str]](set)
    for command, rest in (match.groups() for path in PAGES for line in _code(path) for match in _WINNOW.finditer(line)):
        options[command] |= set(re.findall(r"--[a-z][a-z-]*", rest))
    assert {"clean", "run", "golden add", "export"} <= options.keys()
    for command, names in options.items():
        assert run_command([*command.split(), "--help"]) == 0, f"there is no winnow {command}"
        shown = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out))
        assert names <= shown, f"winnow {command} has no {names - shown}"


def test_nothing_asks_to_install_the_winnow_of_somebody_else() -> None:
    sources = [path for top in ("cleaners", "flows") for path in (ROOT / top).rglob("*.py")]
    asked = [
        line for path in (*PAGES, *sources) for line in re.findall(r"pip install ([^`\"\n]+)", path.read_text("utf-8"))
    ]
    assert {"pyarrow", "distributed"} <= set(asked)
    assert [line for line in asked if re.search(r"\bwinnow\b(?![-_]articles)", line)] == []


def test_where_things_are_names_every_package_and_no_other() -> None:
    page = ROOT / "docs" / "where-things-are.md"
    rows = re.findall(r"^\| `((?:cleaners|flows)/[\w/]+)/` \|", page.read_text("utf-8"), re.M)
    packages = {
        module.path.parent.relative_to(ROOT).as_posix()
        for top in ("cleaners", "flows")
        for module in modules(top).values()
    }
    assert sorted(rows) == sorted(packages - {"cleaners", "flows"})
    paths = {name for name in _code(page) if re.fullmatch(r"[\w./-]+/[\w./-]*", name)}
    assert {name for name in paths if not (ROOT / name).exists()} == set()


def test_the_readme_opens_with_the_two_commands_and_the_picture() -> None:
    first_screen = (ROOT / "README.md").read_text("utf-8").split("\n## ")[0]
    assert {"make run", "make test"} <= set(re.findall(r"make \w+", first_screen))
    assert "docs/before-after.svg" in first_screen


def test_the_picture_is_small_enough_to_load_at_once() -> None:
    assert (ROOT / "docs" / "before-after.svg").stat().st_size < 300_000
