"""`winnow verify`: is everything that was kept still what it was?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import StoreProblem

if TYPE_CHECKING:
    from ..verify import Finding, Tally


def verify(
    *,
    raw: Path | None = None,
    clean: Path | None = None,
    format: Literal["table", "jsonl"] = "table",
    wait: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Check that all that was kept is still what it was. Nothing is changed.

    Every record of the archives in raw/ is hashed again and compared with the list of
    fetched pages; every permission is judged again from the archived robots.txt; every
    clean page is compared with the ledger. The exit code is 1 if something does not hold.

    For example:

        winnow verify
        winnow verify --raw pages --clean articles --format jsonl

    Parameters
    ----------
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    format
        A table for people, or a line of JSON for each finding.
    wait
        If another command is using a folder, wait for it to end.
    """
    from ..settings import load_settings
    from ..verify import Tally
    from ..verify import verify as look

    settings, tally, count = load_settings(raw=raw, clean=clean), Tally(), 0
    if not settings.raw.is_dir() and not settings.clean.is_dir():
        raise StoreProblem(f"neither {settings.raw} nor {settings.clean} is a folder; name them with --raw and --clean")
    show = _json if format == "jsonl" else _row
    for finding in look(settings.raw, settings.clean, tally, wait=wait):
        count += 1
        show(finding, count)
    print(_sum(tally, count), file=sys.stderr if format == "jsonl" else sys.stdout)
    return 1 if count else 0


def _json(finding: Finding, count: int) -> None:
    print(json.dumps(asdict(finding)))


def _row(finding: Finding, count: int) -> None:
    """Two lines a finding: a place and the reason do not fit beside each other, and must not be cut."""
    from .terminal import Paint, printable

    print(Paint()(f"{finding.kind:<15}", "yellow"), printable(finding.where))
    print(f"{'':<15} {printable(finding.detail)}")


def _sum(tally: Tally, count: int) -> str:
    unproven = f" ({tally.unproven:,} more without their robots.txt)" if tally.unproven else ""
    looked_at = (
        f"{tally.records:,} records, {tally.fetched:,} fetched answers, {tally.receipts:,} permissions{unproven}, "
        f"{tally.clean_pages:,} clean pages"
    )
    return f"{looked_at}: {f'{count:,} findings' if count != 1 else '1 finding'}" if count else f"{looked_at}: all well"
