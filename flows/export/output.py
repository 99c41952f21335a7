"""Where a run's pages go, and in which form: an `Output` for each."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from ..errors import UsageProblem
from ..job import CleanJob as Job
from ..job import Row, preview_job
from ..store.clean import SUFFIXES, is_whole, remove_page
from ..store.ledger import Ledger
from ..store.plan import Plan
from .carried import bring_ledger, send_ledger
from .packing import unpack
from .places import Place, address_of, place_at, tidy
from .shards import Shards, form_of, has_shards

Results = Generator[list[Row], None, None]
_AT_A_TIME = 8  # uploads of small files


class Output(Protocol):
    """What a run asks of the place its pages go to, in this order; hold the store's lock throughout."""

    def open(self) -> None:
        """Before the ledger is opened. Raises StoreProblem or UsageProblem when nothing can be written."""

    def is_whole(self, target: str) -> bool:
        """Whether what the ledger says of a page is still in its place."""

    def remove(self, target: str) -> None:
        """Take what was made of a page out of the store."""

    def prepare(self, plan: Plan) -> None:
        """See to it that the plan holds all that is to be cleaned."""

    def jobs(self, plan: Plan, size: int) -> Iterator[list[Job]]:
        """The plan's work, ``size`` pages at a time."""

    def written(self, plan: Plan, results: Results) -> Results:
        """Yields rows when the files of their pages are whole in the store."""

    def close(self, ledger: Ledger) -> None:
        """When all pages are done."""


def output_of(to: str, folder: Path) -> Output:
    """The output for ``to`` ("pages", "jsonl", "parquet" or "" for what the store holds) into the store that a
    folder is or stands for."""
    to = to or form_of(folder)
    if to != "pages":
        return Shards(place_at(folder), to, folder)
    return ElsewherePages(place_at(folder), folder) if address_of(folder) else LocalPages(folder)


class LocalPages:
    """Two files a page, Markdown and JSON, written by the process that cleans the page."""

    def __init__(self, folder: Path) -> None:
        self._root = str(folder.absolute())

    def open(self) -> None:
        pass

    def is_whole(self, target: str) -> bool:
        return is_whole(self._root, target)

    def remove(self, target: str) -> None:
        remove_page(self._root, target)

    def prepare(self, plan: Plan) -> None:
        refuse_shards(plan.ledger)

    def jobs(self, plan: Plan, size: int) -> Iterator[list[Job]]:
        return plan.jobs(size)

    def written(self, plan: Plan, results: Results) -> Results:
        return results

    def close(self, ledger: Ledger) -> None:
        pass


class ElsewherePages:
    """Two files a page in an object store: written by the process that keeps the books, a few at a time."""

    def __init__(self, place: Place, folder: Path) -> None:
        self._place, self._folder = place, folder

    def open(self) -> None:
        tidy(self._folder)
        self._place.check()
        bring_ledger(self._place, self._folder)

    def is_whole(self, target: str) -> bool:
        return True  # asking for each page would cost more than cleaning it; `winnow verify` looks

    def remove(self, target: str) -> None:
        for suffix in SUFFIXES:
            self._place.remove(target + suffix)

    def prepare(self, plan: Plan) -> None:
        refuse_shards(plan.ledger)

    def jobs(self, plan: Plan, size: int) -> Iterator[list[Job]]:
        for jobs in plan.jobs(size):
            yield list(map(preview_job, jobs))

    def written(self, plan: Plan, results: Results) -> Results:
        with ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="upload") as threads, contextlib.closing(results):
            for rows in results:
                gone = [target for row in rows if not row.clean and (target := _known(plan.ledger, row))]
                list(threads.map(self._put, rows))
                list(threads.map(self.remove, gone))
                yield rows

    def _put(self, row: Row) -> None:
        if row.document:
            for suffix, content in unpack(row.document).items():
                self._place.write(row.clean + suffix, content)
            row.document = ""

    def close(self, ledger: Ledger) -> None:
        send_ledger(self._place, ledger)


def _known(ledger: Ledger, row: Row) -> str:
    known = ledger.known(row.raw)
    return str(known["clean"]) if known is not None else ""


def refuse_shards(ledger: Ledger) -> None:
    """Raises UsageProblem when the store holds shards: one store, one form."""
    if has_shards(ledger):
        raise UsageProblem(
            "this store holds a file for many pages (--to jsonl or parquet); say so again with --to, "
            "or name another store with --clean"
        )
