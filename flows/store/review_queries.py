"""The query of a review on the ledger."""

from __future__ import annotations

import sqlite3
from itertools import islice

from cleaners import host_of

from .ledger import Ledger

_BY_CONFIDENCE = """
    SELECT page, raw, url, fetched_at, raw_digest, title FROM pages
    WHERE outcome = 'ok' AND url != '' AND url LIKE '%' || ? || '%' AND (? = '' OR raw = ?)
    ORDER BY json_extract(nullif(observed, ''), '$.c'), raw
"""


def pages_by_confidence(
    ledger: Ledger, *, site: str = "", raw: str = "", limit: int | None = None
) -> list[sqlite3.Row]:
    """Pages with the outcome "ok" and an address, the least certain first; of one host or one raw page, if given."""
    rows = ledger.db.execute(_BY_CONFIDENCE, (site, raw, raw))
    return list(islice((row for row in rows if not site or host_of(row["url"]) == site), limit))
