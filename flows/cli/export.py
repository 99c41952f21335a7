"""`winnow export`: the pages of a clean store in another place or another form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from ..errors import UsageError
from .terminal import note


def export(
    out: str,
    /,
    *,
    to: Literal["files", "jsonl", "parquet"] = "parquet",
    clean: Path | None = None,
    skip_duplicates: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Copy the pages of a clean store to another place or into another form. The store is not changed.

    For example:

        winnow export dataset
        winnow export dataset --to jsonl --skip-duplicates
        winnow export s3://bucket/articles --to files

    Parameters
    ----------
    out
        The folder for the files, or an address that fsspec supports, such as s3://bucket/articles.
        Files of an earlier export that this one does not write are removed; files
        that are there already are not written again.
    to
        parquet or jsonl, about a thousand pages in each file; or files, two for each page,
        Markdown and JSON, as they are in the store.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    skip_duplicates
        Leave out the pages that the last run marked as copies of another page.
    """
    from ..export.exporting import export_pages
    from ..settings import load_settings

    named = Path(out).suffix.lstrip(".")
    if named in ("jsonl", "parquet") and named != to:
        raise UsageError(f"{out} would be a folder of {to}; give it another name, or add --to {named}")
    done = export_pages(load_settings(clean=clean).clean, out, to, skip_duplicates=skip_duplicates)
    copies = f"; copies left out: {done.copies:,}" if skip_duplicates else ""
    pages, files = _counted(done.pages, "page"), _counted(done.files, "file")
    note(f"{out}: {pages} in {files}{copies}")
    return 0


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"
