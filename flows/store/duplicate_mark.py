"""What a page's .json says beyond the page itself: that it is a copy of another page of the store.

It is one line, put in front of the decisions when a run ends and taken out when it is
true no longer; every other byte of the file follows from the page, the cleaner, the
site's memory and its site file (docs/decisions/0011).
"""

from __future__ import annotations

import json

_BEFORE = b'\n"decisions": [\n'  # no text inside a JSON value holds a line end
_OURS = b'\n"duplicateOf": '


def page_only(content: bytes) -> bytes:
    """The document of a page without what stands in it of other pages: the bytes that the ledger has a digest of."""
    return with_mark(content, "", "", 0.0)


def with_mark(content: bytes, original: str, file: str, similarity: float) -> bytes:
    """The document of a page with the line that says whose copy it is; without it for an ``original`` of "".

    ``file`` is the original's place in the clean store, without a suffix. What is no
    such document comes back as it is.
    """
    at = content.find(_BEFORE)
    if at < 0:
        return content
    head, rest = content[:at], content[at:]
    ours = head.rfind(_OURS)
    if ours >= 0:
        head = head[:ours]
    if not original:
        return head + rest
    mark = {"page": original, "file": file, "similarity": similarity}
    return head + _OURS + json.dumps(mark, ensure_ascii=False).encode("utf-8", "replace") + b"," + rest
