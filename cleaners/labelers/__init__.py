"""The labelers and their order, which is the policy: the first labeler that labels a block decides."""

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

    ``site`` applies the rules of the page's site file, before all others. ``memory`` is the site
    memory; ``digest`` is the sha256 of the raw body, so that the page is not counted as evidence
    against itself. ``model`` is the last because it labels every block that is left; training
    passes its own.
    """
    return (site, *RULES, site_memory_labeler(memory, digest), propagation.LABELER, model)
