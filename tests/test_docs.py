"""What README and docs show is run; what they point to is there."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
_COMMAND = re.compile(r"^\$ (.+)$", re.M)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _fences(path: Path, language: str) -> list[str]:
    return [match[2] for match in _FENCE.finditer(path.read_text("utf-8")) if match[1] == language]


def _commands(path: Path) -> list[tuple[str, str]]:
    """The commands that a page shows with their output, in order: (command, output)."""
    found = []
    for block in _fences(path, "console"):
        _, *parts = _COMMAND.split(block)
        found += list(zip(parts[::2], (output.lstrip("\n") for output in parts[1::2]), strict=True))
    return found


def _slugs(path: Path) -> set[str]:
    """The anchors that the headings of a page make."""
    titles = re.findall(r"^#+ (.+)$", _FENCE.sub("", path.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_the_python_that_is_shown_does_what_it_says(path: Path) -> None:
    source = "\n".join(_fences(path, "python"))
    parsed = doctest.DocTestParser().get_doctest(source, {}, _name(path), _name(path), 0)
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS, verbose=False).run(parsed, out=told.append)
    assert result.failed == 0, "".join(told)


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


def test_the_readme_opens_with_the_two_commands_and_the_picture() -> None:
    first_screen = (ROOT / "README.md").read_text("utf-8").split("\n## ")[0]
    assert {"make run", "make test"} <= set(re.findall(r"make \w+", first_screen))
    assert "docs/before-after.svg" in first_screen


def test_the_picture_is_small_enough_to_load_at_once() -> None:
    assert (ROOT / "docs" / "before-after.svg").stat().st_size < 300_000
