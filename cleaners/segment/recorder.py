"""Records what a page has beside its text during a walk: the open elements, times, pictures, boxes of task lists."""

from __future__ import annotations

from typing import Any

from ..page import Element
from ..prescan import Limits
from .collected import Collected
from .collector import Collector
from .formulas import Formulas
from .heading_links import FORMULA_NUMBER
from .hidden import Visibility
from .media import emoji_of
from .stylesheet import Styles
from .tags import FIELDS, IMAGES, LISTS, PREFORMATTED
from .tex import Formula

_CENTURIES = ("19", "20")


class Recorder(Collector):
    """The elements of a page, and what belongs to them without being text."""

    def __init__(self, source: str, styles: Styles | None, limits: Limits | None, url: str | None) -> None:
        super().__init__(source, limits, url)
        self.visibility = Visibility(styles)
        self.times: list[tuple[int, str]] = []
        self.collected = Collected()
        self._formulas = Formulas()
        self._fields = self._images = 0  # counted so far
        self._task_list = -2  # the element of the last list that has a state for each item

    def _add_time(self, attrs: dict[str, str | None]) -> None:
        """Record the date that an element gives to programs."""
        time = attrs.get("datetime") or attrs.get("title")
        if time and time[:2] in _CENTURIES:
            self.times.append((len(self.blocks), time))

    def _add_picture(self, tag: str, node: Any, hidden: str) -> None:
        """Record a picture; one that stands for a character becomes part of the text."""
        attrs = node.attributes
        if tag == "img":
            hidden = hidden or self.visibility.cause_for(node, tag, attrs, -1)
            if emoji := "" if hidden else emoji_of(attrs):
                self._run.add(emoji)
                return
        element = self._open_elements[-1] if self._open_elements else -1
        before = len(self.blocks) + (self._run.length > 0)
        self.collected.add_picture(tag, node, before, element, hidden)

    def _add_checkbox(self, attrs: dict[str, str | None]) -> None:
        """Record on the item of a task list, as ARIA does, whether its box is checked.

        A box that a reader may tick, as those of a recipe's ingredients, makes no task list.
        """
        if (attrs.get("type") or "").lower() == "checkbox" and not self._run.length:
            for index in self._open_elements[:-4:-1]:
                item = self.elements[index]
                if item.tag == "li" and item.start == len(self.blocks) and "aria-checked" not in item.attrs:
                    is_state = "checked" in attrs or "disabled" in attrs or "task" in (item.attrs.get("class") or "")
                    if is_state or item.parent == self._task_list:
                        item.attrs = {**item.attrs, "aria-checked": "true" if "checked" in attrs else "false"}
                        self._task_list = item.parent
                    break

    def _tag_around(self) -> str:
        """The tag of the innermost open block-level element, "" for none."""
        return self.elements[self._open_elements[-1]].tag if self._open_elements else ""

    def _open_element(self, tag: str, attrs: dict[str, str | None]) -> None:
        parent = self._open_elements[-1] if self._open_elements else -1
        element = Element(tag, attrs, parent, len(self._open_elements), len(self.blocks), 0, self._hidden)
        element.fields, element.images = -self._fields, -self._images
        self.collected.add_anchor(attrs, len(self.blocks), len(self.elements))
        self._open_elements.append(len(self.elements))
        self.elements.append(element)
        self._lists += tag in LISTS
        self._pre += tag in PREFORMATTED

    def _count(self, tag: str) -> None:
        if tag in FIELDS:
            self._fields += 1
        elif tag in IMAGES:
            self._images += 1

    def _is_newly_hidden(self, tag: str, node: Any, attrs: dict[str, str | None]) -> bool:
        return not self._hidden and bool(self.visibility.own_cause(node, tag, attrs))

    def _add_formula_of_block(self, formula: Formula) -> None:
        """Add the formula of a block-level element; its number becomes a block that is not shown."""
        self._run.add_formula(formula)
        if formula.number:
            self._flush()
            hidden, self._hidden = self._hidden, self._hidden or FORMULA_NUMBER
            self._run.add(formula.number)
            self._flush()
            self._hidden = hidden

    def _add_formula(self, tag: str, node: Any) -> bool:
        """Add the formula of a picture or a script, if it is one; returns whether it is."""
        attrs = node.attributes
        formula = self._formulas.read(tag, node, attrs)
        if formula is not None and not self._is_newly_hidden(tag, node, attrs):
            self._run.add_formula(formula)
        return formula is not None
