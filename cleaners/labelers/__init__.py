"""Who may label a block. The order of this list is the policy: the first labeler with a label for a block decides."""

from __future__ import annotations

from ..labeler import Labeler
from . import propagation
from .model import LABELER as MODEL
from .rules import RULES
from .site_memory import SiteMemory, site_memory_labeler
from .site_rules import NO_SITE_RULES

__all__ = ["ordered_labelers"]


def ordered_labelers(
    memory: SiteMemory | None = None, digest: str = "", model: Labeler = MODEL, site: Labeler = NO_SITE_RULES
) -> tuple[Labeler, ...]:
    """The labelers in the order in which they decide.

    ``site`` applies the rules of the page's site file, ahead of all others. ``memory`` holds
    what was counted on the site's pages; ``digest`` is the sha256 of the raw body, so that the
    page does not count as evidence against itself. ``model`` labels every block that is left,
    so it is the last; training puts its own in that place.
    """
    return (site, *RULES, site_memory_labeler(memory, digest), propagation.LABELER, model)
