"""After a crash: what the archive holds and the ledger missed, and the torn tails of its files."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .members import DamagedMember, members

_OWN_NAME = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{4}-\d{3}\.warc\.gz")


def is_own(name: str) -> bool:
    """Whether a file name is one that fetching gives."""
    return _OWN_NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Missed:
    """A whole group found in a file of ours: its facts, and where its last answer and its end are."""

    file: str
    answer_at: int
    end: int
    metadata: bytes


def recover(root: Path, known_ends: dict[str, int]) -> Iterator[Missed]:
    """Yield the groups behind what the ledger knows of each file, then cut off what is no whole group.

    Only files that fetching wrote are touched. With an empty ``known_ends``
    every group is yielded: that is how a lost ledger is made again.
    """
    for path in sorted(root.glob("*/*.warc.gz")):
        name = f"{path.parent.name}/{path.name}"
        known = known_ends.get(name, 0)
        if not is_own(path.name) or path.is_symlink() or path.stat().st_size <= known:
            continue
        whole, answer_at = known, known
        with open(path, "rb") as file, contextlib.suppress(DamagedMember):
            for member in members(file, known):
                if member.kind in ("response", "revisit", "conversion"):
                    answer_at = member.start
                if member.kind == "metadata":
                    whole = member.end
                    yield Missed(name, answer_at, member.end, member.block)
        if path.stat().st_size > whole:
            with open(path, "r+b") as file:
                file.truncate(whole)
                os.fsync(file.fileno())
        if whole == 0:
            path.unlink()
