"""Which pages go into which shard, and how a shard is named: both follow from the names of the raw pages."""

from __future__ import annotations

import hashlib
import re

from .formats import SUFFIXES

SIZE = 1000  # pages of a shard on average; at most four times as many


def is_shard_name(name: str) -> bool:
    """Whether a file is named as `Cutter` names shards."""
    return any(re.fullmatch(rf"pages-[0-9a-f]{{12}}{re.escape(suffix)}", name) for suffix in SUFFIXES.values())


class Cutter:
    """Cuts a sequence of pages into shards, after every page whose name's digest ends in the right bits.

    So a new page changes one shard, wherever its place in the sequence is.
    """

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._last_before = ""  # the last page before the current shard
        self._count = 0

    def shard_of(self, raw: str) -> str:
        """The name, without a suffix, of the shard that the next page belongs to."""
        digits = hashlib.sha256(f"\0{self._last_before}".encode()).hexdigest()[:12]
        self._count += 1
        is_end = int.from_bytes(hashlib.sha256(raw.encode()).digest()[:8], "big") % self._size == 0
        if is_end or self._count >= 4 * self._size:
            self._last_before, self._count = raw, 0
        return f"pages-{digits}"
