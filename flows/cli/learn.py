"""`winnow learn`: count what repeats on each site, and show it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .terminal import line, note

if TYPE_CHECKING:
    from ..runs.site_stats import Repeated


def learn(
    *,
    show: str | None = None,
    raw: Path | None = None,
    clean: Path | None = None,
    workers: int | None = None,
    all: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Count what stands on which pages of each site in raw/; a run does so by itself.

    For example:

        winnow learn
        winnow learn --show www.example.com
        winnow learn --show www.example.com --all

    Parameters
    ----------
    show
        A site: list what stands on several of its pages, and what is made of it.
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder for clean pages, where the counts are kept.
    workers
        Processes that read pages (default: one a core).
    all
        With --show: also what bears no sign of a promo, and stays unless others drop it.
    """
    from ..options import RunOptions
    from ..runs.run import learn_pages
    from ..runs.site_stats import repeated_on
    from ..settings import load_settings

    settings = load_settings(raw=raw, clean=clean, workers=workers)
    if show:
        _show(show, repeated_on(settings.clean, show), all)
        return 0
    for site, pages in learn_pages(RunOptions.from_settings(settings)):
        sys.stdout.write(f"{pages:>7} pages  {line(site)}\n")
    return 0


def _show(site: str, found: list[Repeated], everything: bool) -> None:
    shown = [one for one in found if one.promo or everything]
    if not shown:
        more = f"; {len(found)} lines repeat without a sign of a promo: --all shows them" if found else ""
        note(f"no promo is known on {site}{more}")
    for one in shown:
        seen = f", first {one.days[0]}" if one.days else ""
        if one.months > 1:
            seen += f", last {one.days[-1]}, in {one.months} months"
        what = "promo" if one.promo else "stays"
        sys.stdout.write(f"{one.count:>5} of {one.of}  {what}{line(seen)}  {line(one.text)}\n")
