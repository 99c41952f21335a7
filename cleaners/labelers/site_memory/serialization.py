"""A memory as bytes and back, for other processes. It is JSON, so that reading it executes nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from .copies import ArticleBits
from .known_promos import KnownPromo
from .site import SiteMemory

_VERSION = 1


def to_bytes(memory: SiteMemory) -> bytes:
    """The memory as compressed JSON. Same memory, same bytes."""
    promos = [[p.text, sorted(map(list, p.shingles)), f"{p.articles:x}", p.certain] for p in memory.promos]
    document = {
        "form": _VERSION, "host": memory.host, "fingerprint": memory.fingerprint, "articles": memory.article_count,
        "brand": memory.brand, "first_seen": memory.first_days, "prose_lines": memory.prose_lines,
        "sections": {name: f"{articles:x}" for name, articles in memory.sections.items()},
        "exact": _hex(memory.exact), "masked": _hex(memory.masked), "prose": _hex(memory.prose),
        "pairs": [[a, b, f"{articles:x}"] for (a, b), articles in sorted(memory.pairs.items())],
        "by_digest": memory.article_by_digest, "by_address": memory.article_by_address, "known": promos,
        "index": [[*shingle, numbers] for shingle, numbers in sorted(memory.promos_by_shingle.items())],
        "vocabulary": sorted(memory.vocabulary),
    }  # fmt: skip
    return zlib.compress(json.dumps(document, sort_keys=True).encode(), 1)


def from_bytes(data: bytes) -> SiteMemory:
    """The memory that `to_bytes` wrote. Raises ValueError for other bytes."""
    try:
        document: dict[str, Any] = json.loads(zlib.decompress(data))
        if document["form"] != _VERSION:
            raise ValueError("written by another version")
        return SiteMemory(
            document["host"], document["fingerprint"], document["articles"], document["brand"],
            first_days=tuple(document["first_seen"]), prose_lines=tuple(document["prose_lines"]),
            sections={name: int(articles, 16) for name, articles in document["sections"].items()},
            exact=_unhex(document["exact"]), masked=_unhex(document["masked"]),
            prose=_unhex(document["prose"]),
            pairs={(a, b): int(articles, 16) for a, b, articles in document["pairs"]},
            article_by_digest=document["by_digest"], article_by_address=document["by_address"],
            promos=tuple(
                KnownPromo(text, frozenset((a, b) for a, b in shingles), int(articles, 16), certain)
                for text, shingles, articles, certain in document["known"]
            ),
            promos_by_shingle={(a, b): tuple(numbers) for a, b, numbers in document["index"]},
            vocabulary=frozenset(document["vocabulary"]),
        )  # fmt: skip
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"not a site's memory: {error}") from None


def _hex(articles_by_key: Mapping[int, ArticleBits]) -> dict[str, str]:
    return {f"{key:x}": f"{articles:x}" for key, articles in articles_by_key.items()}


def _unhex(articles_by_key: Mapping[str, str]) -> dict[int, ArticleBits]:
    return {int(key, 16): int(articles, 16) for key, articles in articles_by_key.items()}
