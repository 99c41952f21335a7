"""The footnotes of a clean page: which are written, under which name, and with which text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..attachments import Footnote
from ..page import Block, Decision, Kind, Mark, Page
from .inline import inline

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_MAX_NAME = 20
_ARROWS = "↩⤴↑⬆⇧⏎↵⮐🔙\ufe0e\ufe0f⌃"
_MAX_BACK = 40  # characters of a link back
_END = re.compile(rf"[\s{_ARROWS}]+\Z")
_ARROW = re.compile(
    rf"\s?[{_ARROWS}]+\s?[\da-z⁰¹²³⁴-⁹]{{0,3}}\s?"
)  # with the number of the mark, where a note has several
_EMPTY_BRACKETS = re.compile(r"[\[(]\s{0,3}[\])]")


_INDENT = "    "
_ADDRESS = re.compile(r"\s*\S+(?:\s+[\"'(]|\s*\Z)")
_TITLE_IN_FIRST_WORD = re.compile(r"\s*\S+[\"'(]")


def _may_be_a_link(line: str) -> bool:
    """Whether parsers without notes could read a line after "[^1]:" as an address, with a title or without."""
    if _ADDRESS.match(line):
        return True
    return line.rstrip().endswith(("'", '"', ")")) and _TITLE_IN_FIRST_WORD.match(line) is not None


class Notes:
    """The footnotes whose mark and text are both kept."""

    def __init__(self, page: Page, decisions: Sequence[Decision]) -> None:
        kept = {decision.block.index for decision in decisions if decision.kept}
        self._kept = kept
        self._blocks, self._page_notes = page.blocks, page.footnotes
        self._sources = {index for note in page.footnotes for index in note.references}
        self._anchors = page.anchors
        self._names: dict[str, str] = {}  # of notes, by what their marks name
        self.written: list[tuple[str, Footnote]] = []
        used: set[str] = set()
        for note in page.footnotes:
            if kept.isdisjoint(note.references) or kept.isdisjoint(range(note.start, note.end)):
                continue
            if not self.definition(note):
                continue
            name = _unused(note.label, used)
            self._names |= dict.fromkeys(("#" + target for target in note.ids), name)
            self.written.append((name, note))
        self.blocks = {index for _, note in self.written for index in range(note.start, note.end)}

    def marked(self, block: Block) -> Block:
        """The block, whose marks of notes name the notes as they are written; those of others are no marks."""
        if all(mark.kind != "note" for mark in block.marks):
            return block
        marks = (replace(mark, href=self._names.get(mark.href, "")) if mark.kind == "note" else mark
                 for mark in block.marks)  # fmt: skip
        return replace(block, marks=tuple(mark for mark in marks if mark.kind != "note" or mark.href))

    def markdown(self, base: str | None) -> str:
        """The definitions of all notes, "[^1]: text", each paragraph after the first indented."""
        return "\n\n".join(filter(None, (self._definition(name, note, base) for name, note in self.written)))

    def _definition(self, name: str, note: Footnote, base: str | None) -> str:
        parts: list[str] = []
        for block in self.definition(note):
            if block.kind is Kind.CODE:
                parts.append(_INDENT + f"\n{_INDENT * 2}".join(block.text.split("\n")))
            else:
                parts.append(f"  \n{_INDENT}".join(inline(self.marked(block), base).split("\n")))
        if not parts:
            return ""
        first, end, rest = parts[0].partition("\n")
        # Else it is the definition of a link for parsers without notes, and its text vanishes.
        if _may_be_a_link(first):
            parts[0] = f"{first.rstrip()} &nbsp;{'  ' if end else ''}{end}{rest}"
        return f"[^{name}]: " + f"\n\n{_INDENT}".join(parts)

    def without_their_heading(self, blocks: Sequence[Block]) -> list[Block]:
        """Blocks without the headings that have nothing below them but notes, which are written elsewhere."""
        notes = (range(note.start, note.end) for _, note in self.written if note.start > note.references[0])
        below_the_text = {index for blocks_of_note in notes for index in blocks_of_note}
        left: list[Block] = []
        below = len(self._blocks)  # the first block that is written after the one at hand
        for block in reversed(blocks):
            if block.kind is not Kind.HEADING or below_the_text.isdisjoint(range(block.index + 1, below)):
                left.append(block)
            below = block.index
        return left[::-1]

    def shown(self, block: Block) -> Block:
        """A block of plain text: the marks of its notes name them, and notes have no links back."""
        return self.marked(self.without_links_back(block) if block.index in self.blocks else block)

    def in_order(self, blocks: Sequence[Block]) -> list[Block]:
        """Blocks in the order in which a reader meets them: notes in the margin come after the text they belong to."""
        margin: dict[int, list[Block]] = {}
        owners = {index: note.references[0] for note in self._page_notes if note.start < note.references[0]
                  for index in range(note.start, note.end)}  # fmt: skip
        for block in blocks if owners else ():
            if block.index in owners:
                margin.setdefault(owners[block.index], []).append(block)
        ordered: list[Block] = []
        for block in blocks:
            if block.index not in owners:
                ordered += [block, *margin.pop(block.index, ())]
        return ordered + [block for left in margin.values() for block in left]

    def definition(self, note: Footnote) -> list[Block]:
        """The blocks of a note that have text, without its number and without links back."""
        blocks = (self._text_of(note, index) for index in range(note.start, note.end) if index in self._kept)
        return [block for block in blocks if block.text.strip()]

    def _text_of(self, note: Footnote, index: int) -> Block:
        """A block of a note without its number and without links back to the text."""
        block = self.without_links_back(self._blocks[index])
        if index > note.start:
            return block
        label = re.escape(note.label) if note.label else r"\d{1,3}"
        bare = rf"{label}\s?[\])]?(?:[.:)]{{1,2}}(?!\d)|(?![\w.:)\]]))"
        number = rf"(?:(?:[\[(]\s?{label}\s?[\])][.:]{{0,2}}|[\[(]?\s?{bare})\s{{0,3}}){{0,2}}"
        match = re.match(rf"[\s^↑]{{0,60}}(?:(?:{label}){{2}}(?!\d)|{number})", block.text)
        return _without(block, [(0, match.end())]) if match and match.end() else block

    def without_links_back(self, block: Block) -> Block:
        """A block of a note without the links that lead back to its mark."""
        spans = [(mark.start, mark.end) for mark in block.marks if self._leads_back(block, mark)]
        block = _without(block, spans)
        block = _without(block, [match.span() for match in _EMPTY_BRACKETS.finditer(block.text)] if spans else [])
        match = _END.search(block.text)
        return _without(block, [match.span()]) if match else block

    def _leads_back(self, block: Block, mark: Mark) -> bool:
        if mark.kind not in ("link", "noteref") or "#" not in mark.href or mark.end - mark.start > _MAX_BACK:
            return False
        if _ARROW.fullmatch(block.text, mark.start, mark.end):
            return True
        target = self._anchors.get(mark.href.partition("#")[2], (-1, -1))[0]
        return target in self._sources and target < block.index


def _unused(label: str, used: set[str]) -> str:
    """The name of a note: what its mark shows, or the next number that is free."""
    name = _NOT_IN_NAMES.sub("", label.lower())[:_MAX_NAME]
    if not name or name in used:
        name = str(next(number for number in range(1, len(used) + 2) if str(number) not in used))
    used.add(name)
    return name


def _without(block: Block, spans: Sequence[tuple[int, int]]) -> Block:
    """A block without some of its characters, and its marks moved accordingly."""
    if not spans:
        return block
    parts: list[str] = []
    moved: list[int] = []  # by position: the new one
    position = length = 0
    for start, end in [*sorted(spans), (len(block.text), len(block.text))]:
        if start > position or end > position:
            kept = block.text[position : max(start, position)]
            moved += range(length, length + len(kept))
            parts.append(kept)
            length += len(kept)
            moved += [length] * (end - max(start, position))
            position = end
    moved.append(length)
    marks = (replace(mark, start=moved[mark.start], end=moved[min(mark.end, len(block.text))]) for mark in block.marks)
    kept_marks = tuple(mark for mark in marks if mark.start < mark.end or mark.kind == "note")
    return replace(block, text="".join(parts), marks=kept_marks)
