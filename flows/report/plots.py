"""Small drawings in SVG, coloured by the page's style: bars in a table's row, and histograms."""

from __future__ import annotations

from collections.abc import Sequence

from ..htmlpage import text, voice_class

_WIDTH, _HEIGHT, _BASE, _TOP = 560, 190, 160, 18


def bar(parts: Sequence[tuple[str, float]], most: float) -> str:
    """One bar of stretches, each a voice ("keep" for what is kept) and its size; ``most`` fills the whole width."""
    at, drawn = 0.0, []
    for voice, size in parts:
        wide = 100 * size / most if most else 0
        css = "voice v-keep" if voice == "keep" else voice_class(voice)
        drawn.append(f'<rect class="{css}" x="{at:.2f}" width="{wide:.2f}" height="10"/>')
        at += wide
    return f'<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{"".join(drawn)}</svg>'


def histogram(counts: Sequence[int], labels: Sequence[str], about: str) -> str:
    """Columns with their counts above and labels below ("" for none); ``about`` says in words what is seen."""
    most, wide = max(counts, default=0) or 1, _WIDTH / max(1, len(counts))
    drawn = []
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        high = (_BASE - _TOP) * count / most
        x, middle = place * wide, (place + 0.5) * wide
        if count:
            drawn.append(
                f'<rect class="column" x="{x + 1.5:.1f}" y="{_BASE - high:.1f}" width="{wide - 3:.1f}"'
                f' height="{max(high, 1):.1f}" rx="2"/>'
                f'<text x="{middle:.1f}" y="{_BASE - high - 5:.1f}" class="count">{count:,}</text>'
            )
        if label:
            drawn.append(f'<text x="{middle:.1f}" y="{_BASE + 16}">{text(label)}</text>')
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{text(about)}">'
        f'<line x1="0" y1="{_BASE}" x2="{_WIDTH}" y2="{_BASE}"/>{"".join(drawn)}</svg>'
    )
