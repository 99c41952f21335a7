"""Checks that the archive, the list of fetched pages, the robots permissions and the clean store are undamaged.

Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from ..errors import StoreError
from ..store import fetched as list_of_fetched
from ..store import ledger as list_of_clean
from ..store.clean import STATE_DIR
from ..store.fetched import open_fetched
from ..store.ledger import open_ledger
from ..store.lock import locked
from ..store.salvage import damage_of
from .archive import ArchiveCheck
from .findings import Finding, Tally
from .pages import check_pages, files_without_ledger
from .permissions import check_permissions

__all__ = ["Finding", "Tally", "verify"]


def verify(raw: Path, clean: Path, tally: Tally, *, wait: bool = False) -> Iterator[Finding]:
    """Check everything in both stores; yields what is wrong. ``tally`` counts what was checked.

    Of a store without a ledger, only what is possible is checked. Raises StoreError when the raw
    folder cannot be read, or when another command uses a store and ``wait`` is False.
    """
    with ExitStack() as stack:
        for root in (raw, clean):
            if (root / STATE_DIR).is_dir():
                with suppress(OSError):  # nobody can write to a read-only store meanwhile
                    stack.enter_context(locked(root, "verifying", wait=wait))
        yield from _raw_findings(raw, tally)
        yield from _clean_findings(raw, clean, tally)


def _raw_findings(raw: Path, tally: Tally) -> Iterator[Finding]:
    path = raw / STATE_DIR / list_of_fetched.FILE
    damage = list_of_fetched.damage_of_list(raw) if path.exists() else ""
    if damage:
        yield Finding("damaged_ledger", f"{STATE_DIR}/{path.name} in {raw}", damage)
    if damage or not path.exists():
        check = ArchiveCheck(raw, None, tally)
        yield from check.run()
        if check.own_files and not damage:
            detail = "the list of fetched pages is gone; `winnow verify --rebuild` makes it again from the archive"
            yield Finding("missing_ledger", f"{STATE_DIR}/{path.name} in {raw}", detail)
        return
    with open_fetched(raw) as fetched:
        check = ArchiveCheck(raw, fetched, tally)
        yield from check.run()
        yield from check_permissions(raw, fetched, check.robots, tally)


def _clean_findings(raw: Path, clean: Path, tally: Tally) -> Iterator[Finding]:
    path = clean / STATE_DIR / list_of_clean.FILE
    if not path.exists():
        yield from files_without_ledger(clean)
        return
    try:
        damage = damage_of(path)
        with open_ledger(clean) as ledger:
            ledger.pages(limit=1)
    except StoreError as error:
        yield Finding("damaged_ledger", f"{STATE_DIR}/{path.name} in {clean}", str(error))
        return
    if damage:
        detail = f"{path} is damaged ({damage}); `winnow run` keeps it aside and cleans the pages again"
        yield Finding("damaged_ledger", f"{STATE_DIR}/{path.name} in {clean}", detail)
        return
    with open_ledger(clean) as ledger:
        yield from check_pages(ledger, raw, clean, tally)
