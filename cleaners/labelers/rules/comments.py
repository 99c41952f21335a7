"""Readers' comments under an article. The posts of a forum are content and are not dropped."""

from __future__ import annotations

from collections.abc import Iterable

from ...lexicon.phrases import any_of, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import is_date, is_relative_date
from ...reading.lines import Line, Lines, drop

_ELEMENT_NAMES = phrases("comment_element")
_LABELS = phrases("comment_label")
_COMMENT_COUNT = pattern(
    lambda: (
        rf"^(?:\d{{1,5}}|one|no) (?:{any_of('comment_count')})"
        r"(?: (?:on|to|for|so far|zu|sur|en|su|em|op)\b.{0,200})?$"
        rf"|^(?:{any_of('comment_count')}) ?\(?\d{{1,5}}\)?$"
    )
)
_VOTE_ELEMENT_NAMES = frozenset(
    "vote votes voters voting vote-bar vote-count votelinks votearrow upvoters js-voting-container".split()
)
_REPLY_BUTTONS = phrases("reply_button")
_SAYS = pattern(lambda: rf"^\S.{{0,40}} (?:{any_of('says')})$")
_MIN_PROSE_BEFORE = 100  # words of prose before a comment section
_MAX_COMMENT_RATIO = 3  # words of the comments for each word of the article; with more, they are the page's content
_SIGN_LINES = 14  # lines after a label in which signs of comments are looked for
_MIN_SIGNS = 2
_WEAK_LABELS = phrases("comment_label_weak")
_NAME_AND_TEXT = pattern(r"^[^\W_][\w.'-]*(?: [\w.'-]+){0,2} ?[:：] ?\S")
_MAX_NAME_WORDS, _MAX_NAME_CHARS = 3, 40


def label(reading: Reading, decided: Decisions) -> Labels:
    if reading.is_forum:
        return {}
    in_elements = _in_elements(reading) if reading.page.origin == "html" else ()
    return drop([*in_elements, *_section(reading.lines)], "readers' comments under the article")


def _in_elements(reading: Reading) -> Iterable[Line]:
    """The lines in elements that are named after comments and come after an article."""
    lines = reading.lines
    comments: set[Line] = set()
    end = 0
    for element in reading.elements_named(_ELEMENT_NAMES):
        inside = lines.inside(element) if element.end > end else []
        if inside and lines.prose_words_before(inside[0]) >= _MIN_PROSE_BEFORE:
            comments.update(inside)
            end = element.end
    if comments and _has_votes_before(reading, min(line.block.index for line in comments)):
        return ()
    words = sum(line.words for line in comments if line.is_prose)
    return () if words > _MAX_COMMENT_RATIO * max(1, lines.prose_words - words) else comments


def _has_votes_before(reading: Reading, first_comment: int) -> bool:
    """Whether readers vote on what is before the comments, such as a link or a question that is discussed."""
    return any(element.start < first_comment for element in reading.elements_named(_VOTE_ELEMENT_NAMES))


def _section(lines: Lines) -> list[Line]:
    """The lines from the start of a section of comments, which is a label or count with comments after it."""
    if not lines.is_article:
        return []
    counts = [line for line in lines.with_digits if line.words <= 40 and _COMMENT_COUNT.match(line.normalised)]
    labels = [line for line in lines.matching(_LABELS) if line.kind is not Kind.CELL]
    for line in sorted({*counts, *labels}, key=lambda line: line.index):
        if lines.prose_words_before(line) >= _MIN_PROSE_BEFORE and _shows_comments(lines, line):
            return lines.between(line.index, len(lines))
    return []


def _shows_comments(lines: Lines, label: Line) -> bool:
    """Whether the next lines have at least two signs of comments: "Reply", "Ann says", or names with texts."""
    following = lines.between(label.index + 1, label.index + 1 + _SIGN_LINES)
    signs = sum(line.normalised in _REPLY_BUTTONS or bool(_SAYS.match(line.normalised)) for line in following)
    if signs >= _MIN_SIGNS:
        return True
    return label.block.element < 0 and label.normalised not in _WEAK_LABELS and _has_names(following)


def _has_names(following: list[Line]) -> bool:
    """Whether the lines right under a label are two comments: each "name: text", or a name above a text."""
    undated = [line for line in following if not (is_date(line.normalised) or is_relative_date(line.normalised))][:4]
    if all(_NAME_AND_TEXT.match(line.text) for line in undated[:2]):
        return len(undated) >= _MIN_SIGNS
    names, texts = undated[::2], undated[1::2]
    return len(texts) >= _MIN_SIGNS and all(map(_is_name, names)) and not any(map(_is_name, texts))


def _is_name(line: Line) -> bool:
    """Whether a line is short and without the end of a sentence, and all its words begin with a capital letter."""
    words = line.text.split()
    is_short = len(words) <= _MAX_NAME_WORDS and len(line.text) <= _MAX_NAME_CHARS
    is_capital = len(words) == 1 or not any(word[0].islower() for word in words)
    return is_short and is_capital and not line.text.endswith((".", "!", "?", ":", "…", "。", "！", "？", "।", "؟"))
