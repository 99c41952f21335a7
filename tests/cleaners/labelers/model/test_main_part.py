"""Where the article is: paragraph points, the title's words and linked headings tell its part of the page."""

from __future__ import annotations

import numpy as np

from cleaners.clean import read_page
from cleaners.labelers.model.chars import Floats
from cleaners.labelers.model.features import measure_base
from cleaners.page import Page
from cleaners.reading import Reading

PROSE = "The dredger worked at night, when the ferries lay still, and the quay was quiet until the first tide."
TEASER = "<div class=card><div><h3><a href=/{0}>Story number {0}</a></h3><p>" + PROSE + "</p></div></div>"
PAGE = (
    "<html><head><title>Dredger clears the ferry quay</title></head><body><div id=a>"
    "<h1>Dredger clears the ferry quay</h1>"
    f"<p>{PROSE}</p><p>{PROSE} {PROSE}</p><p>The ferry comes back to the quay in May.</p></div>"
    f"<div id=b>{''.join(TEASER.format(number) for number in range(12))}</div></body></html>"
)


def columns_of(source: str) -> tuple[Page, dict[str, Floats]]:
    page = read_page(source)[0]
    return page, measure_base(Reading(page))[2]


def test_the_points_are_with_the_article_though_the_teasers_have_more_text() -> None:
    page, columns = columns_of(PAGE)
    inside = [block.index for block in page.blocks if block.index < 4]
    outside = [block.index for block in page.blocks if block.index >= 4]
    assert (columns["points away"][inside] == 0).all()
    assert (columns["points away"][outside] == np.arange(1, len(outside) + 1)).all()
    assert (columns["points share"][inside] == 1).all()
    assert columns["words"][outside].sum() > columns["words"][inside].sum()


def test_links_take_points_away() -> None:
    linked = PAGE.replace("<p>", "<p><a href=/x>", 3).replace("</p>", "</a></p>", 3)
    assert columns_of(linked)[1]["points away"][0] != 0


def test_the_container_of_the_article_holds_the_words_of_the_title() -> None:
    _, columns = columns_of(PAGE)
    assert columns["title in container 1"][2] == 1
    assert columns["title in container 1"][6] < 1


def test_headings_that_are_links_count_where_they_stand() -> None:
    page, columns = columns_of(PAGE)
    last = len(page.blocks) - 1
    assert columns["heading linked"][2] == 0
    assert columns["heading linked"][last] == 1
    assert columns["container 2 linked headings"][last] == 1
    assert columns["since linked heading"][last] == 1


def test_a_title_without_words_and_a_page_of_one_block_are_measured() -> None:
    for source in ("<title>!</title><p>One line of text.</p>", "<p>One</p>"):
        page, columns = columns_of(source)
        assert all(column.shape == (len(page.blocks),) for column in columns.values())
