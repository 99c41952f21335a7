"""Who may label a block: a name, and a function from a read page to labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .page import Decisions, Labels
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Labeler:
    """Who may speak on a page's blocks.

    ``label(reading, decided)`` returns labels by block index, for as many or few
    blocks as it has something to say on. ``decided`` holds what the labelers ahead
    of it decided; a label on a decided block is ignored.
    """

    name: str
    label: Callable[[Reading, Decisions], Labels]
