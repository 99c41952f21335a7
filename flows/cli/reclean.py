"""`winnow reclean`: clean older pages again, with the cleaner and the site memories of today."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import StoreError, UsageError
from .run_options import CleaningOptions

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


def reclean(*, options: CleaningOptions | None = None, diff: DiffOptions | None = None) -> int:
    """Clean again the pages that were cleaned by another version of winnow, or with an older memory of their site.

    Nothing is fetched. Pages of sites on which nothing new was counted are left alone; what
    is new or changed in raw/ is cleaned as well. Prints how many words more or less each labeler removes.

    For example:

        winnow reclean --diff
        winnow reclean --diff --html changes.html
        winnow reclean
    """
    options, diff = options or CleaningOptions(), diff or DiffOptions()
    settings = options.settings()
    if diff.diff:
        return _preview(settings, diff)
    if diff.html or diff.json:
        raise UsageError("--html and --json go with --diff; `winnow diff OLD NEW` compares two clean folders")
    return _reclean(settings, options.wait)


def _preview(settings: Settings, diff: DiffOptions) -> int:
    from ..options import RunOptions
    from ..runs.preview import preview
    from .diff import show

    summary = preview(RunOptions.from_settings(settings))
    names = (str(settings.clean), "what `winnow reclean` would make of it")
    show(summary, names, html=diff.html, as_json=diff.json, verb="would change")
    return 1 if summary.unreadable else 0


def _reclean(settings: Settings, wait: bool) -> int:
    from ..runs.site_stats import words_removed_by_labeler
    from ..views.labelers import name_in_sentence
    from .run import clean_and_print

    try:
        before = words_removed_by_labeler(settings.clean)
    except StoreError:  # the run replaces a damaged ledger, or raises this error itself
        return clean_and_print(settings, wait=wait, reclean=True)
    code = clean_and_print(settings, wait=wait, reclean=True)
    after = words_removed_by_labeler(settings.clean)
    for labeler in sorted({*before, *after}):
        if change := after[labeler] - before[labeler]:
            sys.stdout.write(f"{change:+8,} words removed by {name_in_sentence(labeler)}\n")
    return code
