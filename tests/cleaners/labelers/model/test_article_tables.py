"""A small table of an article is decided with the text before it; tables of products, forums and menus are not."""

from __future__ import annotations

import pytest

from .test_code import raised

SENTENCE = "<p>The mill stood in the middle of the river until the flood.</p>"
HEAD = "<tr><th>Mill</th><th>Wheels</th></tr>"
TABLE = f"<table>{HEAD}<tr><td>Upper</td><td>two</td></tr></table>"


def likelihood_of_table(page: str, prose: float = 0.9, table: float = 0.3) -> list[float]:
    """What becomes of the probabilities of a page's cells; the first sentences have ``prose``, the cells ``table``."""
    before = page.partition("<table")[0].count("<p>")
    cells = page.count("<th>") + page.count("<td>")
    _, values = raised(page, [prose] * before + [table] * cells + [0.05] * page.partition("</table>")[2].count("<p>"))
    return values[before : before + cells]


@pytest.mark.parametrize(
    "page",
    [
        f"<article>{SENTENCE * 3}{TABLE}</article>",
        f"<main><section>{SENTENCE * 3}<figure>{TABLE}</figure></section></main>",
        f"<article>{SENTENCE * 2}<div><div>{TABLE}</div></div><footer><p>Printed by the mill</p></footer></article>",
    ],
)
def test_a_table_of_an_article_is_as_likely_as_the_text_before_it(page: str) -> None:
    assert likelihood_of_table(page) == [0.9] * 4


def test_an_unlikely_table_and_one_after_unlikely_text_stay_as_they_are() -> None:
    page = f"<article>{SENTENCE * 3}{TABLE}</article>"
    assert likelihood_of_table(page, table=0.1) == pytest.approx([0.1] * 4)
    assert likelihood_of_table(page, prose=0.5) == pytest.approx([0.3] * 4)


def test_a_table_before_the_text_stays_as_it_is() -> None:
    _, values = raised(f"<article>{TABLE}{SENTENCE * 3}</article>", [0.3] * 4 + [0.9] * 3)
    assert values[:4] == pytest.approx([0.3] * 4)


@pytest.mark.parametrize(
    "page",
    [
        f"<div>{SENTENCE}<table>{HEAD}{'<tr><td>a part of steel</td><td>one of brass</td></tr>' * 4}</table></div>",
        f"<div>{SENTENCE * 3}<table>{HEAD}<tr><td><a href='/1'>The upper mill</a></td><td>two</td></tr></table></div>",
        f"<div><div>{SENTENCE * 2}{TABLE}</div>{'<p>Two wheels and a ladder of oak for sale</p>' * 9}</div>",
    ],
    ids=["more cells than sentences", "links", "little text on the page"],
)
def test_a_table_of_another_kind_stays_as_it_is(page: str) -> None:
    values = likelihood_of_table(page)
    assert values == pytest.approx([0.3] * len(values))
