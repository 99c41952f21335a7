"""The division of pages into shards, and the shards' names; both follow from the names of the raw pages."""

from __future__ import annotations

import hashlib
import re

from .formats import SUFFIXES

SHARD_SIZE = 1000  # average number of pages in a shard; the maximum is four times as many


def is_shard_name(name: str) -> bool:
    """Whether a file is named as `Sharder` names shards."""
    return any(re.fullmatch(rf"pages-[0-9a-f]{{12}}{re.escape(suffix)}", name) for suffix in SUFFIXES.values())


class Sharder:
    """Divides a sequence of pages into shards. Whether a shard ends after a page depends on the page's name alone.

    So a new page changes one shard, wherever it comes in the sequence.
    """

    def __init__(self, size: int = SHARD_SIZE) -> None:
        self._size = size
        self._previous_end = ""  # the last page of the previous shard
        self._count = 0

    def shard_of(self, raw: str) -> str:
        """The name, without a suffix, of the shard that the next page belongs to."""
        digits = hashlib.sha256(f"\0{self._previous_end}".encode()).hexdigest()[:12]
        self._count += 1
        is_end = int.from_bytes(hashlib.sha256(raw.encode()).digest()[:8], "big") % self._size == 0
        if is_end or self._count >= 4 * self._size:
            self._previous_end, self._count = raw, 0
        return f"pages-{digits}"
