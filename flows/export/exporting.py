"""The export of a clean store: all pages or originals only, as page files or as shards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from sqlite3 import Row
from typing import Any

from ..errors import StoreError
from ..store.duplicate_mark import digests_of, file_digest, page_only
from ..store.ledger import open_ledger
from ..store.version1 import upgraded
from .destination import Content, Destination
from .formats import SUFFIXES, check_format, write_shard
from .sharding import Sharder, is_shard_name

_BATCH = 100  # pages whose files are written together


@dataclass(frozen=True, slots=True)
class Exported:
    """The number of pages and files of an export, and of the copies that were left out."""

    pages: int
    files: int
    copies: int


def export_pages(clean: Path, out: str | Path, to: str, *, skip_duplicates: bool = False) -> Exported:
    """Write the pages of the store ``clean`` to ``out``, a folder or an address, as "files", "jsonl" or "parquet".

    The same store gives the same files. Files that are there already are not written again; other
    files of an earlier export are removed. Raises UsageError when ``out`` is a clean store,
    StoreError when one of the two cannot be used.
    """
    check_format(to)
    destination = Destination(str(out))
    with open_ledger(clean) as ledger, destination.opened() as scratch:
        rows = ledger.clean_pages(originals=skip_duplicates)
        batches = _page_files(clean, rows) if to == "files" else _shards(clean, rows, scratch, SUFFIXES[to])
        last_export, present = destination.manifest(), destination.names()
        destination.write_manifest(dict.fromkeys(last_export, ""))
        written: dict[str, str] = {}
        for batch in batches:
            digests = {name: _digest(content) for name, content in batch.items()}
            unchanged = {name for name in batch if name in present and last_export.get(name) == digests[name]}
            destination.put({name: content for name, content in batch.items() if name not in unchanged})
            written |= digests
        for name in {*last_export, *filter(is_shard_name, present)} - written.keys():
            destination.remove(name)
        destination.write_manifest(written)
        pages = ledger.count_clean(originals=skip_duplicates)
        return Exported(pages, len(written), ledger.count_clean() - pages)


def _digest(content: Content) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with open(content, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _page_files(clean: Path, rows: Iterator[Row]) -> Iterator[dict[str, Content]]:
    while batch := list(islice(rows, _BATCH)):
        yield {row["clean"] + suffix: content for row in batch for suffix, content in _read(clean, row).items()}


def _shards(clean: Path, rows: Iterator[Row], scratch: Path, suffix: str) -> Iterator[dict[str, Content]]:
    sharder = Sharder()
    for name, shard in groupby(rows, lambda row: sharder.shard_of(row["raw"])):
        path = scratch / (name + suffix)
        write_shard(path, (_record(clean, row) for row in shard))
        yield {path.name: path}
        path.unlink(missing_ok=True)


def _record(clean: Path, row: Row) -> dict[str, Any]:
    """A page's document, of today's version and with the same fields for every page, as a table needs it."""
    record: dict[str, Any] = upgraded(json.loads(page_only(_read(clean, row)[".json"])))
    record["provenance"].setdefault("discovered", None)
    return record


def _read(clean: Path, row: Row) -> dict[str, bytes]:
    """The files of a page by suffix. Raises StoreError when one does not have its digest in the ledger."""
    files: dict[str, bytes] = {}
    for suffix, digest in digests_of(row).items():
        name = row["clean"] + suffix
        try:
            files[suffix] = (clean / name).read_bytes()
        except OSError as error:
            raise StoreError(f"{name} cannot be read ({error.strerror}); `winnow run` writes it again") from None
        if file_digest(suffix, files[suffix]) != digest:
            raise StoreError(f"{name} is not what was written; delete it, and `winnow run` writes it again")
    if not files:  # an earlier version wrote files of many pages
        raise StoreError(f"{row['raw']} has no files of its own in {clean} yet; `winnow run` writes them")
    return files
