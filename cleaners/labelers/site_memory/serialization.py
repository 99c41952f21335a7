"""A memory as bytes and back, to hand it to other processes. JSON, so that reading it runs nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from .known_promos import Known
from .site import Pages, SiteMemory

_FORM = 1


def to_bytes(memory: SiteMemory) -> bytes:
    """The memory as compressed JSON. Same memory, same bytes."""
    known = [[k.text, sorted(map(list, k.shingles)), f"{k.pages:x}", k.promo] for k in memory.known]
    document = {
        "form": _FORM, "host": memory.host, "fingerprint": memory.fingerprint, "articles": memory.articles,
        "brand": memory.brand, "first_seen": memory.first_seen, "prose_lines": memory.prose_lines,
        "sections": {name: f"{pages:x}" for name, pages in memory.sections.items()},
        "exact": _hex(memory.exact), "masked": _hex(memory.masked), "prose": _hex(memory.prose),
        "pairs": [[a, b, f"{pages:x}"] for (a, b), pages in sorted(memory.pairs.items())],
        "by_digest": memory.by_digest, "by_address": memory.by_address, "known": known,
        "index": [[*shingle, numbers] for shingle, numbers in sorted(memory.index.items())],
        "vocabulary": sorted(memory.vocabulary),
    }  # fmt: skip
    return zlib.compress(json.dumps(document, sort_keys=True).encode(), 1)


def from_bytes(data: bytes) -> SiteMemory:
    """The memory that `to_bytes` wrote. Raises ValueError for anything else."""
    try:
        document: dict[str, Any] = json.loads(zlib.decompress(data))
        if document["form"] != _FORM:
            raise ValueError("written by another version")
        return SiteMemory(
            document["host"], document["fingerprint"], document["articles"], document["brand"],
            first_seen=tuple(document["first_seen"]), prose_lines=tuple(document["prose_lines"]),
            sections={name: int(pages, 16) for name, pages in document["sections"].items()},
            exact=_unhex(document["exact"]), masked=_unhex(document["masked"]),
            prose=_unhex(document["prose"]),
            pairs={(a, b): int(pages, 16) for a, b, pages in document["pairs"]},
            by_digest=document["by_digest"], by_address=document["by_address"],
            known=tuple(
                Known(text, frozenset((a, b) for a, b in shingles), int(pages, 16), promo)
                for text, shingles, pages, promo in document["known"]
            ),
            index={(a, b): tuple(numbers) for a, b, numbers in document["index"]},
            vocabulary=frozenset(document["vocabulary"]),
        )  # fmt: skip
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"not a site's memory: {error}") from None


def _hex(masks: Mapping[int, Pages]) -> dict[str, str]:
    return {f"{key:x}": f"{pages:x}" for key, pages in masks.items()}


def _unhex(masks: Mapping[str, str]) -> dict[int, Pages]:
    return {int(key, 16): int(pages, 16) for key, pages in masks.items()}
