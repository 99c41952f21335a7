"""The data types of the library: page, block, label, decision, metadata, provenance."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from .attachments import Footnote, Picture


class Kind(StrEnum):
    """What a block is in the page's markup; ``LINE`` in flattened text, which has none."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"
    CODE = "code"
    QUOTE = "quote"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """The characters ``[start, end)`` of a block's text are what ``kind`` says.

    "link", "strong", "em", "code"; "sup" and "sub"; "formula" and "display", where the characters are TeX, in a line
    and on lines of its own; "note", the mark of a footnote, whose ``href`` is "#" and an id of the footnote: it may
    have no characters.
    """

    kind: str
    start: int
    end: int
    href: str = ""


@dataclass(slots=True)
class Element:
    """One element of an HTML page and the range ``[start, end)`` of the blocks inside it.

    ``parent`` is the index of the enclosing element (-1 at the root), ``hidden`` the reason why
    its text is not visible to a reader ("" if it is visible). ``fields`` and ``images`` are the
    numbers of form fields and pictures inside it.
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
    """A piece of text, such as a paragraph or a heading: the unit that is kept or dropped.

    ``span`` is the range of its characters in ``Page.text``. ``gap`` is the number of blank lines
    before a line of flattened text. ``element`` is the index of the innermost block-level element
    around it (-1 in flattened text); ``level`` is a heading's level or a list item's depth.
    """

    index: int
    text: str
    kind: Kind
    span: tuple[int, int]
    element: int = -1
    level: int = 0
    gap: int = 0
    marks: tuple[Mark, ...] = ()
    linked: int = 0  # number of characters inside links
    hidden: str = ""
    language: str = ""  # of a listing, as the page names it


@dataclass(slots=True)
class Head:
    """What the head of an HTML page declares; all empty for flattened text."""

    title: str = ""
    lang: str = ""
    canonical: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)  # (name or property, content), in order
    jsonld: list[str] = field(default_factory=list)
    base: str = ""  # the address that relative ones are relative to, as it is written


@dataclass
class Page:
    """A decoded page as blocks in page order.

    ``origin`` is "html" or "text". ``text`` is the text of all blocks, kept or dropped. ``times``
    are the machine-readable times of inline markup (``<time datetime>``), each with the index of its block.
    ``pictures`` are no blocks: each names the block before which it stands. ``base`` is the address that
    relative ones are relative to, None if unknown. ``anchors`` are the places that links within the page may
    name: by id, the block in or before which it is, and the element that has it (-1 for an inline one).
    """

    origin: str
    text: str = field(repr=False)
    blocks: list[Block] = field(repr=False)
    elements: list[Element] = field(default_factory=list, repr=False)
    head: Head = field(default_factory=Head, repr=False)
    url: str | None = None
    notes: list[str] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list, repr=False)
    pictures: list[Picture] = field(default_factory=list, repr=False)
    footnotes: list[Footnote] = field(default_factory=list, repr=False)
    base: str | None = None
    anchors: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False)

    def ancestors(self, block: Block) -> Sequence[Element]:
        """The elements around a block, innermost first."""
        elements, index = [], block.element
        while index >= 0:
            elements.append(self.elements[index])
            index = self.elements[index].parent
        return elements


Reason = str | Callable[[], str]  # a function where a reason takes time to compute: called only when it is read


@dataclass(slots=True)  # not frozen: one is made for every block, and a frozen one takes twice as long to make
class Label:
    """Keep or drop one block, and why. ``reason`` is a text for people, or a function that returns it.

    ``evidence`` quotes the text or value that the label is based on; ``confidence`` is the labeler's
    estimate of the probability that the label is right (1.0 for a certain rule). ``role`` is "body",
    "title" for the one kept block that is the page's title, or "note" or "caption" for a
    footnote or a caption that Markdown has, and plain text has not.
    """

    kept: bool
    reason: Reason
    evidence: str = ""
    confidence: float = 1.0
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on one block: kept or dropped, by which labeler and why.

    ``decided_by`` is the name of the labeler, for a rule "rules.<rule>"; ``reason_source`` is the
    reason of its label, a text or a function, ``reason`` the text.
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
        """Why the block is kept or dropped, as a text for people."""
        return self.reason_source if isinstance(self.reason_source, str) else self.reason_source()


Labels = Mapping[int, Label]  # by block index
Decisions = Mapping[int, Decision]  # by block index: the decisions by earlier labelers


@dataclass(frozen=True)
class RawPage:
    """A page as it was fetched: bytes, or text that a crawler has decoded, and its origin."""

    url: str | None
    body: bytes | str = field(repr=False)
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


@dataclass(frozen=True)
class Provenance:
    """Which bytes were cleaned, and by which version of the code. Facts about the run are in the ledger.

    ``memory_fingerprint`` and ``memory_site`` identify the site memory that was used,
    ``site_file_fingerprint`` and ``site_file`` the site rules; "" for none.
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
