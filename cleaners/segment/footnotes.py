"""Finds the footnotes of a page: links to a short piece of text further down that links back, or is named a note."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from ..attachments import Footnote
from ..page import Element, Kind, Mark, Page
from .footnote_marks import has_name_of_note, is_name_of_note, label_of
from .inline import LINKS
from .note_marks import joined_marks, raised_by

Anchors = Mapping[str, tuple[int, int]]  # by id: the block that it is in or before, and its element (-1 if inline)

_MAX_MARK = 12  # characters that a link to a note shows
_MAX_CLIMB = 6
_MAX_NOTE_BLOCKS = 40
_NEVER = frozenset("body main article html table tbody ul ol dl".split())


@dataclass(slots=True)
class _Reference:
    block: int
    mark: Mark
    target: str
    label: str


def link_footnotes(page: Page, anchors: Anchors, asides: Sequence[tuple[int, int, str]]) -> None:
    """Set ``page.footnotes``, and give the marks that refer to them the kind "note".

    ``anchors`` are the ids of the page, ``asides`` the notes in the margin: their blocks, and the id that
    marks in the text already name. Links that the markup names marks of notes have the kind "noteref"
    so far; those that lead to no note become links again.
    """
    links = list(_links(page, anchors))
    notes = _Regions(page, anchors, links)
    found: dict[tuple[int, int], list[_Reference]] = {}
    for reference in links:
        region = notes.region_of(reference.target)
        if region and _refers(page, reference, region, notes):
            found.setdefault(region, []).append(reference)
    for (start, end), references in found.items():
        ids = tuple(dict.fromkeys(reference.target for reference in references))
        blocks = tuple(sorted({reference.block for reference in references}))
        page.footnotes.append(Footnote(ids, references[0].label, start, end, blocks))
    _set_marks(page, [reference for references in found.values() for reference in references])
    page.footnotes += _margin_notes(page, asides)
    page.footnotes.sort(key=lambda note: note.start)


def _links(page: Page, anchors: Anchors) -> Iterator[_Reference]:
    """The links of the page to a place of its own, that show no more than the mark of a note."""
    own = (page.url or "").partition("#")[0]
    for block in page.blocks:
        for mark in block.marks:
            if mark.kind not in LINKS or mark.end - mark.start > _MAX_MARK or "#" not in mark.href:
                continue
            path, _, fragment = mark.href.partition("#")
            label = label_of(block.text[mark.start : mark.end])
            if path and not (own and (path == own or (path[0] == "/" and own.endswith(path)))):
                continue
            target = fragment if fragment in anchors else unquote(fragment)
            if label and target in anchors:
                yield _Reference(block.index, mark, target, label)


class _Regions:
    """The blocks that belong to each target of a link."""

    def __init__(self, page: Page, anchors: Anchors, links: Sequence[_Reference]) -> None:
        self._page, self._anchors = page, anchors
        self._targets = sorted({anchors[link.target][0] for link in links})
        self._sources = sorted({link.block for link in links})
        self._cache: dict[str, tuple[int, int] | None] = {}

    def region_of(self, target: str) -> tuple[int, int] | None:
        """The blocks of the note that a link leads to; None where there are none."""
        if target not in self._cache:
            self._cache[target] = self._region(*self._anchors[target])
        return self._cache[target]

    def _region(self, start: int, element: int) -> tuple[int, int] | None:
        page = self._page
        if start >= len(page.blocks) or page.blocks[start].kind in (Kind.HEADING, Kind.CODE):
            return None
        index = element if element >= 0 and page.elements[element].tag not in _NEVER else page.blocks[start].element
        end = start + 1
        for _ in range(_MAX_CLIMB):
            if index < 0 or not self._may_be_note(page.elements[index], start):
                break
            end = max(end, page.elements[index].end)
            index = page.elements[index].parent
            if index >= 0 and not _holds_one_note(page.elements[index]):
                break
        return start, self._with_meaning(start, end)

    def _may_be_note(self, element: Element, start: int) -> bool:
        """Whether an element begins with the note and has no other."""
        if element.start != start or element.tag in _NEVER or element.end - start > _MAX_NOTE_BLOCKS:
            return False
        return bisect_right(self._targets, start) == bisect_left(self._targets, element.end)

    def link_back(self, region: tuple[int, int], source: int) -> bool:
        """Whether one of the blocks of a note has a link to a block."""
        blocks = self._page.blocks[region[0] : region[1]]
        hrefs = (mark.href for block in blocks for mark in block.marks if mark.kind in LINKS and "#" in mark.href)
        fragments = (href.partition("#")[2] for href in hrefs)
        return any(
            self._anchors.get(name, self._anchors.get(unquote(name), (-1, -1)))[0] == source for name in fragments
        )

    def _with_meaning(self, start: int, end: int) -> int:
        """The end of a note with the <dd> after its <dt>."""
        elements = self._page.elements
        is_term = any(elements[index].tag == "dt" for index in _up(elements, self._page.blocks[start].element, 3))
        while is_term and end < len(self._page.blocks) and end - start < _MAX_NOTE_BLOCKS:
            index = self._page.blocks[end].element
            if not any(elements[index].tag == "dd" for index in _up(elements, index, 3)):
                break
            end += 1
        return end


def _up(elements: Sequence[Element], index: int, number: int) -> Iterator[int]:
    """An element and those around it."""
    for _ in range(number):
        if index < 0:
            return
        yield index
        index = elements[index].parent


def _holds_one_note(element: Element) -> bool:
    """Whether an element may be that of one note with several paragraphs."""
    if element.tag in ("li", "dd", "aside", "tr"):
        return True
    return element.tag in ("div", "p", "section") and has_name_of_note(element.attrs)


def _refers(page: Page, reference: _Reference, region: tuple[int, int], notes: _Regions) -> bool:
    """Whether a link is the mark of a note: the note is further down, and links back or is named one."""
    if region[0] <= reference.block:
        return False
    if reference.mark.kind == "noteref":
        return True
    text, mark = page.blocks[reference.block].text, reference.mark
    if not text[: mark.start].strip(" ["):
        return False  # an entry of a list of contents
    return is_name_of_note(reference.target) or notes.link_back(region, reference.block)


def _set_marks(page: Page, references: Sequence[_Reference]) -> None:
    """Turn the marks of notes into such, and the other links that looked like them into links again."""
    targets: dict[int, dict[Mark, str]] = {}
    for reference in references:
        targets.setdefault(reference.block, {})[reference.mark] = reference.target
    for block in (block for block in page.blocks if block.marks):
        its = targets.get(block.index)
        if its is None and all(mark.kind != "noteref" for mark in block.marks):
            continue
        found = joined_marks(block.text, sorted((its or {}).items(), key=lambda pair: pair[0].start))
        is_raised = raised_by(found)
        others = [replace(mark, kind="link") if mark.kind == "noteref" else mark
                  for mark in block.marks if mark not in (its or {}) and not is_raised(mark)]  # fmt: skip
        block.marks = (*others, *found)


def _margin_notes(page: Page, asides: Sequence[tuple[int, int, str]]) -> Iterator[Footnote]:
    """The notes in the margin of the page whose mark stands in a sentence."""
    marked = {mark.href[1:]: block for block in page.blocks for mark in block.marks if mark.kind == "note"}
    for start, end, target in asides:
        block = marked.get(target)
        if block is not None and start < end:
            mark = next(mark for mark in block.marks if mark.href == "#" + target)
            label = label_of(block.text[mark.start : mark.end])
            yield Footnote((target,), label, start, end, (block.index,))
