"""Questions to the ledger that only few ask: to verify the clean store."""

from __future__ import annotations

from .ledger import Ledger

_OWNED = """
    CREATE TEMP TABLE owned AS SELECT clean FROM pages WHERE clean != '' AND digests != '';
    CREATE INDEX temp.owned_clean ON owned (clean);
"""


def index_owned(ledger: Ledger) -> None:
    """Index the pages by their place in the clean store: before `is_owned`."""
    ledger.db.executescript(_OWNED)


def is_owned(ledger: Ledger, clean: str) -> bool:
    """Whether a page of the ledger has this place in the clean store, a name without its suffix."""
    return ledger.db.execute("SELECT 1 FROM owned WHERE clean = ?", (clean,)).fetchone() is not None
