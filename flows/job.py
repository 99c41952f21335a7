"""The jobs that are sent to a worker process, and the result that it sends back: plain values, as lines of JSON.

The type of a job says what to do: `CleanJob`, `PreviewJob`, `CountJob` or `MemoryJob`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson

FINE = ("ok", "superseded", "ignored")  # every other outcome is a failed page
RETRIED = ("unreadable", "superseded")  # outcomes that every run tries again
LIMITED = ("too_large", "too_deep", "clean_timeout", "clean_memory", "clean_crash")  # other limits may change these
OUT_OF_MEMORY = 80  # the exit status of a worker process that a page took all its memory from
_MEMORY_TIME_FACTOR = 40  # building a memory may take this many times as long as a page


@dataclass(frozen=True, slots=True)
class PageLimits:
    """The most that a page may need: seconds, bytes, elements inside each other, attributes on a tag, tags, blocks.

    ``memory``: the bytes of memory that the process cleaning it may use.
    """

    seconds: float = 25.0
    bytes: int = 20_000_000
    depth: int = 5_000
    attributes: int = 1_000
    tags: int = 200_000
    blocks: int = 30_000
    memory: int = 600_000_000

    @property
    def fingerprint(self) -> str:
        """A text that changes whenever a limit does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class PageJob:
    """A raw page to read.

    ``page`` is its key in the ledger, ``raw`` its path inside raw/ as shown to people, ``path`` the file to
    open, ``location`` where the page is in that file if it is an archive, else "".
    """

    page: str
    raw: str
    path: str
    location: str = ""
    url: str = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class CountJob(PageJob):
    """Count the lines of the page for the memory of its site."""


@dataclass(frozen=True, slots=True)
class CleanJob(PageJob):
    """Clean the page and write its files into ``store``, at ``target`` (without a suffix).

    ``ledger_identity`` is the identity of the page in the ledger: a page that still has it is not cleaned
    again. ``memory`` is the file of its site's memory, ``memory_fingerprint`` that memory's fingerprint; both
    "" where there is none. ``site`` holds the site's own rules, ``discovered`` the facts of the page from the
    feed or sitemap that listed it, both as JSON.
    """

    store: str = ""
    target: str = ""
    fetched_at: str = ""
    stat: str = ""
    ledger_identity: str = ""
    fingerprint: str = ""
    memory: str = ""
    memory_fingerprint: str = ""
    site: str = ""
    discovered: str = ""

    def identity(self, raw_digest: str) -> str:
        """A digest of all that the clean files depend on, except for the memory of the site."""
        parts = [raw_digest, self.raw, self.url, self.fetched_at, self.content_type, self.fingerprint]
        parts += [self.discovered] if self.discovered else []
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class PreviewJob(CleanJob):
    """Clean the page and return its document in the result. Nothing is written."""


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
class PageResult:
    """The outcome of one job. For a page to clean it becomes a row of the ledger, with columns of these names.

    ``removed_by`` counts the removed words by the labeler that dropped them.
    ``fingerprint`` is that of the cleaner; for an outcome that depends on the limits, of the limits too.
    ``stat`` lets the next run recognize the file without reading it ("" when it must be read again).
    ``unchanged``: the ledger has the same result already.
    ``memory`` is the fingerprint of the site memory that was used.
    ``counted``, of a page that was counted: its section, and its lines in base64.
    ``text_marks`` are those by which `dedup` finds copies, ``observed`` is what `drift` measures of the page.
    ``document`` is the page's JSON document, for a preview.
    ``staged``: the files of the page that are still to be moved to their places (`store.staging`).
    ``store_error``: the clean store could not be written to; the run must end.
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


_BY_NAME: dict[str, Any] = {kind.__name__: kind for kind in (CleanJob, PreviewJob, CountJob, MemoryJob, PageResult)}


def new_result(job: Job) -> PageResult:
    """The result of a job that has not been done yet."""
    if isinstance(job, MemoryJob):
        return PageResult(job.site, job.site)
    result = PageResult(job.page, job.raw, job.url)
    if isinstance(job, CleanJob):
        result.fetched_at, result.stat, result.fingerprint = job.fetched_at, job.stat, job.fingerprint
    return result


def failing_fingerprint(fingerprint: str, outcome: str, limits: PageLimits) -> str:
    """The fingerprint under which a page with this outcome is recorded: it is tried again when that changes."""
    return f"{fingerprint}/{limits.fingerprint}" if outcome in LIMITED else fingerprint


def count_job(job: PageJob) -> CountJob:
    """The job to count the page of another job."""
    return CountJob(job.page, job.raw, job.path, job.location, job.url, job.content_type)


def preview_job(job: CleanJob) -> PreviewJob:
    """The job to clean the page of another job without writing it."""
    return PreviewJob(**asdict(replace(job, store="")))


def seconds_for(job: Job, limits: PageLimits) -> float:
    """How long a job may take. A memory is built from many pages at once."""
    return limits.seconds * (_MEMORY_TIME_FACTOR if isinstance(job, MemoryJob) else 1)


def to_line(value: Job | PageResult) -> bytes:
    """A job or a result as the line that goes through the pipe: the name of its type, and its fields.

    (The standard library takes some 0.1 ms longer for a result, one hundredth of the time of a small page.)
    """
    try:
        return orjson.dumps([type(value).__name__, value], option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # a file name that is not UTF-8
        return json.dumps([type(value).__name__, asdict(value)]).encode() + b"\n"


def from_line(line: bytes) -> Any:
    """The job or result that ``to_line`` was given."""
    try:
        kind, values = orjson.loads(line)
    except orjson.JSONDecodeError:  # half of a surrogate pair
        kind, values = json.loads(line)
    return _BY_NAME[kind](**values)
