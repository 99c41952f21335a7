"""The categories of lines: body, and the kinds of cruft, each with the reason for which it is dropped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A category of lines. ``reason`` is what a line of it does, in words for a reader of the trail."""

    name: str
    reason: str


CATEGORIES = (
    Category("body", "is part of the text"),
    Category("promo", "advertises something to the reader"),
    Category("newsletter", "asks the reader to subscribe or to follow"),
    Category("support", "asks the reader for money or support"),
    Category("paywall", "asks the reader to log in or to pay for the text"),
    Category("read_also", "points to other pages"),
    Category("share", "offers to share the page"),
    Category("comment", "belongs to the form or the count of comments"),
    Category("credit", "credits a picture"),
    Category("byline", "names the author or the date"),
    Category("author_box", "is about the author, not part of the text"),
    Category("cookie", "is a notice about cookies, scripts or advertisements"),
    Category("navigation", "is for finding the way on the site"),
    Category("forum", "belongs to the forum's controls"),
)
BODY = 0  # the index of the category of true text
