"""Whether a page is a forum thread or a page of questions and answers: its posts are its content."""

from __future__ import annotations

from ..lexicon.phrases import phrases
from ..page import Page
from .lines import Lines

_MARKS = phrases("forum_mark")
_SURE = phrases("forum_sure")
_MIN_MARKS = 2  # different marks of a forum
_TYPES = ("discussionforumposting", "qapage")
_SOFTWARE = (
    "phpbb vbulletin xenforo discourse mybb bbpress wpforo flarum invision simplemachines nodebb vanilla phorum fluxbb"
).split()
_ADDRESS = (
    "/forum forum. forums. /thread /topic/ /t/ /questions/ viewtopic showthread /discussion community. /r/"
).split()


def is_forum(page: Page, lines: Lines) -> bool:
    """True where the address, the software, the declared type or the page's own words say so."""
    address = (page.url or page.head.canonical).casefold()
    if any(part in address for part in _ADDRESS):
        return True
    generator = " ".join(text for name, text in page.head.meta if name == "generator").casefold()
    if any(name in generator for name in _SOFTWARE):
        return True
    declared = "".join(page.head.jsonld).casefold()
    if any(kind in declared for kind in _TYPES):
        return True
    return not _SURE.isdisjoint(lines.by_text) or len(lines.by_text.keys() & _MARKS) >= _MIN_MARKS
