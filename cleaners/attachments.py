"""What belongs to the blocks of a page without being one: pictures, and which blocks are footnotes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, video, recording or embedded page, and where it stands.

    ``before`` is the index of the block before which it stands, ``element`` that of the innermost
    block-level element around it. ``kind`` is "picture", "video", "audio" or "embed"; ``url`` its address as
    it is written, "" where the page has only a placeholder; ``link`` the target of a link around it. ``width``
    and ``height`` are in pixels, -1 if unknown. ``names`` are its classes and ids, and those of inline elements
    around it.
    """

    kind: str
    url: str
    before: int
    element: int
    alt: str = ""
    link: str = ""
    width: int = -1
    height: int = -1
    names: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note ``[start, end)`` of blocks that marks in the text refer to.

    ``ids`` are the ids that the marks name, ``label`` is what they show ("1"), ``references`` the
    indices of the blocks that they stand in.
    """

    ids: tuple[str, ...]
    label: str
    start: int
    end: int
    references: tuple[int, ...]
