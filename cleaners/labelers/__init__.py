"""The labelers and their order, which is the policy: the first labeler that labels a block decides."""

from __future__ import annotations

from ..labeler import Labeler
from ..page import Decisions, Labels
from ..reading import Reading
from . import propagation, wording
from .captions import captions_labeler
from .footnotes import footnotes_labeler
from .model import LABELER as MODEL
from .rules import RULES
from .short_lines import short_lines_labeler
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
    passes its own. Footnotes, captions and short lines come before it, because they keep what it would drop, and
    before the wording of a line, which may be that of cruft.
    """
    model = _once(model)
    attached = footnotes_labeler(model), captions_labeler(model), short_lines_labeler(model)
    return (site, *RULES, site_memory_labeler(memory, digest), propagation.LABELER, *attached, wording.LABELER, model)


def _once(labeler: Labeler) -> Labeler:
    """A labeler that computes the labels of a page once, for all that ask for them."""
    computed: list[tuple[Reading, Labels]] = []

    def label(reading: Reading, decided: Decisions) -> Labels:
        if not computed or computed[0][0] is not reading:
            computed[:] = [(reading, labeler.label(reading, decided))]
        return computed[0][1]

    return Labeler(labeler.name, label)
