"""Which pages stand in which shard, and what a shard is called: a function of the names in raw/ alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from .formats import SUFFIXES

SIZE = 1000  # pages of a shard, on the average; four times as many at most


def is_shard_name(name: str) -> bool:
    """Whether a file is named as `name_of` names one."""
    return any(re.fullmatch(rf".+-[0-9a-f]{{12}}{re.escape(suffix)}", name) for suffix in SUFFIXES.values())


def form_of_files(names: Iterable[str]) -> str:
    """What a store holds that has these files at its top."""
    for name in filter(is_shard_name, names):
        return next(to for to, suffix in SUFFIXES.items() if name.endswith(suffix))
    return "pages"


class Cutter:
    """Which shard each page of a walk over raw/ belongs to."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._at: dict[str, tuple[str, int]] = {}  # of each archive: the page before its shard, pages in it

    def shard_of(self, raw: str, archive: str) -> str:
        """The name, without a suffix, of the shard of the next page; ``archive`` is "" for a loose one."""
        before, count = self._at.get(archive, ("", 0))
        ends = int.from_bytes(hashlib.sha256(raw.encode()).digest()[:8], "big") % self._size == 0
        self._at[archive] = (raw, 0) if ends or count + 1 >= 4 * self._size else (before, count + 1)
        return name_of(archive, before)


def name_of(archive: str, before: str) -> str:
    """A shard's name: what it is cut from, and 12 digits for where."""
    plain = re.sub(r"[^a-z0-9]+", "-", archive.lower().removesuffix(".gz").removesuffix(".warc"))[-80:].strip("-")
    digits = hashlib.sha256(f"{archive}\0{before}".encode()).hexdigest()[:12]
    return f"{plain or 'pages'}-{digits}"
