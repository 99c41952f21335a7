"""The findings of a verification, and how much it checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``kind`` names it, ``detail`` explains it and says what to do.

    ``where`` is a file inside the store, for a record with "#@" and the byte at which it begins,
    or the address of a page.
    """

    kind: str
    where: str
    detail: str


@dataclass(slots=True)
class Tally:
    """How much was checked: ``receipts`` are the robots permissions, ``unproven`` those without an archived robots.txt.

    The names are those of the JSON output.
    """

    records: int = 0
    fetched: int = 0
    receipts: int = 0
    unproven: int = 0
    clean_pages: int = 0
