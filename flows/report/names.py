"""Names of pages in the tables of a report: their titles, and what tells pages of the same title apart."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile


def page_names(rows: Sequence[sqlite3.Row]) -> list[str]:
    """A name for each page: its title, else its address, else its file.

    Where titles are the same, what differs in their addresses comes first, so that a narrow table does not cut it off.
    """
    addresses = [str(row["url"] or row["raw"]) for row in rows]
    titles = [str(row["title"] or address) for row, address in zip(rows, addresses, strict=True)]
    alike = defaultdict[str, set[str]](set)
    for title, address in zip(titles, addresses, strict=True):
        alike[title].add(address)
    return [
        title if len(alike[title]) == 1 else f"{_own_part(address, alike[title])}: {title}"
        for title, address in zip(titles, addresses, strict=True)
    ]


def _own_part(address: str, addresses: set[str]) -> str:
    """An address without the parts that all the addresses begin with."""
    first, last = min(addresses).split("/"), max(addresses).split("/")  # what these have in common, all have
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    return "/".join(address.split("/")[common:]) or address
