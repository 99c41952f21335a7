"""What the report knows of drift: the incidents that the watch over sites has opened."""

from __future__ import annotations

from collections.abc import Sequence

from ..drift import incidents
from ..store.ledger import Ledger
from .model import Incident


def incidents_of(ledger: Ledger, run: int | None) -> Sequence[Incident]:
    """The incidents that a run opened; without a run all that are open."""
    return incidents(ledger, run, closed=run is not None)
