"""What goes to a process that cleans pages, and what comes back: plain values, sent as lines of JSON.

The type of a job is what it asks for: `CleanJob`, `PreviewJob`, `CountJob` or `MemoryJob`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

FINE = ("ok", "superseded", "ignored")  # every other outcome is a failed page
RETRIED = ("unreadable", "clean_timeout", "clean_crash", "superseded")  # looked at again by every run
_PAGES_OF_A_MEMORY = 40  # as many times the limit of a page


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How long a page may take, how large it may be, how deep its elements may lie and what a tag may hold."""

    seconds: float = 25.0
    bytes: int = 20_000_000
    depth: int = 5_000
    attributes: int = 1_000


@dataclass(frozen=True, slots=True)
class PageJob:
    """A raw page to read.

    ``raw`` is its path inside raw/, as shown to people; ``path`` the file to open,
    ``place`` the record in it if it is an archive.
    """

    page: str
    raw: str
    path: str
    place: str = ""
    url: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class CountJob(PageJob):
    """Read the page for its site's memory."""


@dataclass(frozen=True, slots=True)
class CleanJob(PageJob):
    """Clean the page and write its files into ``store``, at ``target`` (without a suffix).

    ``known`` is the identity of what the ledger holds: when the page still has it, it is not
    cleaned again. ``memory`` is the file of its site's memory, ``memory_fingerprint`` that memory's;
    "" where there is none. ``site`` is what the site says of itself, ``discovered`` what a feed or
    sitemap said of the page, both as JSON.
    """

    store: str = ""
    target: str = ""
    fetched_at: str = ""
    stat: str = ""
    known: str = ""
    fingerprint: str = ""
    memory: str = ""
    memory_fingerprint: str = ""
    site: str = ""
    discovered: str = ""

    def identity(self, raw_digest: str) -> str:
        """What decides the clean files: bytes, what stands beside them, cleaner and site rules."""
        parts = [raw_digest, self.raw, self.url, self.fetched_at, self.content_type, self.fingerprint]
        parts += [self.discovered] if self.discovered else []
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class PreviewJob(CleanJob):
    """Clean the page and return its document in the row. Nothing is written."""


@dataclass(frozen=True, slots=True)
class MemoryJob:
    """Build the memory of a site from its counts in the ledger of ``store``, and write it there.

    ``made_by`` is the fingerprint of the cleaner that counted.
    """

    site: str
    store: str
    made_by: str


Job = CleanJob | CountJob | MemoryJob


@dataclass(slots=True)
class Row:
    """What became of one page: a row of the ledger.

    ``removed_by`` counts the removed words by the labeler that dropped them.
    ``stat`` lets the next run know the file without reading it ("" when it must
    be read again). ``unchanged``: the ledger holds the same already.
    ``memory`` is the fingerprint of the memory the page was judged with; ``counted``
    the section and the lines (base64) of a page that was counted. ``text_marks`` are those by
    which `duplicates` finds copies, ``observed`` what `drift` noted of it.
    ``document`` is the page's JSON document, for a preview.
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


_BY_NAME: dict[str, Any] = {kind.__name__: kind for kind in (CleanJob, PreviewJob, CountJob, MemoryJob, Row)}


def row_for(job: Job) -> Row:
    """The row of a job that has not been done yet."""
    if isinstance(job, MemoryJob):
        return Row(job.site, job.site)
    row = Row(job.page, job.raw, job.url)
    if isinstance(job, CleanJob):
        row.fetched_at, row.stat, row.fingerprint = job.fetched_at, job.stat, job.fingerprint
    return row


def count_job(job: PageJob) -> CountJob:
    """The job to count the page of another job."""
    return CountJob(job.page, job.raw, job.path, job.place, job.url, job.content_type)


def preview_job(job: CleanJob) -> PreviewJob:
    """The job to clean the page of another job without writing it."""
    return PreviewJob(**asdict(replace(job, store="")))


def seconds_for(job: Job, limits: PageLimits) -> float:
    """How long a job may take. A memory is made of many pages at once."""
    return limits.seconds * (_PAGES_OF_A_MEMORY if isinstance(job, MemoryJob) else 1)


def to_line(value: Job | Row) -> bytes:
    """A job or a row as the line that goes through the pipe: the name of its type, and its fields.

    (The standard library takes some 0.1 ms longer for a row, which is one hundredth of a small page's time.)
    """
    try:
        return orjson.dumps([type(value).__name__, value], option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a file's name that is no UTF-8
        return json.dumps([type(value).__name__, asdict(value)]).encode() + b"\n"


def from_line(line: bytes) -> Any:
    """The job or row that ``to_line`` was given."""
    try:
        kind, values = orjson.loads(line)
    except orjson.JSONDecodeError:  # half of a surrogate pair
        kind, values = json.loads(line)
    return _BY_NAME[kind](**values)
