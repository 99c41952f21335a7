"""The ledger of a store that lies elsewhere: at work on this machine, a copy beside the pages."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from ..store.clean import KEEPING
from ..store.ledger import FILE, Ledger
from .places import ElsewherePlace, Place


def bring_ledger(place: Place, folder: Path) -> None:
    """Take over the copy that a run on another machine left in the store, if there is no ledger here."""
    path = folder / KEEPING / FILE
    if path.exists() or not isinstance(place, ElsewherePlace):
        return
    with contextlib.suppress(FileNotFoundError), place.open(f"{KEEPING}/{FILE}") as kept:
        scratch = place.scratch(FILE)
        scratch.write_bytes(kept.read())
        scratch.rename(path)


def send_ledger(place: Place, ledger: Ledger) -> None:
    """Put a copy of the ledger into the store, where every machine finds it."""
    if not isinstance(place, ElsewherePlace):
        return
    scratch = place.scratch(FILE)
    scratch.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(scratch)) as copy:
        ledger.db.backup(copy)
    place.put(f"{KEEPING}/{FILE}", scratch)
