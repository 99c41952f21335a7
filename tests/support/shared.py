"""The labelled pages and public test suites that are not part of the project."""

from __future__ import annotations

from pathlib import Path

from training.data import data_folder

BENCH = data_folder()  # when this module is loaded: the tests themselves run without WINNOW_ variables


def shared(folder: str) -> Path:
    """A folder of ../shared. Its "bench" is $WINNOW_DATA where that is set, and the others lie beside it."""
    first, _, rest = folder.partition("/")
    return BENCH / rest if first == "bench" else BENCH.parent / folder
