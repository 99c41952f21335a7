"""Reads the posts of a thread in order: author, date, depth, and the quotations in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lexicon.phrases import any_of
from ..metadata.dates import parse_date
from ..page import Block, Decision, Element, Page
from ..patterns import pattern
from ..reading import Reading
from .names import author_attribute, depth_attribute, is_author, is_quote
from .tree import Region, regions_of

_PROFILE = re.compile(
    r"/(?:u|user|users|member|members|profile|profiles|people|author|usercp|~)/[^/?#]"
    r"|/@\w|[?&/](?:action=profile|mode=viewprofile|showuser)|(?:member\w{0,20}|profile|userinfo)\.php\?.",
    re.I,
)
_AUTHOR_NAME = re.compile(r"(?=.*[^\W\d_])\S.{1,39}\Z")
_MAX_NAME_WORDS = 6  # words of a name
_MAX_DATE_WORDS = 14  # words of a line with the date of a post
_PROFILE_LINE = pattern(lambda: rf"^(?:{any_of('profile_label')})\b|\b(?:joined|member since|registered)\b")
_WROTE = pattern(lambda: rf"^(\S.{{1,38}}?) (?:{any_of('says')})\b.{{0,40}}:?$")
_OTHER_LABEL = re.compile(r"(?!post|date|sent|written)[^\W\d]{3,14}: ", re.I)
_NOT_POSTED = re.compile(r"edit|modif|updat|view|active|bearb|modifi", re.I)


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks of a post that quote somebody else. ``depth`` counts nested quotations; ``author`` is "" if unknown."""

    blocks: tuple[int, ...]
    depth: int
    author: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post, with the indices of those kept blocks that belong to it and to no post inside it.

    ``date`` is ISO 8601, ``date_text`` what the page shows ("2 hours ago"); both "" if unknown.
    ``depth`` is the depth in the tree of answers (0 in a flat thread).
    """

    author: str
    date: str
    date_text: str
    depth: int
    blocks: tuple[int, ...]
    quotes: tuple[Quote, ...] = ()


def read_posts(reading: Reading, decisions: Sequence[Decision]) -> tuple[Post, ...]:
    """The posts of a forum thread, or of questions and answers, in page order; none on any other page.

    Flattened text has none, since the ends of posts cannot be found in it.
    """
    page = reading.page
    if page.origin != "html" or not reading.is_forum:
        return ()
    regions = regions_of(page, decisions)
    # The innermost post around each block, kept or not.
    owners = {index: region for region in regions for index in range(region.start, region.end)}
    return tuple(_post(page, region, owners) for region in regions)


def _post(page: Page, region: Region, owners: dict[int, Region]) -> Post:
    elements = list(_elements(page, region, owners))
    quotations = _quotations(region, elements)
    quoted = {index for element in quotations for index in range(element.start, element.end)}
    own = (index for index in range(region.start, region.end) if owners[index] is region)
    blocks = [page.blocks[index] for index in own if index not in quoted]
    depths = [depth for element in elements if (depth := depth_attribute(element)) is not None]
    date, text = _date_of(page, blocks)
    author = _author_of(page, [element for element in elements if element.start not in quoted], blocks)
    depth = depths[0] if depths else region.depth
    return Post(author, date, text, depth, tuple(region.own), _quotes(page, region, quotations))


def _elements(page: Page, region: Region, owners: dict[int, Region]) -> Iterator[Element]:
    """The elements of a post, the outermost first, without those of posts inside it."""
    for index in range(region.outermost, len(page.elements)):
        element = page.elements[index]
        if element.start >= region.end:
            return
        if index <= region.element or (element.end <= region.end and owners[element.start] is region):
            yield element


def _quotations(region: Region, elements: Sequence[Element]) -> list[Element]:
    """The elements of a post that are quotations; an element around all of its text is none, whatever its name."""
    own = set(region.own)
    quotations = []
    for element in elements:
        inside = own.intersection(range(element.start, element.end))
        if is_quote(element) and inside and inside != own and element.start >= region.start:
            quotations.append(element)
    return quotations


def _quotes(page: Page, region: Region, quotations: Sequence[Element]) -> tuple[Quote, ...]:
    """Runs of blocks in the same innermost quotation."""
    runs: list[tuple[list[int], int, Element]] = []
    for index in region.own:
        containing = [element for element in quotations if element.start <= index < element.end]
        if not containing:
            continue
        # Two elements around the same blocks are one quotation.
        spans = {(element.start, element.end) for element in containing}
        if runs and runs[-1][2] is containing[-1] and runs[-1][0][-1] == index - 1:
            runs[-1][0].append(index)
        else:
            runs.append(([index], len(spans), containing[-1]))
    return tuple(
        Quote(tuple(blocks), depth, author_attribute(element) or _quoted_author(page.blocks[blocks[0]].text))
        for blocks, depth, element in runs
    )


def _quoted_author(text: str) -> str:
    """The name in the first line of a quotation: "Ann wrote:"."""
    match = _WROTE.match(text)
    return _as_name(match[1]) if match else ""


def _author_of(page: Page, elements: Sequence[Element], blocks: Sequence[Block]) -> str:
    """The author from an attribute, from an element with such a name, or from a link to a profile; "" for none."""
    for element in elements:
        if name := author_attribute(element):
            return name
    for element in elements:
        if is_author(element):
            for block in page.blocks[element.start : min(element.end, element.start + 3)]:
                if name := _linked_author(block) or _as_name(block.text):
                    return name
    return next((name for block in blocks if (name := _linked_author(block))), "")


def _linked_author(block: Block) -> str:
    """The text of the first link to the profile of a person, "" for none."""
    for mark in block.marks:
        if mark.kind == "link" and _PROFILE.search(mark.href) and (name := _as_name(block.text[mark.start : mark.end])):
            return name
    return ""


def _as_name(text: str) -> str:
    text = " ".join(text.split()).strip(":,·|- ")
    return text if _AUTHOR_NAME.match(text) and len(text.split()) <= _MAX_NAME_WORDS and not parse_date(text) else ""


def _date_of(page: Page, blocks: Sequence[Block]) -> tuple[str, str]:
    """The date of a post as ISO 8601, and as the page shows it."""
    times: dict[int, list[str]] = {}
    for index, time in page.times:
        times.setdefault(index, []).append(time)
    dated = [(block, date) for block in blocks for time in times.get(block.index, ()) if (date := parse_date(time))]
    dated.sort(key=lambda pair: bool(_NOT_POSTED.search(pair[0].text[:80])))  # the date of an edit comes last
    if dated:
        block, date = dated[0]
        return date, _short_text(block)
    date_lines = [
        block for block in blocks
        if len(block.text.split()) <= _MAX_DATE_WORDS and parse_date(block.text)
        and not _PROFILE_LINE.search(block.text.casefold())
    ]  # fmt: skip
    date_lines.sort(key=lambda block: bool(_OTHER_LABEL.match(block.text)))  # "Founded: 1 May 2020" comes last
    return (parse_date(date_lines[0].text), _short_text(date_lines[0])) if date_lines else ("", "")


def _short_text(block: Block) -> str:
    text = " ".join(block.text.split())
    return text if len(text.split()) <= _MAX_DATE_WORDS else ""
