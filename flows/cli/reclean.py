"""`winnow reclean`: older pages, cleaned with the cleaner and the memory of today."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import UsageProblem

if TYPE_CHECKING:
    from ..run import Options


@Parameter(name="*")
@dataclass
class DiffOptions:
    """Whether to show what would change instead of changing it, and how."""

    diff: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Change nothing: show what would change, by voice, the worst pages first."""
    html: Path | None = None
    """With --diff: write it to this file as well, as a page to look at."""
    json: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """With --diff: write it as JSON, for programs."""


def reclean(
    *,
    raw: Path | None = None,
    clean: Path | None = None,
    workers: int | None = None,
    wait: Annotated[bool, Parameter(negative=())] = False,
    show: DiffOptions | None = None,
) -> int:
    """Clean again the pages that were judged by another cleaner, or with less known of their site, than today's.

    Nothing is fetched. Pages of sites on which nothing new was counted are left alone; what
    is new or changed in raw/ is cleaned as well. Tells by voice what that changed.

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
    wait
        If another run is using the clean folder, wait for it to end.
    """
    from ..job import Limits
    from ..run import Options
    from ..settings import load_settings

    settings = load_settings(raw=raw, clean=clean, workers=workers)
    limits = Limits(settings.page_seconds, settings.page_bytes, settings.page_depth, settings.page_attributes)
    options = Options(settings.raw, settings.clean, settings.workers, limits, wait, reclean=True, sites=settings.sites)
    show = show or DiffOptions()
    if show.diff:
        return _preview(options, show)
    if show.html or show.json:
        raise UsageProblem("--html and --json go with --diff; `winnow diff OLD NEW` compares two clean folders")
    return _reclean(options)


def _preview(options: Options, wanted: DiffOptions) -> int:
    from ..preview import preview
    from .diff import show

    summary = preview(options)
    names = (str(options.clean), "what `winnow reclean` would make of it")
    show(summary, names, html=wanted.html, as_json=wanted.json, what="would change")
    return 1 if summary.unreadable else 0


def _reclean(options: Options) -> int:
    from ..known import by_voice
    from ..run import clean_pages
    from .tables import print_report

    before = by_voice(options.clean) if _is_store(options.clean) else {}
    report = clean_pages(options)
    print_report(report, options.clean, sys.stdout)
    after = by_voice(options.clean)
    for voice in sorted({*before, *after}):
        change = after.get(voice, 0) - before.get(voice, 0)
        if change:
            sys.stdout.write(f"{change:+8,} words removed by {voice}\n")
    return report.exit_code


def _is_store(clean: Path) -> bool:
    from ..store.clean import KEEPING
    from ..store.ledger import FILE

    return (clean / KEEPING / FILE).exists()
