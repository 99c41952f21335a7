"""A clean page as the bytes of its two files: a function of the page and its job, of nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from cleaners import CleanPage

from ..job import CleanJob
from ..safe_text import one_line

_TEMPLATE = re.compile(r"\{[{%#]")  # only in code: text has them escaped


def files_of(page: CleanPage, job: CleanJob) -> dict[str, bytes]:
    """The files of one clean page by suffix: Markdown with front matter, and JSON with every decision."""
    return {".json": json_of(page, job), ".md": markdown_of(page, job)}


def markdown_of(page: CleanPage, job: CleanJob) -> bytes:
    """YAML front matter, then the body."""
    return with_front_matter(front_matter(page, job), page.markdown.strip("\n")).encode("utf-8", "replace")


def with_front_matter(fields: dict[str, Any], body: str) -> str:
    """A Markdown file: flat YAML between two lines, then the body.

    The JSON form of a text without control characters is also a quoted text in YAML.
    """
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return f"---\n{lines}---\n\n{body}\n"


def front_matter(page: CleanPage, job: CleanJob) -> dict[str, Any]:
    """The fields above the body; empty where the page has no such value.

    For code in a template language, two more: MkDocs (with macros) and Jekyll would run it, and obey these.
    """
    provenance, metadata = page.provenance, page.metadata
    fields: dict[str, str | tuple[str, ...]] = {
        "title": page.title,
        "author": page.author,
        "authors": page.authors,
        "date": page.date,
        "date_modified": metadata.modified.value if metadata.modified else "",
        "language": page.language,
        "description": metadata.description,
        "section": metadata.section,
        "keywords": metadata.keywords,
        "image": metadata.image,
        "license": metadata.license,
        "url": job.url,
        "canonical_url": metadata.canonical_url,
        "site": metadata.site_name,
        "fetched_at": job.fetched_at,
        "raw": job.raw,
        "raw_sha256": provenance.raw_digest,
        "cleaner": provenance.cleaner_version,
        "fingerprint": provenance.fingerprint,
        "memory": provenance.memory_fingerprint,
    }
    return {
        **{name: _safe(value) for name, value in fields.items()}, "confidence": page.confidence,
        **({} if not _TEMPLATE.search(page.markdown) else {"render_macros": False, "render_with_liquid": False}),
    }  # fmt: skip


def _safe(value: str | tuple[str, ...]) -> str | list[str]:
    return one_line(value) if isinstance(value, str) else [one_line(text) for text in value]


def json_of(page: CleanPage, job: CleanJob) -> bytes:
    """The whole trail: metadata, body, provenance, and every decision in page order, each on its own line.

    (Lines can be read and compared, and indenting is slow.)
    """
    document = _document(page, job)
    decisions = document.pop("decisions")
    lines = [b'"%b": %b' % (name.encode(), as_json(value)) for name, value in document.items()]
    lines.append(b'"decisions": [\n' + b",\n".join(map(as_json, decisions)) + b"\n]")
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _document(page: CleanPage, job: CleanJob) -> dict[str, Any]:
    document = page.to_document()
    decisions = document.pop("decisions")
    document["source"] = {"raw": job.raw, "fetchedAt": job.fetched_at, "contentType": job.content_type}
    if job.discovered:
        document["provenance"]["discovered"] = json.loads(job.discovered)
    document["decisions"] = decisions  # last, because they are long
    return document


def as_json(value: Any) -> bytes:
    """JSON without spaces. The trail of a page is long: the standard library takes five times as long for it."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half a surrogate pair, which UTF-8 cannot hold
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
