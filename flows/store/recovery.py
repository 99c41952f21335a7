"""Recovery after a crash: groups that the archive has and the list of fetched pages has not, and torn file ends."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..warc.gzip_members import DamagedMember, gzip_members, next_member

_OWN_NAME = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{4}-\d{3}\.warc\.gz")


def is_own(name: str) -> bool:
    """Whether fetching gives its files such names."""
    return _OWN_NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class RecoveredGroup:
    """A complete group in an archive file: its metadata, the start of its last answer and its end, in bytes."""

    file: str
    answer_start: int
    end: int
    metadata: bytes


def recover(root: Path, recorded_ends: dict[str, int]) -> Iterator[RecoveredGroup]:
    """Yield the groups after the recorded end of each file, then cut off what follows the last complete one.

    Only files that fetching wrote are changed. With an empty ``recorded_ends`` every group is
    yielded. A damaged record with complete groups after it is not cut off.
    """
    for path, name in own_files(root):
        end = recorded_ends.get(name, 0)
        if path.stat().st_size <= end:
            continue
        for group in complete_groups(path, name, end):
            end = group.end
            yield group
        _truncate(path, end)


def truncate_shortened(root: Path, recorded_ends: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Truncate files that are shorter than recorded to their last complete group; yields each and its new end."""
    for path, name in own_files(root):
        if path.stat().st_size < recorded_ends.get(name, 0):
            end = max((group.end for group in complete_groups(path, name)), default=0)
            _truncate(path, end)
            yield name, end


def _truncate(path: Path, end: int) -> None:
    if path.stat().st_size > end:
        with open(path, "r+b") as file:
            file.truncate(end)
            os.fsync(file.fileno())
    if end == 0:
        path.unlink()


def own_files(root: Path) -> Iterator[tuple[Path, str]]:
    """The files that fetching wrote, each with its path inside the store."""
    for path in sorted(root.glob("*/*.warc.gz")):
        if is_own(path.name) and not path.is_symlink():
            yield path, f"{path.parent.name}/{path.name}"


def complete_groups(path: Path, name: str, start: int = 0) -> Iterator[RecoveredGroup]:
    """The complete groups of a file from byte ``start`` on; one with a damaged record in it is left out."""
    with open(path, "rb") as file:
        answer_start = start
        while start >= 0:
            try:
                for member in gzip_members(file, start):
                    if member.kind in ("response", "revisit", "conversion"):
                        answer_start = member.start
                    if member.kind == "metadata" and answer_start >= 0:
                        yield RecoveredGroup(name, answer_start, member.end, member.block)
                return
            except DamagedMember as damaged:
                answer_start, start = -1, next_member(file, damaged.start)
