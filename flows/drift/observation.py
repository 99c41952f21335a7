"""The facts recorded of one clean page, so that later pages of its site can be compared with it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from cleaners import CleanPage

from .skeleton import sketch_of

_NOTES = 10  # of one page
_META = ("title", "author", "date", "site name", "address of its own")


def observe(page: CleanPage) -> str:
    """The facts on a page as one line of JSON, for the ledger.

    ``k`` characters kept, ``v`` characters removed by labeler, ``c`` confidence, ``m`` metadata found,
    ``l`` language, ``n`` notes, ``s`` the sketch of its skeleton.
    """
    kept, removed = 0, Counter[str]()
    for decision in page.decisions:
        if decision.kept:
            kept += len(decision.block.text)
        else:
            removed[decision.decided_by] += len(decision.block.text)
    data = page.metadata
    found = (data.title, data.author, data.date, data.site_name, data.canonical_url)
    facts = {
        "k": kept,
        "v": dict(sorted(removed.items())),
        "c": round(page.confidence, 3),
        "m": "".join(str(int(bool(value))) for value in found),
        "l": data.language,
        "n": [note for note in page.notes if not note.startswith("hidden: ")][:_NOTES],  # a count differs by page
        "s": "".join(f"{part:06x}" for part in sorted(sketch_of(page.page.elements))),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Observation:
    """One page as the watch over its site sees it. ``page`` is its key in the ledger.

    ``text`` is the digest of its words ("" when nothing was kept), ``made_by`` the
    fingerprint of the cleaner.
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
        """The part of the site that the page is in: the first step of its address, numbers aside."""
        steps = urlsplit(self.page).path.strip("/").split("/")
        return re.sub(r"\d+", "0", steps[0]) if len(steps) > 1 else ""

    @cached_property
    def whole(self) -> int:
        """Characters of the page, kept or removed."""
        return self.kept + sum(self.removed.values())


def read_observation(noted: str, page: str, made_by: str, text: str) -> Observation:
    """The reverse of `observe`, with the other facts of the page's row in the ledger."""
    facts = json.loads(noted)
    sketch = facts["s"]
    return Observation(
        page, made_by, text, facts["k"], facts["v"], facts["c"],
        frozenset(name for name, found in zip(_META, facts["m"], strict=True) if found == "1"),
        facts["l"], tuple(facts["n"]),
        frozenset(int(sketch[at : at + 6], 16) for at in range(0, len(sketch), 6)),
    )  # fmt: skip
