"""What verifying finds, and how much it looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: what it is, where, and what is wrong with it.

    ``where`` is a file inside the store, with "#@" and the byte at which a record of it begins,
    or the address of a page.
    """

    kind: str
    where: str
    detail: str


@dataclass(slots=True)
class Tally:
    """How much was looked at. ``unproven`` are permissions whose robots.txt is not in the archive."""

    records: int = 0
    fetched: int = 0
    receipts: int = 0
    unproven: int = 0
    clean_pages: int = 0
