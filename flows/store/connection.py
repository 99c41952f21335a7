"""Opening a database of a store, also in a folder that cannot be written to, such as a copy that is mounted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a database. Raises sqlite3.Error.

    SQLite writes files beside a database in WAL mode even to read it. Where that is not allowed, a database that is
    complete is read as it is, and one with a log of changes beside it as a temporary copy.
    """
    with ExitStack() as stack:
        address: str = os.fspath(path)
        if path.exists() and not os.access(path.parent, os.W_OK):
            log = Path(f"{path}-wal")
            if log.exists() and log.stat().st_size:
                path = _copied(path, log, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="winnow-"))))
                address = os.fspath(path)
            else:
                address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        yield stack.enter_context(closing(sqlite3.connect(address, timeout=10, uri=address.startswith("file:"))))


def _copied(path: Path, log: Path, folder: Path) -> Path:
    for file in (path, log):
        shutil.copyfile(file, folder / file.name)
    return folder / path.name
