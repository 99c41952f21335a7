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
from ...reading.short_lines import is_list_heading

_LABELS = phrases("related")
_READ_ALSO = pattern(lambda: rf"^(?:{any_of('read_also')})\s*[:：>|»]\s*\S")
_BEFORE_LINK = pattern(lambda: rf"^(?:{any_of('read_also_link')})\s*[:：>|»]\s*\S")
_READ_ALSO_FIRST_WORDS = first_words("read_also") | first_words("read_also_link")
_MAX_HEADLINE_WORDS = 24
_READ_ALSO_LABELS = phrases("read_also")
_LABELS_IN_BODY = phrases("read_also_label")
_MIN_HEADLINE_WORDS, _MIN_SOLE_HEADLINE_WORDS, _MAX_HEADLINES_IN_BODY = 3, 5, 4
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
    in_body = (
        other
        for line in list_labels
        if reading.page.origin == "text" and lines.in_body(line) and line.normalised in _LABELS_IN_BODY
        for other in _headlines_in_body(lines, line)
    )
    read_also = (line for line in lines.starting_with(_READ_ALSO_FIRST_WORDS, 30) if _is_read_also(line))
    return {
        **drop(list_labels, "label of a list of other articles"),
        **drop(headlines, "other article, listed below the body"),
        **drop(in_body, "other article, named under its label"),
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
    """The headlines after a label: short lines up to the next prose, or to a list of the article."""

    def may_be_headline(line: Line) -> bool:
        is_short = line.words <= _MAX_HEADLINE_WORDS and not line.is_prose
        return is_short and line.kind is not Kind.CODE and not is_list_heading(line.text)

    return takewhile(may_be_headline, lines.between(label.index + 1, label.index + _MAX_LIST_LINES))


def _headlines_in_body(lines: Lines, label: Line) -> list[Line]:
    """The headlines under a label between two paragraphs; a short line above a paragraph may be its heading."""
    following = lines.between(label.index + 1, label.index + 1 + _MAX_HEADLINES_IN_BODY)
    headlines = list(takewhile(_is_headline, following))
    is_certain = label.normalised in _READ_ALSO_LABELS
    while headlines and headlines[-1].before_prose and _may_be_heading(headlines, is_certain):
        headlines.pop()
    return headlines


def _may_be_heading(headlines: list[Line], is_certain: bool) -> bool:
    """Whether the last line may be a heading of the text; the only one under a certain label hardly is."""
    last = headlines[-1]
    min_words = _MIN_HEADLINE_WORDS + 1 if is_certain and len(headlines) == 1 else _MIN_SOLE_HEADLINE_WORDS
    is_short = last.words < min_words and not last.text.endswith(("?", "？"))
    return is_short if len(headlines) == 1 else is_short or last.words < headlines[0].words


def _is_headline(line: Line) -> bool:
    """Whether a line has the shape of a headline: not long, and without the end of a sentence."""
    ends_sentence = line.text.endswith((".", "。", "।", "۔", ":", "：", ",", ";")) and not line.text.endswith("...")
    is_short = _MIN_HEADLINE_WORDS <= line.words <= _MAX_HEADLINE_WORDS and line.kind is Kind.LINE
    return is_short and not ends_sentence and (not line.is_prose or line.text.endswith(("?", "？", "”", "»", '"')))


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
