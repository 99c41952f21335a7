"""Who may speak on a block. The order of this list is the policy: the first voice that speaks decides."""

from __future__ import annotations

from ..page import Voice
from . import completion, learned
from .memory import SiteMemory
from .memory import voice as memory_voice
from .rules import RULES

__all__ = ["voices"]


def voices(memory: SiteMemory | None = None, digest: str = "", judge: Voice = learned.VOICE) -> tuple[Voice, ...]:
    """The voices in the order in which they may speak.

    ``memory`` is what is known of the page's site; ``digest`` is the raw body's, by
    which the memory knows the page itself among those it has counted. ``judge``, the
    learned judge, speaks on every block that is left, so it is the last; training
    puts its own in that place.
    """
    return (*RULES, memory_voice(memory, digest), completion.VOICE, judge)
