"""Pages whose short names in the clean store agree: each gets files of its own (docs/decisions/0019).

A site can make such addresses in a minute: the digits of a name are 48 bits.
"""

from __future__ import annotations

import sqlite3

from .clean import target_of

_SHARED = """
    SELECT target FROM (
        SELECT page, target FROM plan WHERE target != '' UNION SELECT page, clean FROM pages WHERE digests != ''
    ) GROUP BY target HAVING count(*) > 1
"""


def holders(db: sqlite3.Connection, target: str) -> set[str]:
    """The pages of the ledger that have this path in the clean store."""
    return {page for (page,) in db.execute("SELECT page FROM pages WHERE clean = ? AND digests != ''", (target,))}


def keep_apart(db: sqlite3.Connection) -> list[str]:
    """Give every page of a filled plan a name of its own. Returns the names that pages of the ledger have to leave.

    Of pages whose short names agree, one keeps it: that whose raw page is gone and which so cannot be cleaned again,
    else the first by its address, so that the names depend on nothing but the pages in raw/. The others get
    the long name. Each page whose files may be in the place of another's is cleaned again.
    """
    vacated: list[str] = []
    for (target,) in db.execute(_SHARED).fetchall():
        stored = holders(db, target)
        planned = {row["page"]: row for row in db.execute("SELECT * FROM plan WHERE target = ?", (target,))}
        if not planned:
            continue
        owner = min(stored - planned.keys() or planned)
        for page, row in planned.items():
            if page != owner or len(stored) > 1:
                name = target if page == owner else target_of(row["url"], row["raw"], long=True)
                db.execute(
                    "UPDATE plan SET state = 'todo', identity = '', target = ? WHERE seq = ?", (name, row["seq"])
                )
        if stored - {owner}:
            vacated.append(target)
    return vacated
