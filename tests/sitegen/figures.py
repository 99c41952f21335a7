"""How many promo lines and body lines a site's memory removes: the figures of the tests and of the bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import cleaners
from cleaners import Counts, RawPage, SiteMemory, count_page, host_of
from cleaners.labelers.site_memory import site_memory_labeler
from cleaners.reading import Reading
from cleaners.segment import segment

from .sites import BODY, PROMO, GenPage


@dataclass
class Tally:
    """Numbers of lines, and of those that were dropped or left."""

    promo: int = 0
    promo_left: int = 0
    body: int = 0
    body_lost: int = 0
    long_lost: int = 0
    left: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.promo + other.promo, self.promo_left + other.promo_left, self.body + other.body,
            self.body_lost + other.body_lost, self.long_lost + other.long_lost,
            self.left + other.left, self.lost + other.lost,
        )  # fmt: skip


def raw(page: GenPage) -> RawPage:
    return RawPage(page.url, page.body, fetched_at=datetime.fromisoformat(f"{page.fetched_on}T00:00:00+00:00"))


def memory_of(pages: Sequence[GenPage]) -> SiteMemory:
    return cleaners.memory_of(Counts(host_of(pages[0].url), (count_page(raw(page)) for page in pages)))


def tally(pages: Sequence[GenPage], memory: SiteMemory) -> Tally:
    """The figures of these pages with the memory as the only labeler."""
    figures = Tally()
    for page in pages:
        segmented = segment(page.body, page.url)
        dropped = site_memory_labeler(memory, raw(page).digest).label(Reading(segmented), {})
        labels = page.labels()
        for block in segmented.blocks:
            label = labels.get(" ".join(block.text.split()))
            is_dropped = block.index in dropped
            if label == PROMO:
                figures.promo += 1
                figures.promo_left += not is_dropped
                figures.left += [] if is_dropped else [f"{page.url}: {block.text}"]
            elif label == BODY:
                long = len(block.text.split()) >= 8 or (
                    not block.text.isascii() and " " not in block.text and len(block.text) >= 16
                )
                figures.body += 1
                figures.body_lost += is_dropped
                figures.long_lost += is_dropped and long
                figures.lost += [f"{page.url}: {block.text} <- {dropped[block.index].reason}"] if is_dropped else []
    return figures
