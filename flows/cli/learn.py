"""`winnow learn`: count what repeats on each site, and show it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..safe_text import one_line
from .run_options import StoreOptions
from .terminal import note

if TYPE_CHECKING:
    from ..runs.site_stats import RepeatedLine


def learn(
    *,
    show: str | None = None,
    all: Annotated[bool, Parameter(negative=())] = False,
    options: StoreOptions | None = None,
) -> int:
    """Count which lines repeat on the pages of each site in raw/; a run does so by itself.

    The counts are kept in the clean folder.

    For example:

        winnow learn
        winnow learn --show www.example.com
        winnow learn --show www.example.com --all

    Parameters
    ----------
    show
        A site: list the lines that are on several of its pages, and which of them are taken for promos.
    all
        With --show: also the lines that do not read like a promo, and stay unless another labeler drops them.
    """
    from ..options import RunOptions
    from ..runs.run import learn_pages
    from ..runs.site_stats import repeated_lines_of

    settings = (options or StoreOptions()).settings()
    if show:
        _print_lines(show, repeated_lines_of(settings.clean, show), all)
        return 0
    for site, pages in learn_pages(RunOptions.from_settings(settings)):
        sys.stdout.write(f"{pages:>7} pages  {one_line(site)}\n")
    return 0


def _print_lines(site: str, lines: list[RepeatedLine], with_others: bool) -> None:
    listed = [line for line in lines if line.promo or with_others]
    if not listed:
        others = f"; {len(lines)} other lines repeat: --all shows them" if lines else ""
        note(f"no promo repeats on {site}{others}")
    for line in listed:
        days = f", first {line.days[0]}" if line.days else ""
        if line.months > 1:
            days += f", last {line.days[-1]}, in {line.months} months"
        kind = "promo" if line.promo else "stays"
        sys.stdout.write(f"{line.articles:>5} of {line.total}  {kind}{one_line(days)}  {one_line(line.text)}\n")
