"""`winnow verify`: check what is stored for damage, and make the list of fetched pages again."""

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
    format: Format = "table",
    json: Annotated[bool, Parameter(negative=())] = False,
    rebuild: Annotated[bool, Parameter(negative=())] = False,
    wait: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Check that everything stored is unchanged. Nothing is written.

    Every record of the archives in raw/ is hashed again and compared with the list of
    fetched pages; every robots permission is decided again from the archived robots.txt;
    every clean file is hashed and compared with the ledger; files that are not in the
    ledger are named. The exit code is 1 if something is wrong, 3 if a store cannot be used.

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
        A table; one line of JSON for each finding; or one JSON object with all findings.
    json
        The same as --format json.
    rebuild
        First make the list of fetched pages again from the archive in raw/. What only the old
        list has is copied where it can be read, and the old list is moved to raw/.winnow/aside.
        A damaged ledger of clean/ needs no option: the next `winnow run` replaces it.
    wait
        If another command is using a folder, wait for it to end.
    """
    from .. import verify as verifying
    from ..settings import load_settings

    settings, tally = load_settings(raw=raw, clean=clean), verifying.Tally()
    if rebuild:
        _rebuild(settings, wait)
    else:
        _check_folders(settings, raw, clean)
    findings = verifying.verify(settings.raw, settings.clean, tally, wait=wait)
    return _print(findings, tally, "json" if json else format)


def _check_folders(settings: Settings, raw: Path | None, clean: Path | None) -> None:
    """Raise StoreError when a folder that was named is not there, or neither is."""
    if not settings.raw.is_dir() and not settings.clean.is_dir():
        raise StoreError(f"neither {settings.raw} nor {settings.clean} is a folder; name them with --raw and --clean")
    for name, given in (("raw", raw), ("clean", clean)):
        if given is not None and not given.is_dir():
            raise StoreError(f"there is no folder {given}; --{name} names the folder of {name} pages")


def _rebuild(settings: Settings, wait: bool) -> None:
    from ..verify.rebuild import rebuild
    from .terminal import note

    rebuilt = rebuild(settings.raw, wait=wait)
    note(f"made again: {rebuilt.fetched:,} fetched addresses ({rebuilt.fetched_from_old:,} only in the old list)")


def _print(findings: Iterable[Finding], tally: Tally, format: Format) -> int:
    """Print the findings as they come, and the totals; returns the exit code."""
    if format == "json":
        records = [asdict(finding) for finding in findings]
        print(json.dumps({"well": not records, "findings": records, "looked_at": asdict(tally)}, indent=1))
        return 1 if records else 0
    count = 0
    for finding in findings:
        count += 1
        if format == "jsonl":
            print(json.dumps(asdict(finding)), flush=True)
        else:
            _print_row(finding)
    print(_totals(tally, count), file=sys.stderr if format == "jsonl" else sys.stdout)
    return 1 if count else 0


def _print_row(finding: Finding) -> None:
    """The place, and below it the explanation; both are printed in full, and would not fit beside each other."""
    from .terminal import Paint, printable, width

    where = printable(finding.where)
    gap = "\n  " if len(where) > width() - 16 else " "
    print(f"{Paint()(f'{finding.kind:<15}', 'yellow')}{gap}{where}")
    lines = textwrap.wrap(printable(finding.detail), width() - 16, break_long_words=False, break_on_hyphens=False)
    for line in lines:
        print(f"{'':<15} {line}", flush=True)


def _totals(tally: Tally, count: int) -> str:
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
