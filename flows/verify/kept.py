"""The clean pages of a store as they are, and the ledger's row of each: made from what the page itself says."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..duplicates import marks_of
from ..export.formats import SUFFIXES, read_records
from ..export.places import Place
from ..job import CleanJob, Row
from ..safetext import one_line
from ..sites import rules_from_json
from ..store.clean import page_id, target_of
from ..store.raw import PageProblem, read_raw
from ..trail import page_only

_MOST = 1 << 28  # bytes of a raw page: what a run once took must be read again, whatever its limit was
_CHANGED = "+?"  # behind a fingerprint: judged by other rules than today's, so the next run cleans the page again


@dataclass(frozen=True)
class Kept:
    """One clean page: its document, and its place as the ledger names it."""

    document: Mapping[str, Any]
    clean: str
    digests: str = ""

    @property
    def job(self) -> CleanJob:
        """The job that the page came from, as the page says itself; its raw page is not looked for."""
        url, source = self.document["url"] or "", self.document["source"]
        raw, said = source["raw"], self.document["provenance"].get("discovered")
        return CleanJob(
            page_id(url, raw), raw, "", "", url, source["contentType"], "", target_of(url, raw), source["fetchedAt"],
            fingerprint=self.document["provenance"]["fingerprint"],
            discovered=json.dumps(said, ensure_ascii=False, sort_keys=True) if said else "",
        )  # fmt: skip


def written_pages(place: Place) -> Iterator[Kept]:
    """Every clean page of a store that is whole. Raises StoreProblem when the store cannot be read."""
    for name in place.names():
        stem, _, suffix = name.rpartition(".")
        if f".{suffix}" in SUFFIXES.values():
            yield from _from_shard(place, name)
        elif suffix == "json":
            yield from _from_files(place, stem)


def _from_shard(place: Place, name: str) -> Iterator[Kept]:
    with place.open(name) as file:
        try:
            yield from (Kept(record, name) for record in read_records(file, name) if _is_ours(record))
        except ValueError:
            return  # the rest is damaged, and the next run makes it anew


def _from_files(place: Place, stem: str) -> Iterator[Kept]:
    files = {}
    try:
        for suffix in (".json", ".md"):
            with place.open(stem + suffix) as file:
                files[suffix] = page_only(file.read()) if suffix == ".json" else file.read()
        document = json.loads(files[".json"])
    except (FileNotFoundError, PermissionError, ValueError):
        return  # half a page is none
    if not _agree(document, files[".md"]):
        return
    digests = " ".join(f"{suffix}:{hashlib.sha256(files[suffix]).hexdigest()}" for suffix in sorted(files))
    if _is_ours(document) and (kept := Kept(document, stem, digests)).job.target == stem:
        yield kept


def _agree(document: Any, markdown: bytes) -> bool:
    """Whether the Markdown file holds the body that the document has."""
    body = document.get("markdown") if isinstance(document, dict) else None
    if not isinstance(body, str):
        return False
    text = body.strip("\n")
    return markdown.endswith(f"---\n\n{text}\n".encode("utf-8", "replace"))


def _is_ours(document: Any) -> bool:
    wanted = ("url", "source", "provenance", "decisions", "articleBody", "headline")
    return isinstance(document, dict) and all(name in document for name in wanted)


def row_from(kept: Kept, job: CleanJob | None = None) -> Row | None:
    """The row of a page; None when it is not what a run would leave alone.

    ``job`` is what today's raw/ has of the page: then its bytes must be those that were cleaned.
    Without one the page's raw file is gone, and the page speaks for itself.
    """
    said, document = kept.job, kept.document
    digest = document["provenance"]["raw_digest"]
    if job is not None:
        if not _same(job, said) or _digest_of(job) != digest:
            return None
        job = replace(job, fingerprint=_fingerprint(job, document["provenance"]))
    known = job or said
    row = Row(known.page, known.raw, known.url, known.fetched_at, stat=known.stat, fingerprint=known.fingerprint)
    row.raw_digest, row.identity = digest, known.identity(digest)
    row.clean, row.digests = kept.clean, kept.digests
    row.memory = document["provenance"]["memory_fingerprint"]
    row.text_marks = marks_of(document["articleBody"])
    _count(document, row)
    return row


def _same(job: CleanJob, said: CleanJob) -> bool:
    names = ("page", "raw", "url", "content_type", "fetched_at", "discovered")
    return all(getattr(job, name) == getattr(said, name) for name in names)


def _digest_of(job: CleanJob) -> str:
    try:
        return hashlib.sha256(read_raw(job.path, job.place, _MOST)).hexdigest()
    except PageProblem:
        return ""


def _fingerprint(job: CleanJob, provenance: Mapping[str, Any]) -> str:
    """The fingerprint of what judged the page: today's, if cleaner and site file are what they were."""
    rules = rules_from_json(job.site)
    same_rules = provenance.get("site_file_fingerprint", "") == (rules.fingerprint if rules else "")
    cleaner = job.fingerprint.partition("+")[0]
    if provenance["fingerprint"] == cleaner and same_rules:
        return job.fingerprint
    return f"{provenance['fingerprint']}{_CHANGED}"


def _count(document: Mapping[str, Any], row: Row) -> None:
    removed: Counter[str] = Counter()
    for decision in document["decisions"]:
        words = len(decision["text"].split())
        if decision["kept"]:
            row.kept += words
        else:
            removed[decision["voice"]] += words
    row.title, row.removed, row.removed_by = one_line(document["headline"])[:300], removed.total(), dict(removed)
