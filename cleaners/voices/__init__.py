"""Who may speak on a block. The order of this list is the policy: the first voice that speaks decides."""

from __future__ import annotations

from typing import Any

from ..page import Voice
from . import completion, memory, rest, standin
from .memory import SiteMemory
from .rules import RULES

__all__ = ["voices"]


def voices(memory: Any = None) -> tuple[Voice, ...]:
    """The voices in the order in which they may speak; ``memory`` is what is known of the page's site."""
    return (*RULES, standin.VOICE, completion.VOICE, rest.VOICE)
