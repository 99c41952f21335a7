"""Who may speak on a block. The order of this list is the policy: the first voice that speaks decides."""

from __future__ import annotations

from ..page import Voice
from . import completion, rest, standin
from .rules import RULES

__all__ = ["voices"]


def voices() -> tuple[Voice, ...]:
    """The voices in the order in which they may speak."""
    return (*RULES, standin.VOICE, completion.VOICE, rest.VOICE)
