"""`winnow export`: the pages of a clean store as files of many pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from .terminal import note


def export(
    out: Path,
    /,
    *,
    to: Literal["jsonl", "parquet"] = "parquet",
    clean: Path | None = None,
    skip_duplicates: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Write the pages of a clean store once more, about a thousand to a file. The store stays as it is.

    For example:

        winnow export dataset
        winnow export dataset --to jsonl --skip-duplicates
        winnow export s3://bucket/dataset --clean articles

    Parameters
    ----------
    out
        The folder, or an address that fsspec knows, for the files. What an earlier export
        left there and this one does not write is removed.
    to
        parquet or jsonl.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    skip_duplicates
        Leave out pages that say the same as another one, which the last run has marked as copies.
    """
    from ..export.exporting import export_pages
    from ..export.places import on_this_machine, told
    from ..settings import load_settings

    settings, place = load_settings(clean=clean), on_this_machine(out)
    done = export_pages(settings.clean, place, to, skip_duplicates=skip_duplicates)
    copies = f"; copies left out: {done.copies:,}" if skip_duplicates else ""
    pages, files = _many(done.pages, "page"), _many(done.files, "file")
    note(f"{told(place)}: {pages} in {files}{copies}")
    return 0


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"
