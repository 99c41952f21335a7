"""Whether a page is a forum thread or a page of questions and answers, so that its posts are its content."""

from __future__ import annotations

from ..lexicon.phrases import phrases
from ..page import Page
from .lines import Lines

_PHRASES = phrases("forum_mark")
_CERTAIN_PHRASES = phrases("forum_sure")
_MIN_PHRASES = 2  # different phrases of forums that a page must have
_SCHEMA_TYPES = ("discussionforumposting", "qapage")
_SOFTWARE = (
    "phpbb vbulletin xenforo discourse mybb bbpress wpforo flarum invision simplemachines nodebb vanilla phorum fluxbb"
).split()
_URL_PARTS = (
    "/forum forum. forums. /thread /topic/ /t/ /questions/ viewtopic showthread /discussion community. /r/"
).split()


def is_forum(page: Page, lines: Lines) -> bool:
    """Whether the URL, the software, the declared type or the page's own words are those of a forum."""
    url = (page.url or page.head.canonical).casefold()
    if any(part in url for part in _URL_PARTS):
        return True
    generator = " ".join(text for name, text in page.head.meta if name == "generator").casefold()
    if any(name in generator for name in _SOFTWARE):
        return True
    jsonld = "".join(page.head.jsonld).casefold()
    if any(name in jsonld for name in _SCHEMA_TYPES):
        return True
    return not _CERTAIN_PHRASES.isdisjoint(lines.by_text) or len(lines.by_text.keys() & _PHRASES) >= _MIN_PHRASES
