"""The nouns: what a page, a block, a label and a clean page are.

Nothing here reads a file, a clock or the network. Every other module of the
library speaks in these words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a block is in the page's own markup; ``LINE`` where the page has none."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    CODE = "code"
    QUOTE = "quote"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of characters ``[start, end)`` of a block's text that is a link, strong, em or code."""

    kind: str
    start: int
    end: int
    href: str = ""


@dataclass(slots=True)
class Element:
    """One element of an HTML page that holds text: the blocks ``[start, end)``.

    ``parent`` is the index of the enclosing element (-1 at the root), ``hidden``
    says why its text is not shown to a reader ("" when it is shown). ``fields``
    and ``images`` count the form fields and pictures inside it.
    """

    tag: str
    attrs: Mapping[str, str | None]
    parent: int
    depth: int
    start: int
    end: int = 0
    hidden: str = ""
    fields: int = 0
    images: int = 0


@dataclass(slots=True)
class Block:
    """A run of text in page order: the unit that is judged.

    ``span`` is the block's place in ``Page.text``, in characters. ``gap`` counts
    the blank lines before a line of flattened text. ``element`` is the index of
    the innermost block-level element that holds it (-1 on flattened text);
    ``level`` is a heading's level or a list item's depth.
    """

    index: int
    text: str
    kind: Kind
    span: tuple[int, int]
    element: int = -1
    level: int = 0
    gap: int = 0
    marks: tuple[Mark, ...] = ()
    linked: int = 0  # characters of the text that are inside links
    hidden: str = ""


@dataclass(slots=True)
class Head:
    """What the head of an HTML page declares; all empty for flattened text."""

    title: str = ""
    lang: str = ""
    canonical: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)  # (name or property, content), in order
    jsonld: list[str] = field(default_factory=list)


@dataclass
class Page:
    """A decoded page as ordered blocks: what the labelers judge.

    ``origin`` is "html" or "text". ``text`` is every block's text in order, the
    page that kept and dropped blocks together make up. ``times`` are moments that
    inline markup gives to programs, each with the index of the block it stands in.
    """

    origin: str
    text: str
    blocks: list[Block]
    elements: list[Element] = field(default_factory=list)
    head: Head = field(default_factory=Head)
    url: str | None = None
    notes: list[str] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)

    def ancestors(self, block: Block) -> Sequence[Element]:
        """The elements around a block, innermost first."""
        found, index = [], block.element
        while index >= 0:
            found.append(self.elements[index])
            index = self.elements[index].parent
        return found


Reason = str | Callable[[], str]  # a function where a reason costs time: called only for who reads it


@dataclass(frozen=True, slots=True)
class Label:
    """Keep or drop one block, and why. ``reason`` is a sentence for a stranger, or a function that returns it.

    ``evidence`` quotes what the label rests on; ``confidence`` is the labeler's
    own probability that the label is right (1.0 for a certain rule). ``role``
    is "body", or "title" for the one kept block that is the page's title.
    """

    kept: bool
    reason: Reason
    evidence: str = ""
    confidence: float = 1.0
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Decision:
    """The one decision on one block: kept or dropped, by which labeler and why.

    ``decided_by`` is the name of the labeler, for a rule "rules.<rule>"; ``reason_source`` is the
    label's reason as the labeler gave it, ``reason`` the sentence.
    """

    block: Block
    kept: bool
    decided_by: str
    reason_source: Reason = field(repr=False, compare=False)
    evidence: str = ""
    confidence: float = 1.0
    role: str = "body"

    @property
    def reason(self) -> str:
        """Why, as a sentence for a stranger; the same each time it is asked for."""
        return self.reason_source if isinstance(self.reason_source, str) else self.reason_source()


Labels = Mapping[int, Label]  # by block index
Decisions = Mapping[int, Decision]  # by block index: what earlier labelers have decided


@dataclass(frozen=True)
class RawPage:
    """A page as it came: bytes (or text that some crawler already decoded) and where from."""

    url: str | None
    body: bytes | str
    content_type: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None
    source: str = ""

    @cached_property
    def digest(self) -> str:
        """sha256 of the body, as 64 hex digits (text is hashed as UTF-8)."""
        body = self.body if isinstance(self.body, bytes) else self.body.encode("utf-8", "surrogatepass")
        return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date as ISO 8601 text, and what said so."""

    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says of itself. Empty strings and None where it says nothing."""

    title: str = ""
    author: str = ""
    date: Dated | None = None
    language: str = ""
    site_name: str = ""
    canonical_url: str = ""


@dataclass(frozen=True)
class Provenance:
    """Which bytes were cleaned and by what. Facts of the run live in the ledger.

    ``memory_fingerprint`` and ``memory_site`` name what was known of the site from its other
    pages, ``site_file_fingerprint`` and ``site_file`` the rules of its site file; "" for none.
    """

    url: str | None
    canonical_url: str
    raw_digest: str
    charset: str
    charset_source: str
    cleaner_version: str
    fingerprint: str
    memory_fingerprint: str = ""
    memory_site: str = ""
    site_file: str = ""
    site_file_fingerprint: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)
