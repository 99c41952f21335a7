"""Related articles: the labels of their lists, the lists below the body, and lines such as "Read also: ..."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice, takewhile

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels, Page
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop

_LABELS = phrases("related")
_READ_ALSO = pattern(lambda: rf"^(?:{any_of('read_also')})\s*[:：>|»]\s*\S")
_BEFORE_LINK = pattern(lambda: rf"^(?:{any_of('read_also_link')})\s*[:：>|»]\s*\S")
_READ_ALSO_FIRST_WORDS = first_words("read_also") | first_words("read_also_link")
_MAX_HEADLINE_WORDS = 24
_MAX_LIST_LINES = 40
_HEADING_TAGS = frozenset("h2 h3 h4".split())
_MAX_STEPS = 3  # from a title up to its callout
_MIN_OTHER_SECTIONS = 2  # with headings of the same level


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    list_labels = [line for line in lines.matching(_LABELS) if line is not title and _is_list_label(lines, line)]
    list_labels = [line for line in list_labels if not _is_in_callout(reading.page, line)]
    if any(line.kind is Kind.HEADING for line in list_labels):
        sections = Counter(_addressed_heading(reading.page, line) for line in lines)
        list_labels = [line for line in list_labels if not _is_section(reading.page, sections, line)]
    headlines = (
        other
        for line in list_labels
        if lines.in_tail(line) and lines.is_article
        for other in _headlines(lines, line)
        if other is not title
    )
    read_also = (line for line in lines.starting_with(_READ_ALSO_FIRST_WORDS, 30) if _is_read_also(line))
    return {
        **drop(list_labels, "label of a list of other articles"),
        **drop(headlines, "other article, listed below the body"),
        **drop(read_also, "line that names another article"),
    }


def _is_list_label(lines: Lines, line: Line) -> bool:
    """Whether a line is a label of a list, and not a heading of the body, which has prose under it."""
    return line.kind is not Kind.CELL and not (line.before_prose and lines.in_body(line))


def _is_in_callout(page: Page, line: Line) -> bool:
    """Whether a line is the title of a callout of documentation ("See also")."""
    around = islice(page.ancestors(line.block), _MAX_STEPS)
    return any("admonition" in (element.attrs.get("class") or "")[:200] for element in around)


def _is_section(page: Page, sections: Counter[str], line: Line) -> bool:
    """Whether a line is the heading of a section, as "See also" in a reference: it has an address like the others."""
    tag = _addressed_heading(page, line)
    return bool(tag) and sections[tag] > _MIN_OTHER_SECTIONS


def _addressed_heading(page: Page, line: Line) -> str:
    """The tag of a heading with an id; "" for other lines."""
    if line.kind is not Kind.HEADING or line.block.element < 0:
        return ""
    element = page.elements[line.block.element]
    return element.tag if element.attrs.get("id") and element.tag in _HEADING_TAGS else ""


def _headlines(lines: Lines, label: Line) -> Iterator[Line]:
    """The headlines after a label: short lines up to the next prose."""
    following = lines.between(label.index + 1, label.index + _MAX_LIST_LINES)
    return takewhile(
        lambda line: not line.is_prose and line.words <= _MAX_HEADLINE_WORDS and line.kind is not Kind.CODE, following
    )


def _is_read_also(line: Line) -> bool:
    """Whether a line is "Read also: <headline>": mostly a link or, in flattened text, not the end of a sentence."""
    text = line.text.casefold()
    if line.kind in (Kind.CELL, Kind.ITEM):
        return False
    if line.block.element >= 0:
        return line.block.linked * 2 >= len(line.text) and bool(_READ_ALSO.match(text) or _BEFORE_LINK.match(text))
    if not _READ_ALSO.match(text):
        return False
    return line.words >= 5 and not text.endswith((".", "!", ":", "…"))
