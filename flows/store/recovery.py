"""Recovery after a crash: groups that the archive has and the list of fetched pages has not, and torn file ends.

No byte of raw/ is lost: what cannot be read is moved to a file beside it whose name ends in ``.set-aside``, which is
never read as a page, and never overwritten. Archives of other programs are left as they are, whatever their names.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from ..bounded import open_regular, read_object
from ..safe_text import one_line
from ..warc import MAX_BYTES, ROLE
from ..warc.gzip_members import DamagedMember, members_and_damage
from ..warc.records import ANSWERS, UNREADABLE, Damage, LocatedRecord, each_record, records_from
from .clean import write_error
from .raw import SET_ASIDE

_OWN_NAME = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{4}-\d{3}\.warc\.gz")
_FIELDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("url", "role", "outcome", "detail", "fetched_at", "final_url", "etag", "last_modified"), (str,)),
    **dict.fromkeys(("content_type", "digest", "wishes", "found_in"), (str,)),
    **dict.fromkeys(("status", "size", "tries", "length_verified", "revisit"), (int,)),
    **dict.fromkeys(("robots", "said"), (dict,)),
}
_ROBOTS_FIELDS: dict[str, tuple[type, ...]] = {
    "url": (str,),
    "digest": (str,),
    "status": (int,),
    "read_at": (int, float),
}
_MAX_NUMBER = 10**15  # NaN is not below it


def is_own(name: str) -> bool:
    """Whether fetching gives its files such names."""
    return _OWN_NAME.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class RecoveredGroup:
    """A complete group in an archive file: its metadata, the start of its last answer and its end, in bytes.

    ``metadata`` is None if the list of fetched pages cannot have it, as that of a later version.
    """

    file: str
    answer_start: int
    end: int
    metadata: dict[str, Any] | None


def recover(root: Path, recorded_ends: dict[str, int]) -> Iterator[RecoveredGroup]:
    """Yield the groups after the recorded end of each file, then set aside what follows the last complete one.

    Only files that fetching wrote are changed. With an empty ``recorded_ends`` every group is
    yielded. A damaged record with complete groups after it stays where it is. What is set aside is reported on
    standard error. Raises StoreError when the store cannot be written to.
    """
    for path, name in own_files(root):
        end, is_own_file = recorded_ends.get(name, 0), name in recorded_ends
        if path.stat().st_size <= end:
            continue
        for group in complete_groups(path, name, end):
            end, is_own_file = group.end, True
            if group.metadata is not None:
                yield group
        _set_rest_aside(path, end if is_own_file else 0)


def truncate_shortened(root: Path, recorded_ends: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Truncate files that are shorter than recorded to their last complete group; yields each and its new end.

    What is cut off is set aside, as by `recover`.
    """
    for path, name in own_files(root):
        if path.stat().st_size < recorded_ends.get(name, 0):
            end = max((group.end for group in complete_groups(path, name)), default=0)
            _set_rest_aside(path, end)
            yield name, end


def read_metadata(block: bytes) -> dict[str, Any] | None:
    """The fields of a metadata record, for the list of fetched pages; None if a field is missing or of another type."""
    metadata = read_object(block)
    for name, types in (_ROBOTS_FIELDS if metadata.get("role") == "robots" else _FIELDS).items():
        value = metadata.get(name)
        if not isinstance(value, types) or (isinstance(value, int | float) and not 0 <= value <= _MAX_NUMBER):
            return None
    try:
        json.dumps(metadata, ensure_ascii=False).encode()
    except ValueError:  # half of a surrogate pair
        return None
    return metadata


def own_files(root: Path) -> Iterator[tuple[Path, str]]:
    """The files named as fetching names them, each with its path inside the store; no links and no special files."""
    for path in sorted(root.glob("*/*.warc.gz")):
        if is_own(path.name) and stat.S_ISREG(path.lstat().st_mode) and not path.parent.is_symlink():
            yield path, f"{path.parent.name}/{path.name}"


def complete_groups(path: Path, name: str, start: int = 0) -> Iterator[RecoveredGroup]:
    """The complete groups of winnow in a file from byte ``start`` on; one with a damaged record in it is left out."""
    answer_start, is_own_answer = start, False
    with suppress(OSError), open_regular(path, follow=False) as file:  # a file that cannot be read has none
        for member in members_and_damage(file, start):
            if isinstance(member, DamagedMember):
                answer_start = -1
                continue
            kind = member.field("WARC-Type")
            if kind in (*ANSWERS, "revisit"):
                answer_start, is_own_answer = member.start, bool(member.field(ROLE))
            if kind == "metadata" and answer_start >= 0:
                metadata = read_metadata(member.block)
                if is_own_answer or metadata is not None:
                    yield RecoveredGroup(name, answer_start, member.end, metadata)


def _set_rest_aside(path: Path, start: int) -> None:
    """Move what follows byte ``start`` to a file of its own, unless another program's records are there.

    The whole file is renamed if ``start`` is 0. If the process ends in between, the bytes are on the disk twice.
    """
    size = path.stat().st_size
    if size <= start or _has_other_records(path, start):
        return
    try:
        aside = _new_file(path, f".from-{start}" if start else "")
        if start:
            _copy_rest(path, start, aside)
            _sync(path.parent)  # the copy has its name on the disk before the original is cut
            with open(path, "r+b") as file:
                file.truncate(start)
                os.fsync(file.fileno())
        else:
            os.rename(path, aside)
        _sync(path.parent)
    except OSError as error:
        raise write_error(path.parent.parent, error, "raw") from None
    what = f"the last {size - start:,} bytes of {path}" if start else str(path)
    message = f"{what} cannot be read as complete records; set aside as {aside.name}, its pages are fetched again"
    print(f"winnow: {one_line(message)}", file=sys.stderr, flush=True)


def _has_other_records(path: Path, start: int) -> bool:
    """Whether a record is there from byte ``start`` on that fetching does not write, or the file cannot be read."""
    try:
        records = records_from(path, f"@{start}", MAX_BYTES) if start else each_record(path, MAX_BYTES)
        return any(map(_is_of_others, (record for _, record in records)))
    except UNREADABLE:
        return True


def _is_of_others(record: LocatedRecord) -> bool:
    if isinstance(record, Damage):
        return record.outcome != "damaged"
    if record.rec_type == "warcinfo":
        return b"software: winnow" not in record.raw_stream.read(1000)
    if record.rec_type in (*ANSWERS, "revisit"):
        return record.rec_headers.get_header(ROLE) is None
    return record.rec_type not in ("request", "metadata")


def _new_file(path: Path, infix: str) -> Path:
    """Make a file with a new name beside ``path``, so that no other one is overwritten."""
    for number in count(1):
        aside = path.with_name(f"{path.name}{infix}{f'.{number}' if number > 1 else ''}{SET_ASIDE}")
        with suppress(FileExistsError):
            os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            return aside
    raise AssertionError


def _copy_rest(path: Path, start: int, to: Path) -> None:
    with open_regular(path, follow=False) as file, open(to, "r+b") as copy:
        file.seek(start)
        shutil.copyfileobj(file, copy)
        copy.flush()
        os.fsync(copy.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
