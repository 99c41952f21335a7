"""A shard's file: JSON lines, or Parquet. Same records, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol

from ..errors import UsageProblem

SUFFIXES = {"jsonl": ".jsonl", "parquet": ".parquet"}
_GROUP = 100  # pages in a row group of a Parquet file


class Writer(Protocol):
    """Takes the records of a file in order, each as a line of JSON without its end."""

    def add(self, line: bytes) -> None: ...

    def end(self) -> None: ...


def check_format(to: str) -> None:
    """Raises UsageProblem when a format's library is not there."""
    if to == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise UsageProblem("--to parquet needs pyarrow: pip install 'winnow[parquet]'") from None


@contextmanager
def writing(path: Path, to: str) -> Iterator[tuple[Writer, HashedFile]]:
    """A writer into a new file at ``path``, and what will know its digest. Raises OSError."""
    with open(path, "xb") as file:
        hashed = HashedFile(file)
        writer: Writer = _Parquet(hashed) if to == "parquet" else _Lines(hashed)
        yield writer, hashed
        writer.end()


class HashedFile:
    """A file that is only written to, from its beginning to its end, and hashed on the way."""

    closed = False
    mode = "wb"

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        data = bytes(data)
        self._hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """The file is closed by whoever opened it."""

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def __enter__(self) -> HashedFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        pass


class _Lines:
    def __init__(self, file: HashedFile) -> None:
        self._file = file

    def add(self, line: bytes) -> None:
        self._file.write(line + b"\n")

    def end(self) -> None:
        pass


class _Parquet:
    """Row groups of a fixed number of pages, in zstd."""

    def __init__(self, file: HashedFile) -> None:
        import pyarrow.parquet

        from .schema import SCHEMA

        self._schema = SCHEMA
        self._writer = pyarrow.parquet.ParquetWriter(file, SCHEMA, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, line: bytes) -> None:
        from .schema import as_columns

        self._rows.append(as_columns(json.loads(line)))
        if len(self._rows) == _GROUP:
            self._flush()

    def end(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow

        self._writer.write_table(pyarrow.Table.from_pylist(self._rows, self._schema))
        self._rows.clear()


def read_records(file: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    """The records of a shard's file. Raises ValueError when it is damaged."""
    if name.endswith(SUFFIXES["jsonl"]):
        for line in file:
            yield json.loads(line)
        return
    import pyarrow
    import pyarrow.parquet

    from .schema import as_record

    try:
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(_GROUP):
            yield from map(as_record, batch.to_pylist())
    except (pyarrow.ArrowException, OSError) as error:
        raise ValueError(str(error)) from None
