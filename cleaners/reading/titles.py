"""All functions that find the page's title.

`find_title` returns the line that is the title: in HTML the one that the head declares (`marked_up_titles`),
in flattened text the likeliest line before the body (`flattened_titles`). `choose_title` returns a text instead
of a line, for the metadata: the one on which heading, head and linked data agree (`title_votes`).
`declared_titles` returns the titles of the head.
"""

from __future__ import annotations

from ..page import Page
from .declared_titles import MAX_TITLE_CHARS, declared_titles, title_parts, without_site_tail
from .flattened_titles import find_in_text
from .lines import Line, Lines
from .marked_up_titles import find_in_markup
from .site_names import comparison_key, is_site_name, site_names
from .title_votes import HeadingText, choose_title

__all__ = [
    "MAX_TITLE_CHARS",
    "HeadingText",
    "choose_title",
    "comparison_key",
    "declared_titles",
    "find_title",
    "is_site_name",
    "site_names",
    "title_parts",
    "without_site_tail",
]  # fmt: skip

_MARKUP_PROBABILITY = 0.95


def find_title(
    page: Page, lines: Lines, parts: dict[str, int], lines_of_site: frozenset[str]
) -> tuple[Line, float] | None:
    """The line that is most likely the title, and its probability; ``parts`` are the head's `title_parts`.

    ``lines_of_site`` are texts of the page that stand on most pages of its site.
    """
    if page.origin == "text":
        return find_in_text(page.url, lines, lines_of_site)
    line = find_in_markup(page.head, lines, parts)
    return (line, _MARKUP_PROBABILITY) if line else None
