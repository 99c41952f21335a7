"""Every record of an archive hashed anew: is it still what was written?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warcio.recordloader import ArcWarcRecord

from . import MAX_BYTES
from .answers import ANSWERS, ArchivedAnswer, answer_of
from .records import Damage, each_record, large_record


@dataclass(frozen=True, slots=True)
class Hashed:
    """One record. ``wrong`` says what is wrong with its bytes, "" if nothing is.

    ``digest`` is the sha256 of an answer's body without its content codings ("" for other records),
    ``facts`` the text of a metadata record.
    """

    where: str
    kind: str = ""
    wrong: str = ""
    digest: str = ""
    answer: ArchivedAnswer = field(default_factory=lambda: ArchivedAnswer(""))
    facts: bytes = b""


def rehash(path: Path) -> Iterator[Hashed]:
    """Hash every record of a WARC or WACZ file, in order. Raises OSError when the file cannot be read."""
    for where, record in each_record(path, MAX_BYTES):
        if not isinstance(record, Damage):
            yield _hashed(record, where)
        elif record.outcome == "too_large":
            with large_record(path, where) as large:
                yield Hashed(where, large.rec_type, _wrong(large))
        else:
            yield Hashed(where, wrong=record.detail)


def _hashed(record: ArcWarcRecord, where: str) -> Hashed:
    kind = record.rec_type
    if kind in ANSWERS:
        answer = answer_of(record, where, MAX_BYTES)
        digest = hashlib.sha256(answer.body).hexdigest() if answer.outcome == "ok" else ""
        return Hashed(where, kind, _wrong(record), digest, answer)
    facts = record.raw_stream.read(MAX_BYTES) if kind == "metadata" else b""
    return Hashed(where, kind, _wrong(record), facts=facts)


def _wrong(record: ArcWarcRecord) -> str:
    """Read the record to its end; then its length and its digests can be judged."""
    while record.raw_stream.read(1 << 20):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        return f"the record ends {record.raw_stream.limit:,} bytes too early"
    problems = [problem for problem in record.digest_checker.problems if "digest failed" in problem]
    if any("block digest" in problem for problem in problems):
        return "the record is not what was written: its digest differs"
    # Tools disagree on what a payload is, so its digest counts only where the whole block has none.
    if problems and not record.rec_headers.get_header("WARC-Block-Digest"):
        return "the body is not what was written: its digest differs"
    return ""
