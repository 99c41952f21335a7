"""Flattened pages that are no news: menus, promos and forms go; lists, verse, code and tables stay."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from cleaners import clean

MENU = "Home\nShop\nRecipes\nAbout us\nContact\nMy account\nCart (0)"
FOOTER = "Privacy policy\nTerms and conditions\nSitemap\n© 2026 The Copper Ladle. All rights reserved."
NEWSLETTER = "Join our newsletter\n\nGet one new recipe in your inbox every Friday.\n\nEnter your e-mail\n\nSign up"
COMMENT_FORM = (
    "Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n\n"
    "Comment *\n\nName *\n\nEmail *\n\nPost Comment"
)

RECIPE = """\
Barley soup with smoked plums

My grandmother cooked this soup on the first evening of frost, when the plums had hung in the chimney for a month and \
the barley of the year was finally dry enough to be stored.

Ingredients

- 200 g pearl barley
- 8 smoked plums, stoned
- 2 carrots and a piece of celeriac
- 1 litre of vegetable stock
- a spoonful of sour cream for each plate

Method

1. Soak the barley overnight in plenty of cold water.
2. Cook it with the diced vegetables in the stock for forty minutes.
3. Add the plums and let them swell for a quarter of an hour.
4. Season with salt, pepper and a dash of vinegar.

It tastes better on the second day, when the smoke of the plums has gone through the whole pot, and it keeps in a cold \
larder for the best part of a week."""

VERSE = """\
The ferryman's lament

I carried over the baker's bride,
I carried her cousins three,
I carried the bread to the other side
and nobody carried me.

I carried the judge with his silver chain,
I carried the thief he tried,
I carried them home through the autumn rain,
together and side by side.

And when they had built the bridge of stone
and never a boat came by,
I sat in the middle and rowed alone
to see if the stream was dry.

The poem was found in 1911 between the pages of a lock-keeper's log book, and nobody has ever claimed to have \
written it, although three villages along the river sing it to three different tunes."""

CODE = """\
Counting lines without reading the file twice

A log that is being written to cannot be read from the start each time somebody asks how long it is, so the reader \
keeps the place where it stopped and only looks at what has come since.

def count_new(path, place, lines):
    with open(path, 'rb') as log:
        log.seek(place)
        new = log.read()
    return place + len(new), lines + new.count(b'\\n')

Call it with zeros the first time. The function gives back the new place and the new number of lines, which the caller \
has to keep until the next question comes.

If the file has become shorter in the meantime, it was rotated, and the count must begin anew with the place set to \
zero again."""

TABLE = """\
How high the river stood at the old mill

The water was measured every year on the first of April at the same iron ring, which was set into the wall of the mill \
when the wheel was taken out.

Year
Height in cm
Ice until
1998
212
March 3
1999
187
February 11
2000
240
March 19

The gauge was moved downstream in 2001, so that later figures cannot be compared with these, and the ring itself is \
now below the gravel that the last great flood left behind."""

CELLS = TABLE  # a line a cell, as most crawlers leave a table
ROWS = TABLE.replace("Year\nHeight in cm\nIce until", "Year | Height in cm | Ice until")
for _year in ("1998\n212", "1999\n187", "2000\n240"):
    ROWS = ROWS.replace(_year + "\n", _year.replace("\n", " | ") + " | ")

PAGES = {"recipe": RECIPE, "verse": VERSE, "code": CODE, "rows": ROWS, "cells": CELLS}
OPEN = {
    "verse": "a line of the poem is taken for the title, since the page does not say which line is its title",
    "rows": "rows of figures without a caption's markup, at the end of a short page, look like counters",
    "cells": "a table with one cell a line looks like counters and dates to the model and to the by-line rule",
}


def whole(names: Iterable[str]) -> list[object]:
    """The pages, those with a known fault marked: the mark goes when the fault does."""
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=OPEN[name], strict=True)) if name in OPEN else name
        for name in names
    ]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def page_of(body: str) -> str:
    return "\n\n".join([MENU, body, COMMENT_FORM, NEWSLETTER, FOOTER]) + "\n"


@pytest.mark.parametrize("name", whole(PAGES))
def test_what_belongs_to_the_page_is_kept(name: str) -> None:
    title, *body = lines_of(PAGES[name])
    page = clean(page_of(PAGES[name]))
    kept = [decision.block.text for decision in page.decisions if decision.kept]
    assert page.title == title
    assert [line for line in body if line not in kept] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("part", ["menu", "comment form", "newsletter", "footer"])
def test_what_is_around_it_is_dropped(name: str, part: str) -> None:
    around = {"menu": MENU, "comment form": COMMENT_FORM, "newsletter": NEWSLETTER, "footer": FOOTER}[part]
    page = clean(page_of(PAGES[name]))
    kept = [decision.block.text for decision in page.decisions if decision.kept]
    assert [line for line in lines_of(around) if line in kept] == []
