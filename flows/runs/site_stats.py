"""Figures of a store for people: the repeated lines of a site, and how many words each labeler has removed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cleaners import Counts, fingerprint, host_of, repeated_lines

from ..errors import UsageError
from ..store.clean import STATE_DIR
from ..store.ledger import FILE, open_ledger
from ..store.memory import CountStore


@dataclass(frozen=True, slots=True)
class Repeated:
    """A line that stands on ``count`` of ``of`` articles of a site; ``promo``: it bears a promo's signs.

    ``days`` are those on which these articles were first fetched, in order, as far as they are known.
    """

    text: str
    count: int
    of: int
    promo: bool
    days: tuple[str, ...] = ()

    @property
    def months(self) -> int:
        """In how many months' fetches it was seen."""
        return len({day[:7] for day in self.days})


def repeated_on(clean: Path, site: str) -> list[Repeated]:
    """The repeated lines of a site, the most frequent first.

    Raises UsageError when nothing is counted of it, StoreError without a ledger.
    """
    name = host_of(site if "//" in site else f"https://{site}") if " " not in site else site
    with open_ledger(clean) as ledger:
        store = CountStore(ledger.db, fingerprint())
        pages = store.pages(name)
        sites = [known for known, _ in store.sites()]
    if not pages:
        others = f"known are {', '.join(sites[:5])}" if sites else "`winnow learn` counts the pages of raw/"
        raise UsageError(f"nothing is counted of {name}, or not with this version; {others}")
    return [Repeated(*line) for line in repeated_lines(Counts(name, pages))]


def words_removed_by_labeler(clean: Path) -> Counter[str]:
    """How many words each labeler has removed from the pages of a store, by its ledger; none without one."""
    found: Counter[str] = Counter()
    if not (clean / STATE_DIR / FILE).exists():
        return found
    with open_ledger(clean) as ledger:
        for row in ledger.pages():
            found.update(json.loads(row["removed_by"]))
    return found
