"""The page as one band: how much was kept and removed, where, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .passages import Passage
from .shell import text, voice_class

_WIDTH, _HEIGHT = 1000, 22


def strip(passages: Sequence[Passage]) -> str:
    """A drawing in which every stretch of the page is as wide as it has words, coloured by its voice."""
    total = sum(one.words for one in passages)
    if not total:
        return ""
    parts, at = [], 0.0
    for (kept, group), run in groupby(passages, key=lambda one: (one.kept, "" if one.kept else one.group)):
        stretch = list(run)
        words = sum(one.words for one in stretch)
        wide = words * _WIDTH / total
        css = "voice v-keep" if kept else voice_class(group)
        said = f"{words:,} words {'kept' if kept else f'removed by {group}'}"
        parts.append(
            f'<a href="#p{stretch[0].number}" tabindex="-1"><title>{text(said)}</title>'
            f'<rect class="{css}" x="{at:.1f}" y="{0 if kept else 3}" width="{max(wide, 0.6):.1f}"'
            f' height="{_HEIGHT if kept else _HEIGHT - 6}"/></a>'
        )
        at += wide
    return (
        f'<svg class="strip" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )
