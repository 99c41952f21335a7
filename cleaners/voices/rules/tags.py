"""Lists of tags and categories after (or before) an article."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import openers, phrases, words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop

_LABELS = phrases("tag_label")
_INLINE = pattern(
    lambda: (
        rf"^(?:{words('tag_label')})\s*[:：]\s*\S"
        r"|^(?:tagged|filed under|posted in)\b(?: with| as| in| under)?\s\S"
    )
)
_LABEL_OPENERS = openers("tag_label")
_HASHTAGS = pattern(r"^#\w[\w-]*(?:[\s,]+#\w[\w-]*)*$")
_MOST = 30  # words of a line of tags
_TAG = 4  # words of one tag


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    found: list[int] = []
    for place in lines.found(_LABELS):
        if not lines.before_prose(place) and lines.blocks[place].kind is not Kind.CELL and not _in_body(lines, place):
            found += [place, *_listed(lines, place)]
    inline = [
        place for place in lines.opened_by(_LABEL_OPENERS, _MOST) if _INLINE.match(lines.blocks[place].text.casefold())
    ]
    hashed = [
        place
        for place in lines.short(_MOST)
        if lines.blocks[place].text[0] == "#" and _HASHTAGS.match(lines.blocks[place].text)
    ]
    for place in (*inline, *hashed):
        block = lines.blocks[place]
        if (
            block.kind not in (Kind.CELL, Kind.HEADING)
            and not _in_body(lines, place)
            and not block.text.endswith((".", "?", "!"))
        ):
            found.append(place)
    return drop(lines, found, "tags of the page")


def _in_body(lines: Lines, place: int) -> bool:
    return lines.start <= place < lines.end


def _listed(lines: Lines, place: int) -> list[int]:
    """The short lines right after a label, in the tail of the page."""
    found: list[int] = []
    for following in range(place + 1, min(place + 13, len(lines))):
        short = lines.keys[following] and lines.words[following] <= _TAG and not lines.prose[following]
        if not short or lines.blocks[following].kind not in (Kind.ITEM, Kind.LINE, Kind.PARAGRAPH):
            break
        found.append(following)
    items = [near for near in found if lines.blocks[near].kind is Kind.ITEM]
    return items if items else found[:4]


VOICE = Voice("rules.tags", speak)
