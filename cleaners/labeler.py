"""Who may label a block: a name, and a function from a read page to verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .page import Decisions, Verdicts
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Voice:
    """Who may speak on a page's blocks.

    ``speak(reading, decided)`` returns verdicts by block index, for as many or few
    blocks as it has something to say on. ``decided`` holds what the voices ahead
    of it decided; a verdict on a decided block is ignored.
    """

    name: str
    speak: Callable[[Reading, Decisions], Verdicts]
