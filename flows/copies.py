"""Which pages of a ledger are copies of which others: exact ones by their digests, near ones by their sketches.

The page that was fetched first is the original; every later one is compared with
originals only. So what is found follows from the set of pages, whatever the order in
which they were cleaned. All of it happens in temporary tables: memory stays flat.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice

from .likeness import at_most_alike, likeness, numbers_of

NEAR = 0.8  # Jaccard index from which two articles are copies
_HEADS, _SHARED = 8, 2  # smallest numbers of a sketch: of pairs at that limit all but one in 1,000 share two of them
_RIVALS = 50  # originals with one number that are looked at: more of them share a phrase, not a text
_GLANCE = 36  # numbers of a sketch that are looked at first
_BATCH = 1000

_TABLES = """
    DROP TABLE IF EXISTS temp.texts;
    CREATE TEMP TABLE texts (
        seq INTEGER PRIMARY KEY, page TEXT NOT NULL, digest TEXT NOT NULL, first INTEGER NOT NULL
    );
    INSERT INTO texts
        SELECT seq, page, digest, min(seq) OVER (PARTITION BY digest) FROM (
            SELECT page, text_digest AS digest,
                row_number() OVER (ORDER BY fetched_at = '', fetched_at, length(url), url, raw) AS seq
            FROM pages WHERE outcome = 'ok' AND text_digest != ''
        );
    DROP TABLE IF EXISTS temp.heads;
    CREATE TEMP TABLE heads (seq INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (seq, number)) WITHOUT ROWID;
    DROP TABLE IF EXISTS temp.originals;
    CREATE TEMP TABLE originals (
        number INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (number, seq)
    ) WITHOUT ROWID;
    DROP TABLE IF EXISTS temp.near;
    CREATE TEMP TABLE near (seq INTEGER PRIMARY KEY, original INTEGER NOT NULL, similarity REAL NOT NULL);
    DROP TABLE IF EXISTS temp.copies;
    CREATE TEMP TABLE copies (page TEXT PRIMARY KEY, original TEXT NOT NULL, similarity REAL NOT NULL) WITHOUT ROWID;
"""
_COPIES = """
    INSERT INTO copies
        SELECT texts.page, ifnull(best.page, twin.page), ifnull(near.similarity, 1.0)
        FROM texts JOIN texts AS twin ON twin.seq = texts.first
        LEFT JOIN near ON near.seq = texts.first LEFT JOIN texts AS best ON best.seq = near.original
        WHERE texts.seq != texts.first OR near.seq IS NOT NULL
"""
_Sketches = Callable[[int], frozenset[int]]


def find_copies(db: sqlite3.Connection) -> None:
    """Fill the temporary table ``copies`` (page, original, similarity) from the pages of a ledger."""
    db.executescript(_TABLES)
    _fill_heads(db)
    _find_near(db)
    db.execute(_COPIES)
    db.commit()


def _fill_heads(db: sqlite3.Connection) -> None:
    """The smallest numbers of each different text, as far as another text has them too."""
    rows = db.execute("SELECT seq, substr(sketch, 1, 44) FROM texts JOIN pages USING (page) WHERE seq = first")
    while some := rows.fetchmany(_BATCH):
        numbers = ((seq, number) for seq, sketch in some for number in numbers_of(sketch, _HEADS))
        db.executemany("INSERT OR IGNORE INTO heads VALUES (?, ?)", numbers)
    db.executescript(
        "DROP TABLE IF EXISTS temp.shared;"
        "CREATE TEMP TABLE shared AS SELECT number FROM heads GROUP BY number HAVING count(*) > 1;"
        "CREATE UNIQUE INDEX temp.shared_number ON shared (number);"
        "DELETE FROM heads WHERE number NOT IN (SELECT number FROM shared);"
    )


def _find_near(db: sqlite3.Connection) -> None:
    """Compare each text with the originals before it; those that are like none are originals themselves."""
    sketch_of = lru_cache(4096)(lambda seq: _sketch(db, seq))
    last = 0
    while some := db.execute(
        "SELECT DISTINCT seq FROM heads WHERE seq > ? ORDER BY seq LIMIT ?", (last, _BATCH)
    ).fetchall():
        last = some[-1][0]
        for (seq,) in some:
            numbers = [row[0] for row in db.execute("SELECT number FROM heads WHERE seq = ?", (seq,))]
            best = _nearest(sketch_of(seq), _rivals(db, numbers), sketch_of)
            if best:
                db.execute("INSERT INTO near VALUES (?, ?, ?)", (seq, *best))
            else:
                db.executemany("INSERT INTO originals VALUES (?, ?)", [(number, seq) for number in numbers])


def _sketch(db: sqlite3.Connection, seq: int) -> frozenset[int]:
    row = db.execute("SELECT sketch FROM texts JOIN pages USING (page) WHERE seq = ?", (seq,)).fetchone()
    return frozenset(numbers_of(row[0]))


def _rivals(db: sqlite3.Connection, numbers: Sequence[int]) -> list[int]:
    """The originals that share enough of these numbers to be worth comparing, in their order."""
    one = f"SELECT * FROM (SELECT seq FROM originals WHERE number = ? ORDER BY seq LIMIT {_RIVALS})"
    every = " UNION ALL ".join([one] * len(numbers))
    query = f"SELECT seq FROM ({every}) GROUP BY seq HAVING count(*) >= {_SHARED} ORDER BY seq"
    return [row[0] for row in db.execute(query, numbers)]


def _nearest(own: frozenset[int], rivals: Iterable[int], sketch_of: _Sketches) -> tuple[int, float] | None:
    """The original most like a text and how like it is, if it is like it enough; of several alike the first.

    The words differ, so it is never quite 1, which means the very same text.
    """
    best: tuple[int, float] | None = None
    least = NEAR - 0.0001
    few, may_lack = frozenset(islice(own, _GLANCE)), len(own) * (1 - least)
    for seq in rivals:
        other = sketch_of(seq)
        # Nearly all go at a glance: they lack more of these few numbers than they may lack of all.
        if len(few - other) > may_lack or at_most_alike(own, other) < least:
            continue
        alike = min(round(likeness(own, other), 4), 0.9999)
        if alike >= NEAR and (best is None or alike > best[1]):
            best = (seq, alike)
    return best
