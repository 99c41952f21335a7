"""Copies of an article at other addresses: found by what is kept of the pages, marked, never removed.

Candidates come from a SimHash of the text (pages within a few bits of each other),
the verdict from the words themselves: the share of their runs of three words that two
texts have in common. The page that was fetched first is the original; every later one
is compared with originals only, so the order of work decides nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from .store.ledger import Ledger

NEAR = 0.8  # Jaccard index from which two articles are copies
FEWEST = 30  # words below which only the very same text is a copy
_BITS, _BANDS = 12, 8
_BAND = 64 // _BANDS
_WORD = re.compile(r"\w+")


def marks_of(text: str) -> tuple[str, str]:
    """(digest of the words, SimHash as 16 hex digits) of a clean text; empty for an empty one."""
    from trafilatura.deduplication import Simhash

    words = _WORD.findall(text.casefold())
    if not words:
        return "", ""
    digest = hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return digest, f"{Simhash(text).hash:016x}" if len(words) >= FEWEST else ""


def mark_duplicates(ledger: Ledger, clean: Path) -> int:
    """Mark copies in the ledger: the original's page and the similarity. Returns their number."""
    found = dict(_copies(ledger, clean))
    changes = []
    for row in ledger.db.execute("SELECT page, duplicate_of, similarity FROM pages"):
        original, similarity = found.get(row["page"], ("", 0.0))
        if (original, similarity) != (row["duplicate_of"], row["similarity"]):
            changes.append((original, similarity, row["page"]))
    with ledger.db:
        ledger.db.executemany("UPDATE pages SET duplicate_of = ?, similarity = ? WHERE page = ?", changes)
    return len(found)


def _copies(ledger: Ledger, clean: Path) -> Iterator[tuple[str, tuple[str, float]]]:
    """(page, (its original, their similarity)) of every copy."""
    rows = ledger.db.execute(
        "SELECT page, clean, text_digest, simhash FROM pages WHERE outcome = 'ok' AND text_digest != ''"
        " ORDER BY fetched_at = '', fetched_at, length(url), url, raw"
    )
    same: dict[str, str] = {}
    near: dict[tuple[int, int], list[tuple[int, str, str]]] = defaultdict(list)
    for row in rows:
        page, digest = row["page"], row["text_digest"]
        if digest in same:
            yield page, (same[digest], 1.0)
            continue
        mark = int(row["simhash"] or "0", 16)
        bands = list(enumerate(mark.to_bytes(8, "big"))) if mark else []
        best = _nearest(mark, {place for band in bands for place in near.get(band, ())}, row["clean"], clean)
        if best:
            yield page, best
            continue
        same[digest] = page
        for band in bands:
            near[band].append((mark, page, row["clean"]))


def _nearest(mark: int, places: set[tuple[int, str, str]], own: str, clean: Path) -> tuple[str, float] | None:
    """The original most like a page, if any is like it enough; of several alike the first by name."""
    best: tuple[float, str] | None = None
    for other, page, target in sorted(places, key=lambda place: place[1]):
        if (mark ^ other).bit_count() <= _BITS:
            alike = round(_jaccard(_shingles(str(clean), own), _shingles(str(clean), target)), 4)
            if alike >= NEAR and (best is None or alike > best[0]):
                best = (alike, page)
    return (best[1], best[0]) if best else None


@lru_cache(maxsize=256)
def _shingles(clean: str, target: str) -> frozenset[int]:
    """The runs of three words of a clean page, from its file; none if it cannot be read."""
    try:
        document = json.loads(Path(clean, f"{target}.json").read_bytes())
    except (OSError, ValueError):
        return frozenset()
    words = _WORD.findall(str(document.get("articleBody", "")).casefold())
    return frozenset(_number(" ".join(words[i : i + 3])) for i in range(len(words) - 2))


def _number(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
