"""What a newcomer asks first: `winnow --help`, and each command's."""

from __future__ import annotations

import re
import sys

import pytest

from flows.cli import COMMANDS, run_command

NAMES = [name for commands in COMMANDS.values() for name in commands]


def _help(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *command: str) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    for name in command:  # as in a new process: a command of several keeps what an earlier call gave it
        monkeypatch.delitem(sys.modules, f"flows.cli.{name}", raising=False)
    assert run_command([*command, "--help"]) == 0
    return capsys.readouterr().out


def test_every_command_stands_in_a_group(capsys, monkeypatch) -> None:
    shown = _help(capsys, monkeypatch)
    assert max(map(len, shown.splitlines())) <= 80
    groups = re.split(r"^╭─ (.+?) ─+╮$", shown, flags=re.M)
    by_title = dict(zip(groups[1::2], groups[2::2], strict=True))
    assert "Commands" not in by_title  # where cyclopts puts what was given no group
    assert by_title.pop("More").count("--version") == 1
    listed = [name for text in by_title.values() for name in re.findall(r"^│ ([a-z-]+)  ", text, re.M)]
    assert sorted(listed) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_an_example_and_fits_a_terminal(name: str, capsys, monkeypatch) -> None:
    shown = _help(capsys, monkeypatch, name)
    assert max(map(len, shown.splitlines())) <= 80
    assert f"winnow {name}" in shown.partition("For example")[2]
