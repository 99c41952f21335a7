"""Odd settings, site files and addresses: one line for a person that names the file, exit code 2 or 3, no traceback."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.cli import run_command

TOML: dict[str, bytes] = {
    "nested lists": b"a = " + b"[" * 100_000,
    "nested tables": b"a = " + b"{a=" * 5_000 + b"1" + b"}" * 5_000,
    "a key of 100,000 parts": b"[" + b"a." * 100_000 + b"a]\n",
    "a quoted key of as many": b"'x'." * 100_000 + b"a = 1\n",
    "10 MB": b"# x\n" * 2_600_000,
    "no UTF-8": b"a = '\xff\xfe'",
    "NUL": b"a = '\0'",
    "a number of 5,000 digits": b"a = " + b"9" * 5_000,
    "no date": b"a = 2026-99-99",
    "cut off": b"a = [",
}
VALUES: dict[str, bytes] = {
    "a nested list": b"workers = " + b"[" * 300 + b"]" * 300,
    "NUL in a name": b'raw = "a\\u0000b"',
    "a name of 5,000 characters": b'clean = "' + b"a" * 5_000 + b'"',
    "an escape sequence": b'workers = "\\u001b[31mred\\u001b[0m"',
    "a long text": b'workers = "' + b"x" * 100_000 + b'"',
    "ftp": b'clean = "ftp://files.example/clean"',
    "a table": b"[raw]\na = 1",
}
Answer = Callable[..., str]


@pytest.fixture
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Answer]:
    """The line that a command answers with, which must end with an exit code for the user."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINNOW_WORKERS", "1")
    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    (tmp_path / "raw").mkdir()
    (tmp_path / "sites").mkdir()

    def answer(*command: str) -> str:
        assert run_command([*command]) in (2, 3)
        error = capsys.readouterr().err
        assert error.startswith("winnow: ")
        assert error.count("\n") == 1, error
        assert "Traceback" not in error
        assert "\x1b" not in error
        return error

    handlers = [(signum, signal.getsignal(signum)) for signum in (signal.SIGINT, signal.SIGTERM)]
    yield answer
    for signum, handler in handlers:
        signal.signal(signum, handler)


@pytest.mark.parametrize("kind", TOML)
def test_files(answer: Answer, kind: str) -> None:
    Path("winnow.toml").write_bytes(TOML[kind])
    error = answer("run", "--no-prefect")
    assert "winnow.toml cannot be read: " in error
    assert len(error) < 400
    Path("winnow.toml").rename("sites/news.example.toml")
    for command in (["run", "--no-prefect"], ["site", "check"]):
        assert "sites/news.example.toml cannot be read: " in answer(*command)


@pytest.mark.parametrize("kind", VALUES)
def test_values(answer: Answer, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.delenv("WINNOW_WORKERS")
    Path("winnow.toml").write_bytes(VALUES[kind])
    assert len(answer("run", "--no-prefect")) < 6_000


@pytest.mark.parametrize("name", ["winnow.toml", "sites/news.example.toml"])
@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file(answer: Answer, name: str, make: Callable[[str], None]) -> None:
    make(name)
    assert f"{name} cannot be read: " in answer("run", "--no-prefect")


@pytest.mark.parametrize("name", ["WINNOW_ALLOW_ADDRESS", "WINNOW_SCHEDULE", "WINNOW_WORKERS"])
@pytest.mark.parametrize("value", ["[" * 100_000, "[" * 900 + "]" * 900, "9" * 5_000], ids=["open", "nested", "digits"])
def test_variables(answer: Answer, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    error = answer("run", "--no-prefect")
    assert name in error
    assert len(error) < 400


@pytest.mark.parametrize("address", ["ftp://127.0.0.1:1/x", "github://x", "nosuch://x", "cached://x", "zip://x"])
def test_stores_that_cannot_be_exported_to(answer: Answer, address: str) -> None:
    Path("clean").mkdir()
    assert address in answer("export", address)


def test_a_file_without_certificates(answer: Answer) -> None:
    Path("ca.pem").write_text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    for name in ("ca.pem", "winnow.toml", "raw", "nowhere.pem"):
        Path("winnow.toml").write_text(f"ca_file = '{name}'\n")
        assert name in answer("fetch", "https://127.0.0.1:1/", "--allow-address", "127.0.0.1:1")


def test_a_long_phrase_full_of_dots_is_no_long_key(answer: Answer) -> None:
    phrase = "a." * 100
    Path("sites/news.example.toml").write_text(
        f"# {phrase}\n[[rules]]\ndrop = []\nphrases = ['{phrase}', \"{phrase}\"]\n"
    )
    assert run_command(["site", "check"]) == 0
