"""What goes to a process that cleans pages, and what comes back: plain values, sent as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

import orjson

FINE = ("ok", "superseded", "ignored")  # every other outcome is a failed page
_PAGES_OF_A_MEMORY = 40  # as many times the limit of a page
RETRIED = ("unreadable", "clean_timeout", "clean_crash", "superseded")  # looked at again by every run


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a page may take, how large it may be, how deep its elements may lie and what a tag may hold."""

    seconds: float = 25.0
    bytes: int = 20_000_000
    depth: int = 5_000
    attributes: int = 1_000


@dataclass(frozen=True, slots=True)
class Job:
    """One page to clean.

    ``raw`` is its path inside raw/, as shown to people; ``path`` the file to open,
    ``place`` the record in it if it is an archive.
    ``target`` is its place in clean/ without a suffix. ``known`` is the identity of
    what the ledger holds: when the page still has it, it is not cleaned again.
    ``memory`` is the file with what is known of its site, ``memory_fingerprint`` that
    memory's; "" where nothing is known. ``site`` is what the site says of itself, as JSON.
    ``discovered`` is what a feed or sitemap said of the page, as JSON.
    ``work`` is "clean"; "files" or "record" to hand the page back instead of writing it; "count" to
    read the page for its site's memory; or "memory" to make that memory (``page`` is the site then).
    """

    page: str
    raw: str
    path: str
    store: str
    target: str
    url: str = ""
    content_type: str = ""
    fetched_at: str = ""
    stat: str = ""
    known: str = ""
    fingerprint: str = ""
    place: str = ""
    memory: str = ""
    memory_fingerprint: str = ""
    site: str = ""
    discovered: str = ""
    work: str = "clean"


@dataclass(slots=True)
class Row:
    """What became of one page: a row of the ledger.

    ``removed_by`` counts the removed words by the voice that dropped them.
    ``stat`` lets the next run know the file without reading it ("" when it must
    be read again). ``unchanged``: the ledger holds the same already.
    ``memory`` is the fingerprint of the memory the page was judged with; ``counted``
    the section and the lines (base64) of a page that was counted. ``text_marks`` are those by
    which `duplicates` finds copies, ``observed`` what `drift` noted of it.
    ``document`` holds the page itself, packed by `export`, where another process is to write it.
    ``staged``: the files of the page that wait to be put in their places (`store.staging`).
    ``store_error``: the clean store would not take the page; the run must end.
    """

    page: str
    raw: str
    url: str = ""
    fetched_at: str = ""
    outcome: str = "ok"
    detail: str = ""
    raw_digest: str = ""
    identity: str = ""
    fingerprint: str = ""
    stat: str = ""
    clean: str = ""
    title: str = ""
    kept: int = 0
    removed: int = 0
    removed_by: dict[str, int] = field(default_factory=dict)
    digests: str = ""
    seconds: float = 0.0
    unchanged: bool = False
    store_error: str = ""
    memory: str = ""
    counted: Sequence[str] = ()
    text_marks: Sequence[str] = ("", "")
    observed: str = ""
    document: str = ""
    staged: Sequence[tuple[str, str]] = ()


def seconds_for(job: Job, limits: Limits) -> float:
    """How long a job may take. A memory is made of many pages at once."""
    return limits.seconds * (_PAGES_OF_A_MEMORY if job.work == "memory" else 1)


_VALUES = {made: attrgetter(*(part.name for part in fields(made))) for made in (Limits, Job, Row)}


def values_of(made: Limits | Job | Row) -> tuple[Any, ...]:
    """The values alone, in the order of the fields: what goes through a pipe."""
    values: tuple[Any, ...] = _VALUES[type(made)](made)
    return values


def line_of(made: Job | Row) -> bytes:
    """A page, or what became of it, as the line that goes through the pipe."""
    values = values_of(made)
    try:
        return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a file's name that is no UTF-8
        return json.dumps(values).encode() + b"\n"


def job_from(line: bytes) -> Job:
    """The job that ``line_of`` was given."""
    return Job(*_values_in(line))


def row_from(line: bytes) -> Row:
    """The row that ``line_of`` was given."""
    return Row(*_values_in(line))


def _values_in(line: bytes) -> Sequence[Any]:
    values: Sequence[Any]
    try:
        values = orjson.loads(line)
    except orjson.JSONDecodeError:  # half of a surrogate pair
        values = json.loads(line)
    return values
