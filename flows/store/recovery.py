"""After a crash: what the archive holds and the ledger missed, and the torn tails of its files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..warc.gzip_members import DamagedMember, gzip_members, next_member

_OWN_NAME = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{4}-\d{3}\.warc\.gz")


def is_own(name: str) -> bool:
    """Whether a file name is one that fetching gives."""
    return _OWN_NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class RecoveredGroup:
    """A whole group found in a file of ours: its facts, and where its last answer and its end are."""

    file: str
    answer_at: int
    end: int
    metadata: bytes


def recover(root: Path, known_ends: dict[str, int]) -> Iterator[RecoveredGroup]:
    """Yield the groups behind what the ledger knows of each file, then cut off what follows the last whole one.

    Only files that fetching wrote are touched. With an empty ``known_ends``
    every group is yielded: that is how a lost ledger is made again. A damaged
    record with whole groups behind it is no torn tail: it stays.
    """
    for path, name in own_files(root):
        known = whole = known_ends.get(name, 0)
        if path.stat().st_size <= known:
            continue
        for group in groups(path, name, known):
            whole = group.end
            yield group
        _cut(path, whole)


def mend_shortened(root: Path, known_ends: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Cut what is shorter than the ledger knows back to its last whole group; yields each file and its new end."""
    for path, name in own_files(root):
        if path.stat().st_size < known_ends.get(name, 0):
            end = max((group.end for group in groups(path, name)), default=0)
            _cut(path, end)
            yield name, end


def _cut(path: Path, end: int) -> None:
    if path.stat().st_size > end:
        with open(path, "r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())
    if end == 0:
        path.unlink()


def own_files(root: Path) -> Iterator[tuple[Path, str]]:
    """The files that fetching wrote, each with its name inside the store."""
    for path in sorted(root.glob("*/*.warc.gz")):
        if is_own(path.name) and not path.is_symlink():
            yield path, f"{path.parent.name}/{path.name}"


def groups(path: Path, name: str, start: int = 0) -> Iterator[RecoveredGroup]:
    """The whole groups of a file from a byte on; one with a damaged record in it is passed over."""
    with open(path, "rb") as file:
        answer_at = start
        while start >= 0:
            try:
                for member in gzip_members(file, start):
                    if member.kind in ("response", "revisit", "conversion"):
                        answer_at = member.start
                    if member.kind == "metadata" and answer_at >= 0:
                        yield RecoveredGroup(name, answer_at, member.end, member.block)
                return
            except DamagedMember as damaged:
                answer_at, start = -1, next_member(file, damaged.start)
