"""Copies of an article at other addresses: marked in the ledger and in the page's trail, never removed.

The same words are an exact copy; a near one is found by the sketches of the texts. The page that was
fetched first is the original, every later one is compared with originals only: so what is found follows
from the set of pages, whatever the order in which they were cleaned.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from sqlite3 import Row

from ..errors import StoreError
from ..store.clean import cannot_write
from ..store.copies import TextTables, are_marked, mark, mark_pending, note_marked
from ..store.duplicate_mark import page_only, with_mark
from ..store.ledger import Ledger
from ..store.staging import Stage, commit
from .likeness import at_most_alike, likeness, marks_of, numbers_of

__all__ = ["NEAR", "mark_duplicates", "marks_of"]

NEAR = 0.8  # Jaccard index from which two articles are copies
_HEADS, _SHARED = 8, 2  # smallest numbers of a sketch: of pairs at that limit all but one in 1,000 share two of them
_RIVALS = 50  # originals with one number that are looked at: more of them share a phrase, not a text
_GLANCE = 36  # numbers of a sketch that are looked at first
_BATCH = 500


def mark_duplicates(ledger: Ledger, clean: Path) -> None:
    """Mark the copies among all pages, in the ledger and in their .json files.

    What is marked follows from the set of pages alone. Nothing is read or written when
    no page has changed since the last time. Raises StoreError.
    """
    if are_marked(ledger):
        return
    changes = _find_copies(ledger)
    for start in range(0, len(changes), _BATCH):
        rows = changes[start : start + _BATCH]
        # Files, then ledger. A run that is killed between them finds the pages pending and marks them again.
        mark_pending(ledger, rows)
        _mark_files(clean, rows)
        mark(ledger, rows)
    note_marked(ledger)


def _find_copies(ledger: Ledger) -> list[Row]:
    """Compare each text with the originals before it; returns the pages whose marks change."""
    tables = TextTables(ledger.db, lambda sketch: numbers_of(sketch, _HEADS))
    sketch_of = lru_cache(4096)(lambda seq: frozenset(numbers_of(tables.sketch(seq))))
    for seq, numbers in tables.texts():
        best = _nearest(sketch_of(seq), tables.rivals(numbers, _SHARED, _RIVALS), sketch_of)
        if best:
            tables.add_near(seq, *best)
        else:
            tables.add_original(seq, numbers)
    return tables.changes()


def _nearest(
    own: frozenset[int], rivals: Iterable[int], sketch_of: Callable[[int], frozenset[int]]
) -> tuple[int, float] | None:
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


def _mark_files(clean: Path, rows: Sequence[Row]) -> None:
    root = str(clean.absolute())
    try:
        stage, staged = Stage(root, "marks"), list[tuple[str, str]]()
        for row in rows:
            if ".json:" in row["digests"]:
                with contextlib.suppress(FileNotFoundError):  # the next run writes it again
                    content = _marked((clean / f"{row['clean']}.json").read_bytes(), row)
                    staged += stage.write(row["clean"], {".json": content} if content else {})
        commit(root, staged)
    except OSError as error:
        raise StoreError(cannot_write(clean, error)) from None


def _marked(content: bytes, row: Row) -> bytes:
    """The page's document with its mark; empty for a file that is not what was written, which verify reports."""
    if f".json:{hashlib.sha256(page_only(content)).hexdigest()}" not in row["digests"].split():
        return b""
    return with_mark(content, row["original"], row["file"], row["similarity"])
