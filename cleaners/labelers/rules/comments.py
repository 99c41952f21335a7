"""Readers' comments under an article. A forum's posts are content and stay."""

from __future__ import annotations

from collections.abc import Iterable

from ...lexicon.phrases import any_of, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_TOKENS = phrases("comment_element")
_LABELS = phrases("comment_label")
_THOUGHTS = pattern(
    lambda: (
        rf"^(?:\d{{1,5}}|one|no) (?:{any_of('comment_count')})"
        r"(?: (?:on|to|for|so far|zu|sur|en|su|em|op)\b.{0,200})?$"
        rf"|^(?:{any_of('comment_count')}) ?\(?\d{{1,5}}\)?$"
    )
)
_VOTING = frozenset(
    "vote votes voters voting vote-bar vote-count votelinks votearrow upvoters js-voting-container".split()
)
_REPLY = phrases("reply_button")
_SAYS = pattern(lambda: rf"^\S.{{0,40}} (?:{any_of('says')})$")
_BODY_WORDS = 100  # of prose that stand before a comment section
_THREAD = 3  # times the words of the article: then the discussion is what the page is for
_NEAR = 14  # lines after a label that must show a sign of comments


def label(reading: Reading, decided: Decisions) -> Labels:
    if reading.is_forum:
        return {}
    found = _in_markup(reading) if reading.page.origin == "html" else []
    return drop([*found, *_section(reading.lines)], "readers' comments under the article")


def _in_markup(reading: Reading) -> Iterable[Line]:
    """What is in elements that call themselves comments, where an article is before them."""
    lines = reading.lines
    found: set[Line] = set()
    for element in reading.elements_named(_TOKENS):
        inside = lines.inside(element)
        if inside and lines.prose_words_before(inside[0]) >= _BODY_WORDS:
            found.update(inside)
    if found and _is_voted(reading, min(line.block.index for line in found)):
        return ()
    said = sum(line.words for line in found if line.is_prose)
    return () if said > _THREAD * max(1, lines.prose_words - said) else found


def _is_voted(reading: Reading, first: int) -> bool:
    """Whether readers vote on what is before the first comment: a link or question put up for discussion."""
    return any(element.start < first for element in reading.elements_named(_VOTING))


def _section(lines: Lines) -> list[Line]:
    """The lines from where a section of comments starts: its label or count, and comments after it."""
    if not lines.is_article:
        return []
    counts = [line for line in lines.with_digits if line.words <= 40 and _THOUGHTS.match(line.normalised)]
    labels = [line for line in lines.matching(_LABELS) if line.kind is not Kind.CELL]
    for line in sorted({*counts, *labels}, key=lambda line: line.index):
        if lines.prose_words_before(line) >= _BODY_WORDS and _shows_comments(lines, line):
            return lines.between(line.index, len(lines))
    return []


def _shows_comments(lines: Lines, label: Line) -> bool:
    """Two signs at least of comments among the next lines: "Reply", "Ann says", or one and a form."""
    following = lines.between(label.index + 1, label.index + 1 + _NEAR)
    return sum(line.normalised in _REPLY or bool(_SAYS.match(line.normalised)) for line in following) >= 2
