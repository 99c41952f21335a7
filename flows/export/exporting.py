"""Clean pages that are there already, written once more as files of many pages: all of them, or originals only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..duplicates import originals_only
from ..errors import StoreProblem, UsageProblem
from ..store.clean import KEEPING, cannot_write, page_id
from ..store.document import as_json
from ..store.ledger import FILE, Ledger, open_ledger
from ..trail import page_only
from .carried import bring_ledger
from .cutting import Cutter, is_shard_name
from .formats import SUFFIXES, HashedFile, Writer, check_format, read_records, writing
from .places import Place, place_at, told


@dataclass(slots=True)
class Exported:
    """How many pages went into how many files; ``copies`` were left out."""

    pages: int = 0
    files: int = 0
    copies: int = 0


def export_pages(clean: Path, out: Path, to: str, *, skip_duplicates: bool = False) -> Exported:
    """Write the pages of the store ``clean`` into ``out``, a folder or what stands for an address.

    The same store gives the same files. Files of an earlier export that are no longer wanted go.
    Raises UsageProblem when ``out`` is a store of its own, StoreProblem when one of the two cannot be used.
    """
    check_format(to)
    if (out / KEEPING / FILE).exists():
        raise UsageProblem(f"{told(out)} is a clean store with a ledger; name another place to export to")
    place, done = place_at(out), Exported()
    try:
        (out / KEEPING).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(cannot_write(out, error)) from None
    place.check()
    bring_ledger(place_at(clean), clean)
    with open_ledger(clean) as ledger, _Files(place, to) as files:
        where = f"outcome = 'ok' AND clean != ''{f' AND {originals_only}' if skip_duplicates else ''}"
        done.copies = _count(ledger, "outcome = 'ok' AND clean != ''") - _count(ledger, where)
        for record in _records(ledger, place_at(clean), where):
            files.add(record)
            done.pages += 1
    done.files = len(files.names)
    for name in place.sizes():
        if is_shard_name(name) and name not in files.names:
            place.remove(name)
    with suppress(OSError):
        (out / KEEPING).rmdir()
    return done


def _count(ledger: Ledger, where: str) -> int:
    return int(ledger.db.execute(f"SELECT count(*) FROM pages WHERE {where}").fetchone()[0])


def _records(ledger: Ledger, place: Place, where: str) -> Iterator[dict[str, Any]]:
    """The documents of the wanted pages, in a fixed order. Raises StoreProblem at one that cannot be read."""
    for row in ledger.pages(f"{where} AND digests != ''"):
        try:
            with place.open(f"{row['clean']}.json") as file:
                record = json.loads(page_only(file.read()))
        except (FileNotFoundError, ValueError) as error:
            raise _unreadable(f"{row['clean']}.json", error) from None
        record["provenance"].setdefault("discovered", None)
        yield record
    names = ledger.db.execute(f"SELECT DISTINCT clean FROM pages WHERE {where} AND digests = '' ORDER BY clean")
    for (name,) in names.fetchall():
        wanted = {row["page"] for row in ledger.pages(f"{where} AND clean = ?", (name,))}
        try:
            with place.open(name) as file:
                for record in read_records(file, name):
                    if page_id(record["url"] or "", record["source"]["raw"]) in wanted:
                        yield record
        except (FileNotFoundError, ValueError) as error:
            raise _unreadable(name, error) from None


def _unreadable(name: str, error: Exception) -> StoreProblem:
    return StoreProblem(f"{name} is not what was written ({str(error)[:100]}); `winnow run` makes it anew")


class _Files:
    """The files of an export, one open at a time."""

    def __init__(self, place: Place, to: str) -> None:
        self._place, self._to, self._cutter = place, to, Cutter()
        self.names: set[str] = set()
        self._name = ""
        self._open: ExitStack | None = None
        self._writer: tuple[Writer, HashedFile] | None = None

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None:
            self._end()
        elif self._name:
            self._place.scratch(self._name).unlink(missing_ok=True)

    def add(self, record: dict[str, Any]) -> None:
        name = self._cutter.shard_of(record["source"]["raw"], "") + SUFFIXES[self._to]
        if name != self._name:
            self._end()
            self._begin(name)
        if self._writer:
            self._writer[0].add(as_json(record))

    def _begin(self, name: str) -> None:
        self._name = name
        self.names.add(name)
        scratch = self._place.scratch(name)
        scratch.unlink(missing_ok=True)
        self._open = ExitStack()
        self._writer = self._open.enter_context(writing(scratch, self._to))

    def _end(self) -> None:
        if self._open:
            self._open.close()
            self._place.put(self._name, self._place.scratch(self._name))
            self._open = None
