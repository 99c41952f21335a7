"""`winnow verify`: is everything that was kept still what it was? And the list of fetched pages made again."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import StoreError

if TYPE_CHECKING:
    from ..settings import Settings
    from ..verify import Finding, Tally

Format = Literal["table", "jsonl", "json"]


def verify(
    *,
    raw: Path | None = None,
    clean: Path | None = None,
    format: Annotated[Format, Parameter()] = "table",
    json: Annotated[bool, Parameter(negative=())] = False,
    rebuild: Annotated[bool, Parameter(negative=())] = False,
    wait: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Check that all that was kept is still what it was. Nothing is changed.

    Every record of the archives in raw/ is hashed again and compared with the list of
    fetched pages; every permission is judged again from the archived robots.txt; every
    clean file is hashed and compared with the ledger; files that nobody knows are named.
    The exit code is 1 if something does not hold, 3 if a store cannot be used.

    For example:

        winnow verify
        winnow verify --json
        winnow verify --rebuild          after the list of fetched pages was lost or damaged

    Parameters
    ----------
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    format
        A table for people; a line of JSON for each finding; or one JSON object with all.
    json
        The same as --format json.
    rebuild
        Before that, make the list of fetched pages again from the archive in raw/. What
        only the old list has is taken over where it can be read, and the old list is kept
        in the folder raw/.winnow/aside. A damaged ledger of clean/ needs no option: the
        next `winnow run` keeps it aside and cleans the pages again.
    wait
        If another command is using a folder, wait for it to end.
    """
    from ..settings import load_settings
    from ..verify import Tally
    from ..verify import verify as look

    settings, tally = load_settings(raw=raw, clean=clean), Tally()
    if rebuild:
        _rebuild(settings, wait)
    elif not settings.raw.is_dir() and not settings.clean.is_dir():
        raise StoreError(f"neither {settings.raw} nor {settings.clean} is a folder; name them with --raw and --clean")
    found = look(settings.raw, settings.clean, tally, wait=wait)
    return _tell(found, tally, "json" if json else format)


def _rebuild(settings: Settings, wait: bool) -> None:
    from ..verify.rebuild import rebuild
    from .terminal import note

    made = rebuild(settings.raw, wait=wait)
    note(f"made again: {made.fetched:,} fetched addresses ({made.fetched_from_old:,} known to the old list alone)")


def _tell(found: Iterable[Finding], tally: Tally, form: Format) -> int:
    count, kept = 0, []
    for finding in found:
        count += 1
        if form == "json":
            kept.append(asdict(finding))
        elif form == "jsonl":
            print(json.dumps(asdict(finding)), flush=True)
        else:
            _row(finding)
    if form == "json":
        print(json.dumps({"well": not count, "findings": kept, "looked_at": asdict(tally)}, indent=1))
    else:
        print(_sum(tally, count), file=sys.stderr if form == "jsonl" else sys.stdout)
    return 1 if count else 0


def _row(finding: Finding) -> None:
    """The place, and below it the reason: beside each other they would not fit, and neither may be cut."""
    from .terminal import Paint, printable, width

    where = printable(finding.where)
    gap = "\n  " if len(where) > width() - 16 else " "
    print(f"{Paint()(f'{finding.kind:<15}', 'yellow')}{gap}{where}")
    lines = textwrap.wrap(printable(finding.detail), width() - 16, break_long_words=False, break_on_hyphens=False)
    for line in lines:
        print(f"{'':<15} {line}", flush=True)


def _sum(tally: Tally, count: int) -> str:
    from .terminal import width

    unproven = f" ({tally.unproven:,} more without their robots.txt)" if tally.unproven else ""
    parts = [
        f"{tally.records:,} records",
        f"{tally.fetched:,} fetched answers",
        f"{tally.receipts:,} permissions{unproven}",
        f"{tally.clean_pages:,} clean pages",
    ]
    outcome = f"{count:,} finding{'' if count == 1 else 's'}" if count else "all well"
    return textwrap.fill(f"{', '.join(parts)}: {outcome}", width())
