"""The list of fetched pages, made again from the archive in raw/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..store.clean import STATE_DIR, open_store
from ..store.fetched import FILE, open_fetched
from ..store.fetched_queries import copy_visits, count_addresses
from ..store.lock import locked
from ..store.recovery import complete_groups, own_files
from ..store.salvage import rebuilt


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The number of addresses in the new list, and of those that only the old list had."""

    fetched: int = 0
    fetched_from_old: int = 0


def rebuild(raw: Path, *, wait: bool = False) -> Rebuilt:
    """Make the list of fetched pages again and move the old one to the folder ``aside``.

    What only the old list has is copied where it can be read. Nothing is done without an archive written by
    fetching. Raises StoreError when the folder cannot be read or written to, or is in use and ``wait`` is False.
    """
    if not (raw / STATE_DIR / FILE).exists() and not next(own_files(raw), None):
        return Rebuilt()
    open_store(raw, "raw")
    with (
        locked(raw, "winnow verify --rebuild", wait=wait),
        rebuilt(raw, FILE) as scratch,
        open_fetched(scratch, write=True) as new,
    ):
        for path, name in own_files(raw):
            for group in complete_groups(path, name):
                new.add_recovered(group)
        only_old = copy_visits(new, raw / STATE_DIR / FILE)
        return Rebuilt(count_addresses(new), only_old)
