"""What several labelers need of a page, each computed once, at its first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..page import Block, Element, Kind, Page
from ..wording import CATEGORIES, load_wording_model
from .forum import is_forum
from .lines import Line, Lines
from .linked_data import LinkedData
from .markup import ElementNames, shows_code
from .titles import declared_titles, find_title, title_parts

__all__ = ["Reading"]


@dataclass
class Reading:
    """A page and what is computed from it. All labelers, the metadata and the threads get the same object.

    ``lines_of_site`` are the texts of its lines that are the site's own, as far as its memory shows.
    """

    page: Page
    lines_of_site: frozenset[str] = frozenset()

    @cached_property
    def shown_blocks(self) -> list[Block]:
        """The blocks that are visible to a reader."""
        return [block for block in self.page.blocks if not block.hidden]

    @cached_property
    def lines(self) -> Lines:
        """The visible blocks, each with its normalised text, its length and whether it is prose."""
        return Lines(self.shown_blocks)

    @cached_property
    def is_forum(self) -> bool:
        """Whether the page is a forum thread, or questions and answers, so that its posts are its content."""
        return is_forum(self.page, self.lines)

    @cached_property
    def shows_code(self) -> bool:
        """Whether the page shows code to its readers."""
        return shows_code(self.page)

    @cached_property
    def linked_data(self) -> LinkedData:
        """The JSON-LD of the page, parsed once."""
        return LinkedData(self.page.head.jsonld)

    def declared_address(self) -> str | None:
        """The web address that the article's JSON-LD declares; None for none."""
        for name in ("url", "mainEntityOfPage"):
            address = self.linked_data.address(name)
            if address.startswith(("http://", "https://")):
                return address
        return None

    @cached_property
    def wording(self) -> NDArray[np.float32]:
        """By block: the probability of each category of line, told from the words alone (`cleaners.wording`).

        NaN for hidden blocks and for code, whose words are not a line's.
        """
        result = np.full((len(self.page.blocks), len(CATEGORIES)), np.nan, np.float32)
        judged = [block for block in self.shown_blocks if block.kind is not Kind.CODE]
        texts = {text: number for number, text in enumerate(dict.fromkeys(block.text for block in judged))}
        if texts:
            probability = load_wording_model().probabilities(list(texts))
            result[[block.index for block in judged]] = probability[[texts[block.text] for block in judged]]
        return result

    @cached_property
    def declared_titles(self) -> list[str]:
        """The titles that the page's head declares, best first; empty for flattened text."""
        return declared_titles(self.page.head)

    @cached_property
    def title_parts(self) -> dict[str, int]:
        """The declared titles, normalised, whole and without the site's name, each with its rank (0 is best)."""
        return title_parts(self.page.head, self.declared_titles)

    @cached_property
    def title(self) -> tuple[Line, float] | None:
        """The line that is most likely the title, and its probability between 0 and 1; None if there is none."""
        return find_title(self.page, self.lines, self.title_parts, self.lines_of_site)

    def elements_named(self, names: frozenset[str]) -> list[Element]:
        """The elements with text that have one of these words as class, id or label, in page order."""
        return [self.page.elements[index] for index in self._element_names.having(names)]

    @cached_property
    def _element_names(self) -> ElementNames:
        return ElementNames(self.page.elements)
