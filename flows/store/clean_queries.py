"""Queries on the ledger by which the clean store is verified."""

from __future__ import annotations

from .ledger import Ledger

_OWNED = """
    CREATE TEMP TABLE owned AS SELECT clean FROM pages WHERE clean != '' AND digests != '';
    CREATE INDEX temp.owned_clean ON owned (clean);
"""


def index_owned(ledger: Ledger) -> None:
    """Index the pages by their path in the clean store. Call it before `is_owned`."""
    ledger.db.executescript(_OWNED)


def is_owned(ledger: Ledger, clean: str) -> bool:
    """Whether a page of the ledger has this path in the clean store, without a suffix."""
    return ledger.db.execute("SELECT 1 FROM owned WHERE clean = ?", (clean,)).fetchone() is not None
