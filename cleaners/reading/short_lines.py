"""Short lines of flattened text that belong to the body: lists, amounts, facts, verse and short sentences.

Each function gets the lines from one on, and returns how many of them, from the first, are such a list; 0 for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from ..lexicon.phrases import any_of, phrases
from ..lexicon.text import normalise
from ..page import Kind
from ..patterns import pattern
from .lines import ELLIPSES, Line, Lines

_LIST_HEADING = pattern(lambda: rf"(?:{any_of('list_heading')})(?:$|[ (（:：].{{0,60}}$)")  # "Ingredients for two"
_OTHER_LABELS = frozenset[str]().union(
    *map(phrases, "related menu footer tag_label by published credit_label network share comment_label".split())
)
_MAX_LABEL_WORDS, _MAX_COLON_LABEL_WORDS, _MAX_ITEM_WORDS = 6, 2, 14
_MIN_ITEMS, _MAX_INTRODUCED = 2, 12
_MIN_AMOUNTS, _MIN_AMOUNT_SHARE, _MAX_AMOUNT_WORDS = 3, 0.4, 8  # of a list without a heading
_MIN_FACTS, _MAX_FACT_WORDS = 3, 6
_MIN_VERSE_LINES, _MIN_VERSE_WORDS = 3, 3  # words of a line, on average
_MAX_SENTENCES = 3
_AMOUNT = pattern(
    r"(?:[-*•‣▪●–] )?(?:(?:ca\.?|~) ?)?(?:[1-9]\d{0,3}(?:[.,/]\d{1,3})?|[½¼¾⅓⅔])(?:[-–]\d{1,3})? ?[^\W\d]"
)
_FACT = pattern(r"((?:[^\W\d][\w.'-]*(?: [\w.'-]+){0,2})) ?[:：] ?[\w(]")
_YEAR_FACT = pattern(r"[12]\d{3}(?: ?[-–] ?\d{2,4})? ?[-–—:] ?[^\W\d]")  # "1974 - a second avenue"
_RANK = pattern(r"(?:[-*•‣▪●–] )?(\d{1,4})")
_CLAUSE_END = (",", ";", "،", "、", "，")
_SENTENCE_END = (".", "。", "।", "۔", ".”", ".»", '."', ".“", "。」")
_MIN_PLAIN_ITEMS, _MAX_PLAIN_ITEM_WORDS, _MIN_PLAIN_HEADING_WORDS, _MAX_PLAIN_HEADING_WORDS = 3, 4, 2, 8
_MAX_PLAIN_LINES, _MIN_OPENER_CHARS = 25, 3
_NO_PLAIN_TEXT = pattern(r"[\d@/|{}<>•!]")
_TABLES = (
    "menu menu_label skip_link share network login comment_form comment_label related newsletter ad_label cookie "
    "tag_label pager footer published by credit_label counted read_also"
)


def is_list_heading(text: str) -> bool:
    """Whether a line is the heading of a list that belongs to an article, such as "Ingredients"."""
    return bool(_LIST_HEADING.match(normalise(text)))


def headed_list(lines: Sequence[Line], is_adjacent: bool) -> int:
    """How many lines are the heading of a list and its items; 0 for none. A colon is enough right below the body."""
    first = lines[0]
    items = _items(lines[1:])
    if items < _MIN_ITEMS:
        return 0
    is_bulleted = all(line.kind is Kind.ITEM for line in lines[1 : 1 + items])
    max_words = _MAX_LABEL_WORDS if is_bulleted else _MAX_COLON_LABEL_WORDS
    has_colon = is_adjacent and first.text.endswith((":", "：")) and first.words <= max_words
    is_heading = bool(_LIST_HEADING.match(first.normalised)) or (has_colon and first.normalised not in _OTHER_LABELS)
    return 1 + items if is_heading else 0


def items_below(lines: Sequence[Line]) -> int:
    """How many lines are the items of a list that a paragraph above them introduces, with a colon at its end.

    None unless all of them are: among more, and longer ones, there may be anything.
    """
    return len(lines) if _MIN_ITEMS <= len(lines) <= _MAX_INTRODUCED and _items(lines) == len(lines) else 0


def _items(lines: Sequence[Line]) -> int:
    """How many of these lines are the items of one list: short ones, up to a blank line if there is none among them."""
    for number, line in enumerate(lines):
        if not line.normalised or line.words > _MAX_ITEM_WORDS or line.is_prose or line.normalised in _OTHER_LABELS:
            return number
        if number >= _MIN_ITEMS and line.block.gap and not lines[number - 1].block.gap:
            return number
        if number and _LIST_HEADING.match(line.normalised):
            return number
    return len(lines)


def amounts(lines: Sequence[Line]) -> int:
    """How many lines are a list of amounts, such as "40 g butter", with the line above it."""
    for heading in (0, 1):
        items = lines[heading : heading + _items(lines[heading:])]
        amounts = [line for line in items if line.words <= _MAX_AMOUNT_WORDS and _AMOUNT.match(line.text)]
        if len(amounts) < max(_MIN_AMOUNTS, _MIN_AMOUNT_SHARE * len(items)) or items[0] not in amounts:
            continue
        numbers = [int(match[1]) for line in amounts if (match := _RANK.match(line.text))]
        if numbers[:3] != [1, 2, 3] and lines[0].words <= _MAX_LABEL_WORDS:
            return heading + len(items)
    return 0


def facts(lines: Sequence[Line]) -> int:
    """How many lines are a label with a value, such as "Referee: A. Wolf", with the line above them."""
    for heading in (0, 1):
        facts = len(list(takewhile(_is_fact, lines[heading:])))
        if facts >= _MIN_FACTS and lines[0].words <= _MAX_ITEM_WORDS:
            return heading + facts
    return 0


def _is_fact(line: Line) -> bool:
    if _YEAR_FACT.match(line.text):
        return True
    match = _FACT.match(line.normalised)
    is_short = line.words <= _MAX_FACT_WORDS or line.kind is Kind.ITEM
    return match is not None and match[1] not in _OTHER_LABELS and is_short and not line.is_prose


def verse(lines: Sequence[Line]) -> int:
    """How many lines are verse: half of them or more end in a comma or a full stop."""
    short = list(takewhile(lambda line: line.normalised and line.words <= _MAX_ITEM_WORDS, lines))
    ends = [number for number, line in enumerate(short) if line.text.endswith((*_CLAUSE_END, *_SENTENCE_END))]
    has_clause = any(line.text.endswith(_CLAUSE_END) for line in short)
    size = ends[-1] + 1 if ends else 0
    is_long = sum(line.words for line in short[:size]) >= _MIN_VERSE_WORDS * max(size, _MIN_VERSE_LINES)
    return size if has_clause and is_long and len(ends) * 2 >= size else 0


def sentences(lines: Sequence[Line]) -> int:
    """How many lines are short sentences; with many, they are of something else."""
    found = list(takewhile(lambda line: _is_sentence(line) or line.text in ELLIPSES, lines))
    is_short = len(found) <= _MAX_SENTENCES and not any(line.is_prose for line in found)
    return len(found) if is_short and any(map(_is_sentence, found)) else 0


def _is_sentence(line: Line) -> bool:
    """Whether a line ends like a sentence; three dots after a word may also mean "more"."""
    return line.words >= 2 and line.text.endswith(_SENTENCE_END) and not line.text.endswith(("...", "…"))


def plain_list(lines: Sequence[Line], prose: str) -> int:
    """All lines, if they are a heading and items of a few words that nothing shows to be a menu or the page's tags.

    The topics of a page are named in its text: ``prose`` has them. Most items of a list are not in it.
    """
    if not _MIN_PLAIN_ITEMS < len(lines) <= _MAX_PLAIN_LINES or not _is_plain_heading(lines[0]):
        return 0
    items = lines[1:]
    if any(_LIST_HEADING.match(line.normalised) for line in items):
        return 0
    if not all(map(_is_plain_item, items)) or max(line.words for line in items) > lines[0].words + 1:
        return 0
    return len(lines) if sum(line.normalised in prose for line in items) * 2 <= len(items) else 0


def _is_plain_heading(line: Line) -> bool:
    text = line.normalised
    return (
        _MIN_PLAIN_HEADING_WORDS <= line.words <= _MAX_PLAIN_HEADING_WORDS
        and not (line.text[0].islower() or _NO_PLAIN_TEXT.search(line.text))
        and text not in _furniture()
        and not text.startswith(_furniture_openers())
    )


def _is_plain_item(line: Line) -> bool:
    is_plain = 0 < line.words <= _MAX_PLAIN_ITEM_WORDS and line.kind is Kind.LINE and bool(line.normalised)
    return is_plain and not (line.text.isupper() or _NO_PLAIN_TEXT.search(line.text) or line.normalised in _furniture())


@cache
def _furniture() -> frozenset[str]:
    """What menus, buttons and labels around an article say."""
    return frozenset().union(*map(phrases, _TABLES.split()))


@cache
def _furniture_openers() -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in _furniture() if len(phrase) > _MIN_OPENER_CHARS)


def is_refrain(lines: Lines, line: Line, is_kept: Sequence[bool]) -> bool:
    """Whether a short line stands twice in the body, beside a kept line in whose stanza a line ends in a comma."""
    if not 2 <= line.words <= _MAX_ITEM_WORDS or len(lines.by_text.get(line.normalised, ())) < 2:
        return False
    beside = [other for other in lines.between(line.index - 1, line.index + 2) if other.words <= _MAX_ITEM_WORDS]
    is_beside_kept = any(is_kept[other.index] for other in beside if other is not line)
    return is_beside_kept and any(other.text.endswith(_CLAUSE_END) for other in beside)
