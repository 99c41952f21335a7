"""A clean page and its whole trail as plain data: what docs/schema/clean-page.json describes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from ..page import Decision, Metadata, Page, Provenance
from ..threads import Post

SCHEMA_VERSION = 2


class Cleaned(Protocol):
    """What is written: a `CleanPage`."""

    @property
    def page(self) -> Page: ...
    @property
    def metadata(self) -> Metadata: ...
    @property
    def decisions(self) -> Sequence[Decision]: ...
    @property
    def confidence(self) -> float: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def provenance(self) -> Provenance: ...
    @property
    def text(self) -> str: ...
    @property
    def markdown(self) -> str: ...
    @property
    def posts(self) -> Sequence[Post]: ...


def to_document(cleaned: Cleaned) -> dict[str, Any]:
    """The page as data that JSON can hold.

    Names are those of schema.org's Article where it has one: headline, author,
    datePublished, inLanguage, publisher, url, articleBody. ``decisions`` holds one
    entry for every block of the page, in page order.
    """
    metadata, provenance = cleaned.metadata, cleaned.provenance
    return {
        "schemaVersion": SCHEMA_VERSION,
        "headline": metadata.title,
        "author": metadata.author,
        "datePublished": metadata.date.value if metadata.date else None,
        "dateEvidence": metadata.date.evidence if metadata.date else None,
        "inLanguage": metadata.language,
        "publisher": metadata.site_name,
        "url": provenance.url,
        "canonicalUrl": metadata.canonical_url,
        "articleBody": cleaned.text,
        "markdown": cleaned.markdown,
        "confidence": cleaned.confidence,
        "notes": list(cleaned.notes),
        "origin": cleaned.page.origin,
        "posts": [_post(post, cleaned.page) for post in cleaned.posts],
        "provenance": asdict(provenance),
        "decisions": [_decision(decision) for decision in cleaned.decisions],
    }


def _post(post: Post, page: Page) -> dict[str, Any]:
    return {
        "author": post.author,
        "datePublished": post.date or None,
        "dateText": post.date_text,
        "depth": post.depth,
        "text": "\n\n".join(page.blocks[at].text for at in post.blocks),
        "blocks": list(post.blocks),
        "quotes": [
            {"author": quote.author, "depth": quote.depth, "blocks": list(quote.blocks)} for quote in post.quotes
        ],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    block = decision.block
    return {
        "index": block.index,
        "kept": decision.kept,
        "role": decision.role,
        "decidedBy": decision.decided_by,
        "reason": decision.reason,
        "evidence": decision.evidence,
        "confidence": decision.confidence,
        "kind": block.kind.value,
        "level": block.level,
        "span": list(block.span),
        "text": block.text,
    }


def to_json(cleaned: Cleaned, indent: int | None = None) -> str:
    """`to_document` as JSON text; the same page always gives the same text."""
    return json.dumps(to_document(cleaned), ensure_ascii=False, indent=indent)
