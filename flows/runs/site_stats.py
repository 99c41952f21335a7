"""Figures of a store: the repeated lines of a site, and how many words each labeler has removed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cleaners import Counts, fingerprint, host_of, repeated_lines

from ..bounded import read_counts
from ..errors import UsageError
from ..store.clean import STATE_DIR
from ..store.ledger import FILE, open_ledger
from ..store.memory import CountStore


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """A line that is on ``articles`` of all ``total`` articles of a site; ``promo``: it reads like a promo.

    ``days`` are the dates on which these articles were first fetched, in order, as far as they are known.
    """

    text: str
    articles: int
    total: int
    promo: bool
    days: tuple[str, ...] = ()

    @property
    def months(self) -> int:
        """The number of different months in ``days``."""
        return len({day[:7] for day in self.days})


def repeated_lines_of(clean: Path, site: str) -> list[RepeatedLine]:
    """The repeated lines of a site, the most frequent first.

    Raises UsageError when no page of the site is counted, StoreError without a ledger.
    """
    name = host_of(site if "//" in site else f"https://{site}") if " " not in site else site
    with open_ledger(clean) as ledger:
        store = CountStore(ledger.db, fingerprint())
        pages = store.pages(name)
        sites = [site for site, _ in store.sites()]
    if not pages:
        advice = f"there are counts of {', '.join(sites[:5])}" if sites else "`winnow learn` counts the pages of raw/"
        raise UsageError(f"no page of {name} is counted, or not by this version; {advice}")
    return [RepeatedLine(*line) for line in repeated_lines(Counts(name, pages))]


def words_removed_by_labeler(clean: Path) -> Counter[str]:
    """How many words each labeler has removed from the pages of a store, by its ledger; none without one."""
    words: Counter[str] = Counter()
    if (clean / STATE_DIR / FILE).exists():
        with open_ledger(clean) as ledger:
            for row in ledger.pages():
                words.update(read_counts(row["removed_by"]))
    return words
