"""The measures recorded of one clean page, so that later pages of its site can be compared with it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from cleaners import CleanPage

from ..bounded import read_json
from .skeleton import sketch_of

_MAX_NOTES = 10  # of one page
_METADATA = ("title", "author", "date", "site name", "address of its own")


def observe(page: CleanPage) -> str:
    """The measures of a page as one line of JSON, for the ledger.

    ``k`` characters kept, ``v`` characters removed by labeler, ``c`` confidence, ``m`` metadata found,
    ``l`` language, ``n`` notes, ``s`` the sketch of its skeleton.
    """
    kept, removed = 0, Counter[str]()
    for decision in page.decisions:
        if decision.kept:
            kept += len(decision.block.text)
        else:
            removed[decision.decided_by] += len(decision.block.text)
    metadata = page.metadata
    values = (metadata.title, metadata.author, metadata.date, metadata.site_name, metadata.canonical_url)
    measures = {
        "k": kept,
        "v": dict(sorted(removed.items())),
        "c": round(page.confidence, 3),
        "m": "".join(str(int(bool(value))) for value in values),
        "l": metadata.language,
        "n": [note for note in page.notes if not note.startswith("hidden: ")][:_MAX_NOTES],  # counts differ by page
        "s": "".join(f"{part:06x}" for part in sorted(sketch_of(page.page.elements))),
    }
    return json.dumps(measures, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Observation:
    """The measures of one page. ``page`` is its key in the ledger.

    ``text`` is the digest of its words ("" when nothing was kept), ``made_by`` the fingerprint of the cleaner.
    ``kept`` and ``removed`` are characters, ``removed`` by labeler.
    """

    page: str
    made_by: str
    text: str
    kept: int
    removed: dict[str, int]
    confidence: float
    metadata: frozenset[str]
    language: str
    notes: tuple[str, ...]
    skeleton: frozenset[int]

    @cached_property
    def section(self) -> str:
        """The part of the site that the page is in: the first step of its address, with 0 for each number."""
        steps = urlsplit(self.page).path.strip("/").split("/")
        return re.sub(r"\d+", "0", steps[0]) if len(steps) > 1 else ""

    @cached_property
    def whole(self) -> int:
        """Characters of the page, kept or removed."""
        return self.kept + sum(self.removed.values())


def read_observation(observed: str, page: str, made_by: str, text: str) -> Observation:
    """The reverse of `observe`, with further columns of the page's row in the ledger.

    Raises ValueError, KeyError or TypeError when they are not what `observe` wrote.
    """
    measures = read_json(observed)
    sketch = measures["s"]
    return Observation(
        page, made_by, text, measures["k"], measures["v"], measures["c"],
        frozenset(name for name, present in zip(_METADATA, measures["m"], strict=True) if present == "1"),
        measures["l"], tuple(measures["n"]),
        frozenset(int(sketch[start : start + 6], 16) for start in range(0, len(sketch), 6)),
    )  # fmt: skip
