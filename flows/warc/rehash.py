"""Every record of an archive hashed again, to find those that have changed since they were written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from warcio.recordloader import ArcWarcRecord

from ..bounded import MAX_JSON_BYTES
from . import MAX_BYTES
from .answers import ArchivedAnswer, answer_of
from .records import ANSWERS, UNREADABLE, Damage, each_record, large_record


@dataclass(frozen=True, slots=True)
class HashedRecord:
    """One record. ``damage`` is what is wrong with its bytes, "" if nothing is.

    ``digest`` is the sha256 of an answer's body without its content codings ("" for other records),
    ``metadata`` the text of a metadata record.
    """

    location: str
    kind: str = ""
    damage: str = ""
    digest: str = ""
    answer: ArchivedAnswer = field(default_factory=lambda: ArchivedAnswer(""))
    metadata: bytes = b""


def rehash(path: Path) -> Iterator[HashedRecord]:
    """Hash every record of a WARC or WACZ file, in order. Raises OSError when the file cannot be read."""
    for location, record in each_record(path, MAX_BYTES):
        if not isinstance(record, Damage):
            yield _hashed(record, location)
        elif record.outcome == "too_large":
            with large_record(path, location) as large:
                if isinstance(large, Damage):
                    yield HashedRecord(location, damage=large.detail)
                else:
                    yield HashedRecord(location, large.rec_type, _damage_of(large))
        else:
            yield HashedRecord(location, damage=record.detail)


def _hashed(record: ArcWarcRecord, location: str) -> HashedRecord:
    kind = record.rec_type
    if kind in ANSWERS:
        answer = answer_of(record, location, MAX_BYTES)
        digest = hashlib.sha256(answer.body).hexdigest() if answer.outcome == "ok" else ""
        return HashedRecord(location, kind, _damage_of(record), digest, answer)
    metadata = b""
    if kind == "metadata":
        with suppress(*UNREADABLE):  # `_damage_of` meets the same error
            metadata = record.raw_stream.read(MAX_JSON_BYTES + 1)
    return HashedRecord(location, kind, _damage_of(record), metadata=metadata)


def _damage_of(record: ArcWarcRecord) -> str:
    """Read the record to its end and check its length and its digests; returns what is wrong."""
    try:
        while record.raw_stream.read(1 << 20):
            pass
    except UNREADABLE as error:
        return f"the record cannot be read to its end: {str(error)[:200]}"
    if getattr(record.raw_stream, "limit", 0) > 0:
        return f"the record ends {record.raw_stream.limit:,} bytes too early"
    problems = [problem for problem in record.digest_checker.problems if "digest failed" in problem]
    if any("block digest" in problem for problem in problems):
        return "the record is not what was written: its digest differs"
    # Tools disagree on what a payload is, so its digest counts only if there is none of the whole block.
    if problems and not record.rec_headers.get_header("WARC-Block-Digest"):
        return "the body is not what was written: its digest differs"
    return ""
