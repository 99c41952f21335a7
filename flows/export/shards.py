"""A file a shard: many pages in one file of JSON lines or Parquet.

What stands in which shard follows from the raw pages alone: an archive's pages, or all
loose ones, in their order, cut behind every page whose name's digest ends in the right
bits. So a new page changes one shard, wherever it comes to stand. A shard is made as
a whole, in one file, and made again when any page of it is to be cleaned anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Generator, Iterator
from pathlib import Path

from ..errors import StoreProblem, UsageProblem
from ..job import CleanJob as Job
from ..job import Row, preview_job
from ..store.clean import KEEPING, cannot_write
from ..store.ledger import FILE, Ledger, open_ledger
from ..store.plan import Plan
from .carried import bring_ledger, send_ledger
from .cutting import SIZE, Cutter, form_of_files
from .formats import SUFFIXES, check_format, writing
from .packing import unpack
from .places import Place, place_at, tidy

_FORM = "1"  # part of every shard's identity: another form of record, and all are made anew
_KEPT = """
    CREATE TABLE IF NOT EXISTS shards (
        name TEXT PRIMARY KEY, identity TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL
    ) WITHOUT ROWID
"""
_TEMPORARY = """
    DROP TABLE IF EXISTS temp.in_shard;
    CREATE TEMP TABLE in_shard (seq INTEGER PRIMARY KEY, shard INTEGER NOT NULL);
    CREATE INDEX temp.in_shard_shard ON in_shard (shard, seq);
"""
_MEMBERS = (
    "SELECT shard, plan.page, plan.state, ifnull(pages.identity, '') AS identity, ifnull(pages.memory, '') AS memory"
    " FROM in_shard JOIN plan USING (seq) LEFT JOIN pages ON pages.page = plan.page"
)
Results = Generator[list[Row], None, None]


def has_shards(ledger: Ledger) -> bool:
    """Whether a store holds shards."""
    found = ledger.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'shards'").fetchone()
    return bool(found and ledger.db.execute("SELECT 1 FROM shards LIMIT 1").fetchone())


def form_of(folder: Path) -> str:
    """What a store holds: "jsonl", "parquet", or "pages". Its ledger knows, or else its files tell."""
    name = ""
    if (folder / KEEPING / FILE).exists():
        with open_ledger(folder) as ledger:
            for row in ledger.pages("clean != ''", limit=1):
                name = row["clean"]
    return form_of_files([name] if name else sorted(place_at(folder).sizes()))


class Shards:
    """The output of `--to jsonl` and `--to parquet`."""

    def __init__(self, place: Place, to: str, folder: Path, size: int = SIZE) -> None:
        self._place, self._to, self._folder, self._size = place, to, folder, size
        self._names: list[str] = []  # of the shards, by their number
        self._sizes: dict[str, int] = {}

    def open(self) -> None:
        check_format(self._to)
        self._place.check()
        bring_ledger(self._place, self._folder)
        tidy(self._folder)
        self._sizes = self._place.sizes()

    def is_whole(self, target: str) -> bool:
        return not target or target in self._sizes

    def remove(self, target: str) -> None:
        """Nothing: a page goes with the next making of its shard."""

    def prepare(self, plan: Plan) -> None:
        """Number the shards of the plan; all pages of a shard are to do, or none."""
        db = plan.db
        self._refuse_others(plan.ledger)
        with db:
            db.execute(_KEPT)
        db.executescript(_TEMPORARY)
        self._place_pages(db)
        db.execute("DROP TABLE IF EXISTS temp.anew")
        db.execute("CREATE TEMP TABLE anew (shard INTEGER PRIMARY KEY)")
        db.executemany("INSERT INTO anew VALUES (?)", [(number,) for number in self._outdated(db)])
        db.execute(
            "UPDATE plan SET state = 'todo', known = '' WHERE seq IN (SELECT seq FROM in_shard JOIN anew USING (shard))"
        )
        db.commit()

    def jobs(self, plan: Plan, size: int) -> Iterator[list[Job]]:
        last = (-1, -1)
        query = (
            "SELECT shard, seq FROM in_shard JOIN anew USING (shard) WHERE (shard, seq) > (?, ?)"
            " ORDER BY shard, seq LIMIT ?"
        )
        while rows := plan.db.execute(query, (*last, size)).fetchall():
            last = tuple(rows[-1])
            yield [preview_job(plan.job(row["seq"])) for row in rows]

    def written(self, plan: Plan, results: Results) -> Results:
        waiting: dict[int, dict[int, Row]] = {}
        with contextlib.closing(results):
            for rows in results:
                for row in rows:
                    number, seq = plan.db.execute(
                        "SELECT shard, seq FROM in_shard JOIN plan USING (seq) WHERE page = ?", (row.page,)
                    ).fetchone()
                    waiting.setdefault(number, {})[seq] = row
                for number in [number for number in waiting if len(waiting[number]) == _members(plan.db, number)]:
                    yield from self._made(plan, number, waiting.pop(number))

    def close(self, ledger: Ledger) -> None:
        """Remove the shards that no page belongs to any more."""
        names = set(self._names)
        for row in ledger.db.execute("SELECT name FROM shards").fetchall():
            if row["name"] not in names:
                self._place.remove(row["name"])
                with ledger.db:
                    ledger.db.execute("DELETE FROM shards WHERE name = ?", (row["name"],))
        send_ledger(self._place, ledger)

    def adopt(self, plan: Plan) -> None:
        """Let a ledger that was made anew know of the shards whose pages it knows."""
        db = plan.db
        self._sizes = self._place.sizes()
        with db:
            db.execute(_KEPT)
        db.executescript(_TEMPORARY)
        self._place_pages(db)
        for number, name in enumerate(self._names):
            where = "WHERE shard = ? AND ifnull(pages.clean, '?') NOT IN ('', ?)"
            strange = db.execute(f"{_MEMBERS} {where} LIMIT 1", (number, name)).fetchone()
            if name in self._sizes:
                members = db.execute(f"{_MEMBERS} WHERE shard = ? ORDER BY seq", (number,)).fetchall()
                identity = "" if strange else self._identity(members)
                row = (name, identity, self.digest(name), self._sizes[name])
                with db:
                    db.execute("INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?)", row)

    def digest(self, name: str) -> str:
        """The digest of a shard's file as it is."""
        found = hashlib.sha256()
        with self._place.open(name) as file:
            while piece := file.read(1 << 20):
                found.update(piece)
        return found.hexdigest()

    def _refuse_others(self, ledger: Ledger) -> None:
        suffix = SUFFIXES[self._to]
        other = ledger.db.execute(
            "SELECT clean FROM pages WHERE clean != '' AND clean NOT LIKE ? LIMIT 1", (f"%{suffix}",)
        ).fetchone()
        if other:
            raise UsageProblem(
                f"{self._place.told} holds pages in another form already ({other['clean']}); "
                f"name another store with --clean for --to {self._to}"
            )

    def _place_pages(self, db: sqlite3.Connection) -> None:
        cutter, numbers = Cutter(self._size), dict[str, int]()
        self._names = []
        suffix = SUFFIXES[self._to]
        rows = db.execute("SELECT seq, raw, place FROM plan WHERE state IN ('todo', 'unchanged') ORDER BY seq")
        for row in rows:  # one by one: there may be very many
            archive = row["raw"].rpartition("#")[0] if row["place"] else ""
            name = cutter.shard_of(row["raw"], archive) + suffix
            if name not in numbers:
                numbers[name] = len(self._names)
                self._names.append(name)
            db.execute("INSERT INTO in_shard VALUES (?, ?)", (row["seq"], numbers[name]))

    def _outdated(self, db: sqlite3.Connection) -> list[int]:
        """The shards that are to be made: new ones, and those that are not what their pages are now."""
        kept = {row["name"]: row for row in db.execute("SELECT * FROM shards")}
        found = []
        for number, name in enumerate(self._names):
            rows = db.execute(f"{_MEMBERS} WHERE shard = ? ORDER BY seq", (number,)).fetchall()
            known = kept.get(name)
            if (
                known is None
                or any(row["state"] == "todo" for row in rows)
                or known["identity"] != self._identity(rows)
                or (known["digest"] and self._sizes.get(name) != known["size"])
            ):
                found.append(number)
        return found

    def _identity(self, rows: list[sqlite3.Row]) -> str:
        parts = [_FORM, self._to, *(f"{row['page']}\0{row['identity']}\0{row['memory']}" for row in rows)]
        return hashlib.sha256("\1".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _made(self, plan: Plan, number: int, rows: dict[int, Row]) -> Results:
        """Write a shard; its pages' rows, then what the ledger is to know of the shard itself."""
        name, db = self._names[number], plan.db
        with db:  # should all end here, the ledger knows whose file this is
            db.execute("INSERT OR REPLACE INTO shards VALUES (?, '', '', 0)", (name,))
        digest, size = self._write(name, [rows[seq] for seq in sorted(rows)])
        yield list(rows.values())
        members = db.execute(f"{_MEMBERS} WHERE shard = ? ORDER BY seq", (number,)).fetchall()
        with db:
            db.execute(
                "INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?)", (name, self._identity(members), digest, size)
            )

    def _write(self, name: str, rows: list[Row]) -> tuple[str, int]:
        """Write the records of a shard in order; its digest and size. A shard without any has no file."""
        if not any(row.document for row in rows):
            self._place.remove(name)
            return "", 0
        scratch = self._place.scratch(name)
        try:
            with writing(scratch, self._to) as (writer, file):
                for row in rows:
                    if row.document:
                        writer.add(unpack(row.document)["record"])
                        row.clean, row.document = name, ""
        except OSError as error:
            scratch.unlink(missing_ok=True)
            raise StoreProblem(cannot_write(self._folder, error)) from None
        self._place.put(name, scratch)
        return file.digest, file.size


def _members(db: sqlite3.Connection, number: int) -> int:
    return int(db.execute("SELECT count(*) FROM in_shard WHERE shard = ?", (number,)).fetchone()[0])
