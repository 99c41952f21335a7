"""Writes the lines of blocks inside the lists, quotations and callouts that are open."""

from __future__ import annotations

from collections.abc import Set
from itertools import takewhile

from .nesting import Nesting, PageNesting

# Columns of a list's sign where items have code: with a fence's indent, Python-Markdown, which knows no fence in
# lists, takes the code as code.
_WIDE_SIGN, FENCE_INDENT = 5, "   "
_BOXES = {True: "[x] ", False: "[ ] "}


class LineWriter:
    """Markdown so far, and the containers that are open, each with the prefix of its lines.

    ``lists_with_code`` are the lists of which an item holds a code block.
    """

    def __init__(self, nesting: PageNesting, lists_with_code: Set[int]) -> None:
        self._nesting, self._lists_with_code = nesting, lists_with_code
        self._out: list[str] = []
        self._open: list[tuple[int, str]] = []  # indices, each with the prefix of its lines
        # By depth and whether it is unnumbered: the last list, whether it has the second of two signs, and its number.
        self._last_lists: dict[tuple[int, bool], tuple[int, bool, int]] = {}
        self._after_one_line_item = False  # whether the last block written was an item of one line

    @property
    def text(self) -> str:
        return "".join(self._out)

    def put(self, lines: list[str], nesting: Nesting, continues: bool = False) -> None:
        """Write the lines of one block; with ``continues`` they go on in the paragraph before."""
        open_containers = {container for container, _ in self._open}
        containers = [
            index for index in nesting.containers
            if index in open_containers or index == nesting.containers[-1] or not self._nesting.is_item(index)
        ]  # fmt: skip
        pairs = zip(self._open, containers, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0][0] == pair[1], pairs))
        new_containers = containers[shared:]
        is_item = bool(new_containers) and self._nesting.is_item(new_containers[-1])
        begins_item = is_item and self._nesting.list_of(new_containers[-1]) in self._lists_with_code
        ends_list = any(self._nesting.is_item(container) for container, _ in self._open[shared:])
        if lines[0].startswith(FENCE_INDENT) and (begins_item or ends_list):
            lines = ["&nbsp;", "", *lines]  # else the code is no code: part of the item before, or of the sign's line
        is_one_line = is_item and len(lines) == 1
        is_tight = is_one_line and self._after_one_line_item and self._continues(new_containers[-1], open_containers)
        del self._open[shared:]
        blank_prefix = "".join(text for _, text in self._open)
        first_prefix, next_prefix = self._begin(new_containers)
        if not is_item:
            self._last_lists = {key: last for key, last in self._last_lists.items() if key[0] < shared}
        next_lines = (next_prefix + line if line else next_prefix.rstrip() for line in lines[1:])
        if self._out:
            self._out.append("\n" if is_tight or continues else f"\n{blank_prefix.rstrip()}\n")
        self._out.append("\n".join([first_prefix + lines[0], *next_lines]))
        self._after_one_line_item = is_one_line

    def _begin(self, containers: list[int]) -> tuple[str, str]:
        """Open containers; returns what is before the first line in them, and before the next ones."""
        first_prefix = "".join(text for _, text in self._open)
        for container in containers:
            sign = self._sign(container)
            first_prefix += sign
            self._open.append((container, " " * len(sign) if sign != "> " else sign))
        box = self._nesting.is_checked(containers[-1]) if containers else None
        return first_prefix + _BOXES.get(box, ""), "".join(text for _, text in self._open)  # type: ignore[arg-type]

    def _continues(self, item: int, open_containers: Set[int]) -> bool:
        """Whether an item continues an open list, or begins one inside an open item."""
        list_index = self._nesting.list_of(item)
        lists = {self._nesting.list_of(container) for container in open_containers if self._nesting.is_item(container)}
        return list_index in lists or self._nesting.container_of(list_index) in open_containers

    def _sign(self, container: int) -> str:
        if not self._nesting.is_item(container):
            return "> "
        list_index, number = self._nesting.list_of(container), self._nesting.numbers.get(container)
        level = (len(self._open), number is None)
        last, is_second_sign, last_number = self._last_lists.get(level, (list_index, False, -1))
        is_next = last == list_index and last_number in (-1, (number or 0) - 1)
        if not is_next and (number is not None or last != list_index):
            is_second_sign = not is_second_sign  # another sign separates a list from the one before
        self._last_lists = {key: value for key, value in self._last_lists.items() if key[0] <= level[0]}
        self._last_lists[level] = (list_index, is_second_sign, -1 if number is None else number)
        width = _WIDE_SIGN if list_index in self._lists_with_code else 0
        if number is None:
            return ("* " if is_second_sign else "- ").ljust(width)
        return f"{number}{')' if is_second_sign else '.'} ".ljust(width)
