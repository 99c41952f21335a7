"""A clean page, and its JSON document."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from .metadata_fields import Metadata
from .page import Decision, Page, Provenance
from .pictures import JudgedPicture, judge_pictures
from .reading import Reading
from .render import before_after, to_html, to_markdown, to_text
from .threads import Post, read_posts
from .words import length_in_words

SCHEMA_VERSION = 3


@dataclass(frozen=True, repr=False)
class CleanPage:
    """A cleaned page: its decisions, one for each block, and its metadata.

    ``confidence`` is the expected word F1 of the text, between 0 and 1. ``notes`` warn a reader of
    the result: "no_content", "encoding_damaged", "charset_contradicted" (the page is in another
    charset than it declares), "mojibake" (the page was garbled before it was fetched),
    "characters_removed" (control characters, direction overrides or tag characters were removed),
    "hidden: N words" (text that no reader sees), "shown by script: ..." (a style hides most of
    the page until a script shows it; it was treated as visible).
    """

    reading: Reading
    metadata: Metadata
    decisions: tuple[Decision, ...]
    confidence: float
    notes: tuple[str, ...]
    provenance: Provenance

    def __repr__(self) -> str:
        words = {True: 0, False: 0}
        for decision in self.decisions:
            words[decision.kept] += length_in_words(decision.block.text)
        counts = f"{words[True]:,} words kept, {words[False]:,} removed"
        return f"<CleanPage {self.title[:60]!r}: {counts}, confidence {self.confidence:.2f}>"

    def _repr_html_(self) -> str:
        """The article, and beside it the page with what was removed, as notebooks show it; pictures are left out."""
        return before_after(self.title, self.to_html(images=False), self.decisions)

    @property
    def page(self) -> Page:
        """The decoded page as blocks."""
        return self.reading.page

    @property
    def title(self) -> str:
        return self.metadata.title

    @property
    def author(self) -> str:
        return self.metadata.author

    @property
    def authors(self) -> tuple[str, ...]:
        return self.metadata.authors

    @property
    def date(self) -> str:
        """The date of publication as ISO 8601 text, "" if unknown; where it was found is its ``evidence``."""
        return self.metadata.date or ""

    @property
    def language(self) -> str:
        return self.metadata.language

    @cached_property
    def text(self) -> str:
        """The body as plain text, without the title."""
        return to_text(self.page, self.decisions)

    @cached_property
    def markdown(self) -> str:
        """The body as Markdown, without the title, with its pictures and footnotes."""
        return self.to_markdown()

    def to_markdown(self, images: bool = True) -> str:
        """The body as Markdown, with or without pictures, videos and embedded pages."""
        return to_markdown(self.page, self.decisions, self.posts, self.pictures if images else ())

    @cached_property
    def pictures(self) -> tuple[JudgedPicture, ...]:
        """All pictures, videos and embedded pages of the page, kept or dropped, each with the reason."""
        return judge_pictures(self.page, self.decisions)

    @cached_property
    def html(self) -> str:
        """The body as HTML without the title: a fragment that may be put into any page (docs/formats.md)."""
        return self.to_html()

    def to_html(self, images: bool = True) -> str:
        """The body as HTML, with or without pictures, videos and embedded pages."""
        return to_html(self.page, self.decisions, self.posts, self.pictures if images else ())

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """The posts of a forum thread, in order, as far as they can be told apart; none on other pages."""
        return read_posts(self.reading, self.decisions)

    @property
    def removed(self) -> list[Decision]:
        """The decisions on blocks that were dropped, in page order."""
        return [decision for decision in self.decisions if not decision.kept]

    def to_document(self) -> dict[str, Any]:
        """The page and all its decisions as data that JSON can hold, described by cleaners/clean-page.schema.json.

        Names are those of schema.org's Article where it has one: headline, author,
        datePublished, dateModified, description, keywords, inLanguage, publisher, url, articleBody.
        ``decisions`` holds one entry for every block of the page, in page order.
        """
        metadata, provenance = self.metadata, self.provenance
        return {
            "schemaVersion": SCHEMA_VERSION,
            "headline": metadata.title,
            "author": metadata.author,
            "authors": list(metadata.authors),
            "datePublished": str(self.date) or None,
            "dateEvidence": metadata.date.evidence if metadata.date else None,
            "dateModified": metadata.modified.value if metadata.modified else None,
            "inLanguage": metadata.language,
            "description": metadata.description,
            "articleSection": metadata.section,
            "keywords": list(metadata.keywords),
            "image": metadata.image,
            "license": metadata.license,
            "publisher": metadata.site_name,
            "url": provenance.url,
            "canonicalUrl": metadata.canonical_url,
            "articleBody": self.text,
            "markdown": self.markdown,
            "confidence": self.confidence,
            "notes": list(self.notes),
            "origin": self.page.origin,
            "links": [{"url": link.url, "text": link.text} for link in metadata.links],
            "posts": [_post(post, self.page) for post in self.posts],
            "pictures": [_picture(judged) for judged in self.pictures],
            "provenance": asdict(provenance),
            "decisions": [_decision(decision) for decision in self.decisions],
        }

    def to_json(self, indent: int | None = None) -> str:
        """`to_document` as JSON text; the same page always gives the same text."""
        return json.dumps(self.to_document(), ensure_ascii=False, indent=indent)


def _post(post: Post, page: Page) -> dict[str, Any]:
    return {
        "author": post.author,
        "datePublished": post.date or None,
        "dateText": post.date_text,
        "depth": post.depth,
        "text": "\n\n".join(page.blocks[index].text for index in post.blocks),
        "blocks": list(post.blocks),
        "quotes": [
            {"author": quote.author, "depth": quote.depth, "blocks": list(quote.blocks)} for quote in post.quotes
        ],
    }


def _picture(judged: JudgedPicture) -> dict[str, Any]:
    picture = judged.picture
    return {
        "kind": picture.kind,
        "url": judged.url,
        "alt": picture.alt,
        "link": picture.link,
        "width": picture.width if picture.width >= 0 else None,
        "height": picture.height if picture.height >= 0 else None,
        "before": picture.before,
        "kept": judged.kept,
        "reason": judged.reason,
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
