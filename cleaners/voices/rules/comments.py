"""Readers' comments under an article. A forum's posts are content and stay."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import phrases, words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop

_TOKENS = phrases("comment_element")
_LABELS = phrases("comment_label")
_THOUGHTS = pattern(
    lambda: (
        rf"^(?:\d{{1,5}}|one|no) (?:{words('comment_count')})"
        r"(?: (?:on|to|for|so far|zu|sur|en|su|em|op)\b.{0,200})?$"
        rf"|^(?:{words('comment_count')}) ?\(?\d{{1,5}}\)?$"
    )
)
_VOTING = frozenset(
    "vote votes voters voting vote-bar vote-count votelinks votearrow upvoters js-voting-container".split()
)
_REPLY = phrases("reply_button")
_SAYS = pattern(lambda: rf"^\S.{{0,40}} (?:{words('says')})$")
_BODY_WORDS = 100  # of prose that stand before a comment section
_THREAD = 3  # times the words of the article: then the discussion is what the page is for
_NEAR = 14  # lines after a label that must show a sign of comments


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    if reading.is_forum:
        return {}
    found = _in_markup(reading) if reading.page.origin == "html" else []
    start = _section(lines)
    if start is not None:
        found = [*found, *range(start, len(lines))]
    return drop(lines, found, "readers' comments under the article")


def _in_markup(reading: Reading) -> list[int]:
    """What stands in elements that call themselves comments, where an article stands before them."""
    lines = reading.lines
    found: set[int] = set()
    for element in reading.elements_named(_TOKENS):
        inside = [lines.position[at] for at in range(element.start, element.end) if at in lines.position]
        if inside and _prose_words(lines, 0, inside[0]) >= _BODY_WORDS:
            found.update(inside)
    if found and _is_voted(reading, lines.blocks[min(found)].index):
        return []
    said = sum(lines.words[place] for place in found if lines.prose[place])
    return [] if said > _THREAD * max(1, lines.prose_words - said) else sorted(found)


def _is_voted(reading: Reading, first: int) -> bool:
    """Whether readers vote on what stands before the first comment: a link or question put up for discussion."""
    return any(element.start < first for element in reading.elements_named(_VOTING))


def _section(lines: Lines) -> int | None:
    """The line where a section of comments starts: its label or count, and comments after it."""
    if not lines.is_article:
        return None
    counts = [place for place in lines.numbered if lines.words[place] <= 40 and _THOUGHTS.match(lines.keys[place])]
    labels = [place for place in lines.found(_LABELS) if lines.blocks[place].kind is not Kind.CELL]
    for place in sorted({*counts, *labels}):
        if _prose_words(lines, 0, place) >= _BODY_WORDS and _shows_comments(lines, place):
            return place
    return None


def _shows_comments(lines: Lines, place: int) -> bool:
    """Two signs at least of comments among the next lines: "Reply", "Ann says", or one and a form."""
    signs = 0
    for other in range(place + 1, min(place + 1 + _NEAR, len(lines))):
        signs += lines.keys[other] in _REPLY or bool(_SAYS.match(lines.keys[other]))
    return signs >= 2


def _prose_words(lines: Lines, start: int, end: int) -> int:
    return sum(lines.words[place] for place in range(start, end) if lines.prose[place])


VOICE = Voice("rules.comments", speak)
