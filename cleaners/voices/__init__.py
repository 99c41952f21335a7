"""Who may speak on a block. The order of this list is the policy: the first voice that speaks decides."""

from __future__ import annotations

from ..labeler import Voice
from . import completion, learned
from .memory import SiteMemory
from .memory import voice as memory_voice
from .rules import RULES
from .site import SILENT

__all__ = ["voices"]


def voices(
    memory: SiteMemory | None = None, digest: str = "", judge: Voice = learned.VOICE, site: Voice = SILENT
) -> tuple[Voice, ...]:
    """The voices in the order in which they may speak.

    ``site`` is the site's own say on this page, ahead of all others.
    ``memory`` is what is known of the page's site; ``digest`` is the raw body's, by
    which the memory knows the page itself among those it has counted. ``judge``, the
    learned judge, speaks on every block that is left, so it is the last; training
    puts its own in that place.
    """
    return (site, *RULES, memory_voice(memory, digest), completion.VOICE, judge)
