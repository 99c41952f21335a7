from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import UsageProblem
from flows.settings import load_settings


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_command_line_goes_before_the_environment_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("winnow.toml").write_text('raw = "from-file"\nclean = "from-file"\npage_seconds = 3')
    monkeypatch.setenv("WINNOW_CLEAN", "from-environment")
    monkeypatch.setenv("WINNOW_RAW", "from-environment")
    settings = load_settings(raw=Path("given"), clean=None)
    assert (settings.raw, settings.clean, settings.page_seconds) == (Path("given"), Path("from-environment"), 3)


def test_a_value_out_of_range_is_named() -> None:
    with pytest.raises(UsageProblem, match="workers"):
        load_settings(workers=0)


def test_a_broken_file_is_told() -> None:
    Path("winnow.toml").write_text("raw = ")
    with pytest.raises(UsageProblem, match=r"winnow\.toml"):
        load_settings()
