"""What many tests share: the command as a real process, and pages to give it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shared import BENCH, shared
from stores import Command, article


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests whose folder of ../shared is absent."""
    for item in items:
        folders = [shared(str(folder)) for mark in item.iter_markers("shared") for folder in mark.args]
        for folder in folders:
            if not folder.is_dir():
                item.add_marker(pytest.mark.skip(reason=f"{folder} is not here"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Report in one line that labelled pages were missing, since their tests are the ones that hold quality."""
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if "shared" in getattr(report, "keywords", ())
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} tests skipped: the labelled pages are not here ({BENCH}; set WINNOW_DATA)"
        )


@pytest.fixture(scope="session", autouse=True)
def _prefect_at_home_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the Prefect of whoever runs it."""
    for name in [name for name in os.environ if name.startswith(("PREFECT_", "WINNOW_"))]:
        del os.environ[name]
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"


@pytest.fixture
def winnow(tmp_path: Path) -> Command:
    """The command as a process of its own in a folder of its own; nothing of it is a terminal."""

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        settings = {"cwd": tmp_path, "capture_output": True, "encoding": "utf-8", "timeout": 120, **options}
        if "input" not in settings:
            settings["stdin"] = subprocess.DEVNULL
        return subprocess.run([sys.executable, "-m", "flows", *map(str, arguments)], **settings)  # type: ignore[call-overload,no-any-return]

    return run


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of raw pages with two pages in it."""
    folder = tmp_path / "raw" / "news.example"
    folder.mkdir(parents=True)
    (folder / "ferry.html").write_text(article())
    (folder / "piano.html").write_text(article("A piano at sea", "It was played on the way."))
    return tmp_path / "raw"
