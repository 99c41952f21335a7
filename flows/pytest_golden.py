"""Golden cases as tests of pytest, for projects that keep pages of their own.

Nothing is collected without `pytest --winnow-golden golden`, or in the project's
settings `winnow_golden = golden` (with `winnow_sites`, the folder of site files).
Importing this module loads nothing else of winnow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option and the settings."""
    group = parser.getgroup("winnow")
    about = "test the golden cases in FOLDER"
    group.addoption("--winnow-golden", action="append", default=[], metavar="FOLDER", help=about)
    parser.addini("winnow_golden", "folders of golden cases to test", type="paths", default=[])
    parser.addini("winnow_sites", "the folder of site files that golden cases are cleaned with", default="sites")


def pytest_configure(config: pytest.Config) -> None:
    """A run that names no files tests the golden cases as well; one with --winnow-golden always does."""
    folders = _option_folders(config)
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        folders += config.getini("winnow_golden")
    missing = next((folder for folder in folders if not folder.is_dir()), None)
    if missing:
        raise pytest.UsageError(f"{missing} is no folder; winnow_golden names the folder of golden cases")
    config.args.extend(str(folder) for folder in folders if str(folder) not in config.args)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A case, if its folder is in one of the folders of golden cases."""
    if file_path.name != "page.json":
        return None
    folders = {folder.resolve() for folder in (*_option_folders(parent.config), *parent.config.getini("winnow_golden"))}
    return GoldenFile.from_parent(parent, path=file_path) if file_path.parent.parent in folders else None


def _option_folders(config: pytest.Config) -> list[Path]:
    return [Path(config.invocation_params.dir, name) for name in config.getoption("winnow_golden")]


class GoldenFile(pytest.File):
    """The folder of one case."""

    def collect(self) -> Iterator[pytest.Item]:
        yield GoldenItem.from_parent(self, name=self.path.parent.name)


class GoldenItem(pytest.Item):
    """One case."""

    def runtest(self) -> None:
        from .golden import read_case
        from .sites import Sites

        sites = Sites(self.config.rootpath / self.config.getini("winnow_sites"))
        faults = list(read_case(self.path.parent, sites).faults())
        if faults:
            raise GoldenFault("\n".join(faults))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The faults, without a traceback, which would not help."""
        if isinstance(excinfo.value, GoldenFault):
            return f"{self.name}:\n{excinfo.value}\n`winnow golden check {self.name}` prints the same"
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"golden case {self.name}"


class GoldenFault(Exception):
    """A golden case has faults."""
