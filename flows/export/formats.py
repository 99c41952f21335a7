"""The file of a shard: JSON lines, or Parquet. The same records give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..store.document import as_json

SUFFIXES = {"jsonl": ".jsonl", "parquet": ".parquet"}
_ROW_GROUP = 100  # pages in a row group of a Parquet file
Records = Iterable[dict[str, Any]]


def check_format(to: str) -> None:
    """Raise UsageError when the library for a format is not installed."""
    if to == "parquet":
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise UsageError("--to parquet needs pyarrow: pip install pyarrow") from None


def write_shard(path: Path, records: Records) -> None:
    """Write records into a new file, in the format of its suffix. Raises OSError."""
    if path.suffix == SUFFIXES["parquet"]:
        _write_parquet(path, iter(records))
        return
    with open(path, "xb") as file:
        file.writelines(as_json(record) + b"\n" for record in records)


def _write_parquet(path: Path, records: Iterator[dict[str, Any]]) -> None:
    import pyarrow
    import pyarrow.parquet

    from .schema import SCHEMA, as_columns

    with pyarrow.parquet.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        while group := [as_columns(record) for record in islice(records, _ROW_GROUP)]:
            writer.write_table(pyarrow.Table.from_pylist(group, SCHEMA))
