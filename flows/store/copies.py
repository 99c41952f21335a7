"""The data in the ledger by which copies of a text are found, and the marks of the copies that were found."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

from .ledger import Ledger

_BATCH = 1000
_PENDING = -1.0  # the similarity of a page whose file is being written
_METHOD = "1"  # with another number, all marks are made again
_TABLES = """
    CREATE TEMP TABLE texts (
        seq INTEGER PRIMARY KEY, page TEXT NOT NULL, digest TEXT NOT NULL, first INTEGER NOT NULL
    );
    INSERT INTO texts
        SELECT seq, page, digest, min(seq) OVER (PARTITION BY digest) FROM (
            SELECT page, text_digest AS digest,
                row_number() OVER (ORDER BY fetched_at = '', fetched_at, length(url), url, raw) AS seq
            FROM pages WHERE outcome = 'ok' AND text_digest != ''
        );
    CREATE TEMP TABLE heads (seq INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (seq, number)) WITHOUT ROWID;
    CREATE TEMP TABLE originals (
        number INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (number, seq)
    ) WITHOUT ROWID;
    CREATE TEMP TABLE near (seq INTEGER PRIMARY KEY, original INTEGER NOT NULL, similarity REAL NOT NULL);
    CREATE TEMP TABLE copies (page TEXT PRIMARY KEY, original TEXT NOT NULL, similarity REAL NOT NULL) WITHOUT ROWID;
"""
_ONLY_SHARED = """
    CREATE TEMP TABLE shared AS SELECT number FROM heads GROUP BY number HAVING count(*) > 1;
    CREATE UNIQUE INDEX temp.shared_number ON shared (number);
    DELETE FROM heads WHERE number NOT IN (SELECT number FROM shared);
"""
_COPIES = """
    INSERT INTO copies
        SELECT texts.page, ifnull(best.page, twin.page), ifnull(near.similarity, 1.0)
        FROM texts JOIN texts AS twin ON twin.seq = texts.first
        LEFT JOIN near ON near.seq = texts.first LEFT JOIN texts AS best ON best.seq = near.original
        WHERE texts.seq != texts.first OR near.seq IS NOT NULL
"""
_CHANGES = """
    SELECT pages.page, pages.clean, pages.digests, ifnull(copies.original, '') AS original,
        ifnull(copies.similarity, 0) AS similarity,
        ifnull((SELECT clean FROM pages AS other WHERE other.page = copies.original), '') AS file
    FROM pages LEFT JOIN copies ON copies.page = pages.page
    WHERE pages.duplicate_of != ifnull(copies.original, '') OR pages.similarity != ifnull(copies.similarity, 0)
"""


class TextTables:
    """The texts of all pages, numbered by age, the oldest first. Temporary tables hold them, so that memory stays flat.

    Texts with the same digest count as one. ``heads_of`` returns the smallest numbers of a sketch; numbers
    that no other text has are left out.
    """

    def __init__(self, db: sqlite3.Connection, heads_of: Callable[[str], Iterable[int]]) -> None:
        self._db = db
        for table in ("texts", "heads", "originals", "near", "copies", "shared"):
            db.execute(f"DROP TABLE IF EXISTS temp.{table}")
        db.executescript(_TABLES)
        rows = db.execute("SELECT seq, substr(sketch, 1, 44) FROM texts JOIN pages USING (page) WHERE seq = first")
        while batch := rows.fetchmany(_BATCH):
            numbers = ((seq, number) for seq, sketch in batch for number in heads_of(sketch))
            db.executemany("INSERT OR IGNORE INTO heads VALUES (?, ?)", numbers)
        db.executescript(_ONLY_SHARED)

    def texts(self) -> Iterator[tuple[int, list[int]]]:
        """The texts that share a number with another one, in order, each with its numbers."""
        last = 0
        query = "SELECT DISTINCT seq FROM heads WHERE seq > ? ORDER BY seq LIMIT ?"
        while batch := self._db.execute(query, (last, _BATCH)).fetchall():
            last = batch[-1][0]
            for (seq,) in batch:
                yield seq, [row[0] for row in self._db.execute("SELECT number FROM heads WHERE seq = ?", (seq,))]

    def sketch(self, seq: int) -> str:
        """The sketch of a text."""
        row = self._db.execute("SELECT sketch FROM texts JOIN pages USING (page) WHERE seq = ?", (seq,)).fetchone()
        return str(row[0])

    def candidates(self, numbers: Sequence[int], min_shared: int, limit: int) -> list[int]:
        """The originals with at least ``min_shared`` of these numbers, in order; ``limit`` of them for each number."""
        with_number = f"SELECT * FROM (SELECT seq FROM originals WHERE number = ? ORDER BY seq LIMIT {limit:d})"
        union = " UNION ALL ".join([with_number] * len(numbers))
        query = f"SELECT seq FROM ({union}) GROUP BY seq HAVING count(*) >= {min_shared:d} ORDER BY seq"
        return [row[0] for row in self._db.execute(query, numbers)]

    def add_original(self, seq: int, numbers: Sequence[int]) -> None:
        """Record that a text is like no text before it."""
        self._db.executemany("INSERT INTO originals VALUES (?, ?)", [(number, seq) for number in numbers])

    def add_near(self, seq: int, original: int, similarity: float) -> None:
        """Record that a text is nearly that of an original."""
        self._db.execute("INSERT INTO near VALUES (?, ?, ?)", (seq, original, similarity))

    def changes(self) -> list[sqlite3.Row]:
        """The pages whose mark is no longer right: page, clean, digests, original, similarity, file."""
        self._db.execute(_COPIES)
        self._db.commit()
        return self._db.execute(_CHANGES).fetchall()


def are_marked(ledger: Ledger) -> bool:
    """Whether the marks were made for the pages that the ledger has now."""
    with ledger.db:
        ledger.db.execute("CREATE TABLE IF NOT EXISTS marked (state TEXT NOT NULL)")
    return _state(ledger.db) in [row["state"] for row in ledger.db.execute("SELECT state FROM marked")]


def note_marked(ledger: Ledger) -> None:
    """Record that the marks were made for the pages that the ledger has now."""
    with ledger.db:
        ledger.db.execute("DELETE FROM marked")
        ledger.db.execute("INSERT INTO marked VALUES (?)", (_state(ledger.db),))


def mark_pending(ledger: Ledger, rows: Iterable[sqlite3.Row]) -> None:
    """Record that the marks of some pages are about to be written into their files."""
    with ledger.db:
        ledger.db.executemany(
            "UPDATE pages SET similarity = ? WHERE page = ?", [(_PENDING, row["page"]) for row in rows]
        )


def expect_marks(ledger: Ledger) -> None:
    """Record, before planned pages are cleaned again, that the marks of the copies among them must be written again.

    A page's new file has no mark yet, and the ledger's digest leaves marks out. Without this, a run that
    is killed between the file and the ledger's row would leave a copy without its mark.
    """
    with ledger.db:
        ledger.db.execute(
            "UPDATE pages SET similarity = ? WHERE duplicate_of != ''"
            " AND page IN (SELECT page FROM plan WHERE state = 'todo')",
            (_PENDING,),
        )


def mark(ledger: Ledger, rows: Iterable[sqlite3.Row]) -> None:
    """Write the marks of some pages into the ledger; ``rows`` are of `TextTables.changes`."""
    with ledger.db:
        ledger.db.executemany(
            "UPDATE pages SET duplicate_of = ?, similarity = ? WHERE page = ?",
            [(row["original"], row["similarity"], row["page"]) for row in rows],
        )


def _state(db: sqlite3.Connection) -> str:
    """A digest of all that the marks follow from, and of the marks themselves."""
    digest = hashlib.sha256(_METHOD.encode())
    rows = db.execute(
        "SELECT page, raw, url, fetched_at, outcome, clean, text_digest, duplicate_of, similarity FROM pages"
    )
    for row in rows:
        digest.update("\0".join(map(str, row)).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
