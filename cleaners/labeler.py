"""The type of a labeler: a name, and a function from a page's reading to labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .page import Decisions, Labels
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Labeler:
    """Labels the blocks of a page.

    ``label(reading, decided)`` returns labels by block index, for some, all or none of the blocks.
    ``decided`` contains the decisions by earlier labelers; a label for one of their blocks is ignored.
    """

    name: str
    label: Callable[[Reading, Decisions], Labels]
