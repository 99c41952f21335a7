"""`winnow reclean`: older pages, cleaned with the cleaner and the memory of today."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import UsageError

if TYPE_CHECKING:
    from ..settings import Settings


@Parameter(name="*")
@dataclass
class DiffOptions:
    """Whether to show what would change instead of changing it, and how."""

    diff: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Change nothing: show what would change, by labeler, the worst pages first."""
    html: Path | None = None
    """With --diff: write it to this file as well, as a page to look at."""
    json: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """With --diff: write it as JSON, for programs."""


def reclean(
    *,
    raw: Path | None = None,
    clean: Path | None = None,
    workers: int | None = None,
    prefect: bool | None = None,
    wait: Annotated[bool, Parameter(negative=())] = False,
    show: DiffOptions | None = None,
) -> int:
    """Clean again the pages that were judged by another cleaner, or with less known of their site, than today's.

    Nothing is fetched. Pages of sites on which nothing new was counted are left alone; what
    is new or changed in raw/ is cleaned as well. Tells by labeler what that changed.

    For example:

        winnow reclean --diff
        winnow reclean --diff --html changes.html
        winnow reclean

    Parameters
    ----------
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder for clean pages (default: clean, or what winnow.toml says).
    workers
        Processes that clean pages (default: one a core).
    prefect
        Run as a Prefect flow, or, with --no-prefect, never; as for `winnow run`.
    wait
        If another run is using the clean folder, wait for it to end.
    """
    from ..settings import load_settings

    settings = load_settings(raw=raw, clean=clean, workers=workers, prefect=prefect)
    show = show or DiffOptions()
    if show.diff:
        return _preview(settings, show)
    if show.html or show.json:
        raise UsageError("--html and --json go with --diff; `winnow diff OLD NEW` compares two clean folders")
    return _reclean(settings, wait)


def _preview(settings: Settings, wanted: DiffOptions) -> int:
    from ..options import RunOptions
    from ..runs.preview import preview
    from .diff import show

    summary = preview(RunOptions.from_settings(settings))
    names = (str(settings.clean), "what `winnow reclean` would make of it")
    show(summary, names, html=wanted.html, as_json=wanted.json, verb="would change")
    return 1 if summary.unreadable else 0


def _reclean(settings: Settings, wait: bool) -> int:
    from ..runs.site_stats import words_removed_by_labeler
    from ..views.labelers import name_in_sentence
    from .run import clean_and_print

    before = words_removed_by_labeler(settings.clean)
    code = clean_and_print(settings, wait=wait, reclean=True)
    after = words_removed_by_labeler(settings.clean)
    for labeler in sorted({*before, *after}):
        if change := after[labeler] - before[labeler]:
            sys.stdout.write(f"{change:+8,} words removed by {name_in_sentence(labeler)}\n")
    return code
