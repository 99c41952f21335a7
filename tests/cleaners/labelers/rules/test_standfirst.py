"""The sentence under the title stays, whatever editors call it; other lines with such a name are left alone."""

from __future__ import annotations

import pytest

from cleaners import CleanPage, clean

RULE = "rules.standfirst"
TEXT = "Two ferries and a rope have carried the town for a century. This winter a bridge takes their place."


def page(under: str, paragraphs: int = 6) -> CleanPage:
    body = "".join(
        f"<p>Paragraph {n} tells of the rope that the ferrymen of Halm tarred every spring, of those who held it in "
        f"the flood of the year {1900 + n}, and of what the council paid for it.</p>"
        for n in range(paragraphs)
    )
    article = f"<article><header><h1>The last rope of Halm</h1>{under}</header>{body}</article>"
    return clean(f"<html><head><title>The last rope of Halm</title></head><body>{article}</body></html>")


def said(cleaned: CleanPage) -> list[tuple[str, bool]]:
    return [(decision.block.text, decision.kept) for decision in cleaned.decisions if decision.decided_by == RULE]


@pytest.mark.parametrize(
    "name",
    "standfirst,story-standfirst,articleSubtitle,ContentHeaderDek,sub-headline,entry_excerpt,big chapo".split(","),
)
def test_keeps_an_element_named_standfirst(name: str) -> None:
    assert said(page(f'<p class="{name}">{TEXT}</p>')) == [(TEXT, True)]
    assert said(page(f'<div class="{name}"><h2>{TEXT}</h2></div>')) == [(TEXT, True)]


def test_keeps_it_below_a_by_line() -> None:
    cleaned = page(f'<div class="author">By Noor Haldane</div><p class="dek">{TEXT}</p>')
    assert said(cleaned) == [(TEXT, True)]


@pytest.mark.parametrize(
    "under",
    [
        f"<p>{TEXT}</p>",
        f'<p class="dekoration">{TEXT}</p>',
        '<p class="subtitle">Local news</p>',
        f'<p class="subtitle"><a href="/bridge">{TEXT}</a></p>',
        f'<div class="excerpt"><p>{TEXT}</p><p>{TEXT}</p></div>',
        '<p class="byline subtitle">By Noor Haldane, 3 May 2026</p>',
    ],
)  # fmt: skip
def test_does_not_label_other_lines(under: str) -> None:
    assert said(page(under)) == []


def test_does_not_label_far_below_the_title_or_on_a_page_that_is_no_article() -> None:
    far = "".join(f"<p>Line {n}</p>" for n in range(4)) + f'<p class="standfirst">{TEXT}</p>'
    assert said(page(far)) == []
    assert said(page(f'<p class="standfirst">{TEXT}</p>', paragraphs=1)) == []
