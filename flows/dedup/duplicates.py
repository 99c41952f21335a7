"""Copies of an article at other addresses: marked in the ledger and in the page's trail, never removed.

The same words are an exact copy; a near copy is found by the sketches of the texts. The page that was
fetched first is the original, and every later one is compared with originals only. So the result depends
on the set of pages alone, not on the order in which they were cleaned.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from sqlite3 import Row

from ..store.clean import write_error
from ..store.copies import TextTables, are_marked, mark, mark_pending, note_marked
from ..store.duplicate_mark import digests_of, file_digest, with_mark
from ..store.ledger import Ledger
from ..store.staging import Stage, commit
from .likeness import likeness, likeness_bound, sketch_numbers, text_fingerprint

__all__ = ["MIN_LIKENESS", "mark_duplicates", "text_fingerprint"]

MIN_LIKENESS = 0.8  # Jaccard index from which two articles are copies
# Smallest numbers of a sketch that are indexed. Of pairs at that limit, all but one in 1,000 share two of them.
_INDEXED_NUMBERS, _MIN_SHARED = 8, 2
_MAX_CANDIDATES = 50  # originals compared for one number; when there are more, they share a phrase, not a text
_FIRST_COMPARED = 36  # numbers of a sketch that are compared first
_BATCH = 500


def mark_duplicates(ledger: Ledger, clean: Path) -> None:
    """Mark the copies among all pages, in the ledger and in their .json files.

    The marks depend on the set of pages alone. Nothing is read or written when no page
    has changed since the last time. Raises StoreError.
    """
    if are_marked(ledger):
        return
    changes = _find_copies(ledger)
    for start in range(0, len(changes), _BATCH):
        rows = changes[start : start + _BATCH]
        # Files, then ledger. After a run that was killed between them, the next one finds the pages pending.
        mark_pending(ledger, rows)
        _mark_files(clean, rows)
        mark(ledger, rows)
    note_marked(ledger)


def _find_copies(ledger: Ledger) -> list[Row]:
    """Compare each text with the originals before it; returns the pages whose marks change."""
    tables = TextTables(ledger.db, lambda sketch: sketch_numbers(sketch, _INDEXED_NUMBERS))
    sketch_of = lru_cache(4096)(lambda seq: frozenset(sketch_numbers(tables.sketch(seq))))
    for seq, numbers in tables.texts():
        best = _nearest(sketch_of(seq), tables.candidates(numbers, _MIN_SHARED, _MAX_CANDIDATES), sketch_of)
        if best:
            tables.add_near(seq, *best)
        else:
            tables.add_original(seq, numbers)
    return tables.changes()


def _nearest(
    own: frozenset[int], candidates: Iterable[int], sketch_of: Callable[[int], frozenset[int]]
) -> tuple[int, float] | None:
    """The original most like a text, and the likeness, if it is enough for a copy; of equal ones the first.

    The words differ, so the likeness is below 1, which means the same text.
    """
    best: tuple[int, float] | None = None
    minimum = MIN_LIKENESS - 0.0001
    first_numbers, max_missing = frozenset(islice(own, _FIRST_COMPARED)), len(own) * (1 - minimum)
    for seq in candidates:
        other = sketch_of(seq)
        # This rules out nearly all: more of the first numbers are missing than may be missing of all.
        if len(first_numbers - other) > max_missing or likeness_bound(own, other) < minimum:
            continue
        similarity = min(round(likeness(own, other), 4), 0.9999)
        if similarity >= MIN_LIKENESS and (best is None or similarity > best[1]):
            best = (seq, similarity)
    return best


def _mark_files(clean: Path, rows: Sequence[Row]) -> None:
    root = str(clean.absolute())
    try:
        stage, staged = Stage(root, "marks"), list[tuple[str, str]]()
        for row in rows:
            if ".json" in digests_of(row):
                with contextlib.suppress(FileNotFoundError):  # the next run writes it again
                    content = _marked((clean / f"{row['clean']}.json").read_bytes(), row)
                    staged += stage.write(row["clean"], {".json": content} if content else {})
        commit(root, staged)
    except OSError as error:
        raise write_error(clean, error) from None


def _marked(content: bytes, row: Row) -> bytes:
    """The page's document with its mark; empty for a file that is not what was written, which verify reports."""
    if file_digest(".json", content) != digests_of(row)[".json"]:
        return b""
    return with_mark(content, row["original"], row["file"], row["similarity"])
