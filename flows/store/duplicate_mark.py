"""The mark in a page's .json that the page is a copy of another page of the store.

It is one line in front of the decisions, added or removed when a run ends. Every other byte
of the file follows from the page, the cleaner, the site's memory and its site file
(docs/decisions/0011).
"""

from __future__ import annotations

import hashlib
import json
from sqlite3 import Row

_DECISIONS = b'\n"decisions": [\n'  # no text inside a JSON value holds a line end
_MARK = b'\n"duplicateOf": '


def page_only(content: bytes) -> bytes:
    """A page's document without the mark: the bytes that the ledger has a digest of."""
    return with_mark(content, "", "", 0.0)


def file_digest(suffix: str, content: bytes) -> str:
    """The sha256 that the ledger has of a page's file: of a .json without the mark."""
    return hashlib.sha256(page_only(content) if suffix == ".json" else content).hexdigest()


def digests_of(row: Row) -> dict[str, str]:
    """The digests of a page's files by suffix, from its row in the ledger."""
    return dict(part.split(":", 1) for part in row["digests"].split())


def with_mark(content: bytes, original: str, file: str, similarity: float) -> bytes:
    """A page's document with the mark that it is a copy of the page ``original``; without a mark for "".

    ``file`` is the original's path in the clean store, without a suffix. Bytes that are no such
    document are returned unchanged.
    """
    start = content.find(_DECISIONS)
    if start < 0:
        return content
    mark_start = content.rfind(_MARK, 0, start)
    head, rest = content[: mark_start if mark_start >= 0 else start], content[start:]
    if not original:
        return head + rest
    mark = {"page": original, "file": file, "similarity": similarity}
    return head + _MARK + json.dumps(mark, ensure_ascii=False).encode("utf-8", "replace") + b"," + rest
