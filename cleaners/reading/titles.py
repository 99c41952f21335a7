"""The page's title: all that look for it.

`find_title` gives the line that is the title: in HTML the one that the head declares (`marked_up_titles`), in
flattened text the likeliest of the lines before the body (`flattened_titles`). `find_by_overlap` is the
variant that the model was trained with. `choose_title` gives a text instead of a line, for the
metadata: what heading, head and linked data agree on (`title_votes`). `declared_titles` holds what the head says.
"""

from __future__ import annotations

from ..page import Page
from .declared_titles import declared_titles, title_parts, without_site_tail
from .flattened_titles import find_in_text
from .lines import Line, Lines
from .marked_up_titles import find_by_overlap, find_in_markup
from .title_votes import choose_title, is_site, site_names, words

__all__ = [
    "choose_title", "declared_titles", "find_by_overlap", "find_title", "is_site", "site_names", "title_parts",
    "without_site_tail", "words",
]  # fmt: skip

_SURE_IN_MARKUP = 0.95


def find_title(page: Page, lines: Lines, parts: dict[str, int]) -> tuple[Line, float] | None:
    """The line that is most likely the title, and how likely it is; ``parts`` are the head's `title_parts`."""
    if page.origin == "text":
        return find_in_text(page.url, lines)
    line = find_in_markup(page.head, lines, parts)
    return (line, _SURE_IN_MARKUP) if line else None
