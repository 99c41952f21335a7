"""The posts of a thread, in order: whose, when, how deep, and what of them is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..lexicon.phrases import any_of
from ..metadata.dates import parse_date
from ..page import Block, Decision, Element, Page
from ..patterns import pattern
from ..reading import Reading
from .names import is_author, is_quote, said_author, said_depth
from .tree import Region, regions_of

_PROFILE = re.compile(
    r"/(?:u|user|users|member|members|profile|profiles|people|author|usercp|~)/[^/?#]"
    r"|/@\w|[?&/](?:action=profile|mode=viewprofile|showuser)|(?:member\w*|profile|userinfo)\.php\?.",
    re.I,
)
_NAME = re.compile(r"(?=.*[^\W\d_])\S.{1,39}\Z")
_LONGEST = 6  # words of a name
_SHORT = 14  # words of a line that tells when a post was written
_ABOUT_PERSON = pattern(lambda: rf"^(?:{any_of('profile_label')})\b|\b(?:joined|member since|registered)\b")
_WROTE = pattern(lambda: rf"^(\S.{{1,38}}?) (?:{any_of('says')})\b.{{0,40}}:?$")
_LABELLED = re.compile(r"(?!post|date|sent|written)[^\W\d]{3,14}: ", re.I)
_LATER = re.compile(r"edit|modif|updat|view|active|bearb|modifi", re.I)


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks of a post that repeat somebody else: quoted ``depth`` times over. ``author`` is "" if not told."""

    blocks: tuple[int, ...]
    depth: int
    author: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: the kept blocks that are its own, and what the page tells of it.

    ``date`` is ISO 8601, ``date_text`` what the page shows ("2 hours ago"); both "" where it
    tells nothing. ``depth`` counts the posts it answers to, one inside the other (0 in a flat thread).
    """

    author: str
    date: str
    date_text: str
    depth: int
    blocks: tuple[int, ...]
    quotes: tuple[Quote, ...] = ()


def read_posts(reading: Reading, decisions: Sequence[Decision]) -> tuple[Post, ...]:
    """The posts of a forum thread, or of questions and answers, in page order; none on any other page.

    Flattened text has none: nothing in it tells where a post ends.
    """
    page = reading.page
    if page.origin != "html" or not reading.is_forum:
        return ()
    regions = regions_of(page, decisions)
    owner = _owners(regions)
    return tuple(_post(page, region, owner) for region in regions)


def _owners(regions: Sequence[Region]) -> dict[int, Region]:
    """The innermost post around each block, kept or not."""
    return {at: region for region in regions for at in range(region.start, region.end)}


def _post(page: Page, region: Region, owner: dict[int, Region]) -> Post:
    elements = list(_elements(page, region, owner))
    quoted = _quotes(region, elements)
    inside = {at for quote in quoted for at in range(quote.start, quote.end)}
    blocks = [page.blocks[at] for at in range(region.start, region.end) if owner[at] is region and at not in inside]
    depths = [found for element in elements if (found := said_depth(element)) is not None]
    date, text = _when(page, blocks)
    author = _author(page, [element for element in elements if element.start not in inside], blocks)
    return Post(
        author, date, text, depths[0] if depths else region.depth, tuple(region.own), _passages(page, region, quoted)
    )


def _elements(page: Page, region: Region, owner: dict[int, Region]) -> Iterator[Element]:
    """The elements of a post, from the outside in, without those of posts inside it."""
    for index in range(region.outermost, len(page.elements)):
        element = page.elements[index]
        if element.start >= region.end:
            return
        if index <= region.element or (element.end <= region.end and owner[element.start] is region):
            yield element


def _quotes(region: Region, elements: Sequence[Element]) -> list[Element]:
    """What is quoted; an element around all of a post's text is no quotation, whatever it is called."""
    own = set(region.own)
    found = []
    for element in elements:
        inside = own.intersection(range(element.start, element.end))
        if is_quote(element) and inside and inside != own and element.start >= region.start:
            found.append(element)
    return found


def _passages(page: Page, region: Region, quoted: Sequence[Element]) -> tuple[Quote, ...]:
    """Runs of blocks that are quoted equally deep, by the same element."""
    runs: list[tuple[list[int], int, Element]] = []
    for at in region.own:
        around = [element for element in quoted if element.start <= at < element.end]
        spans = {(element.start, element.end) for element in around}  # a quotation in two elements is one
        if not around:
            continue
        if runs and runs[-1][2] is around[-1] and runs[-1][0][-1] == at - 1:
            runs[-1][0].append(at)
        else:
            runs.append(([at], len(spans), around[-1]))
    return tuple(
        Quote(tuple(blocks), depth, said_author(element) or _quoted(page.blocks[blocks[0]].text))
        for blocks, depth, element in runs
    )


def _quoted(text: str) -> str:
    """The name in a quotation's first line: "Ann wrote:"."""
    match = _WROTE.match(text)
    return _as_name(match[1]) if match else ""


def _author(page: Page, elements: Sequence[Element], blocks: Sequence[Block]) -> str:
    """The writer's name: from an attribute, from an element called so, or from a link to a profile."""
    for element in elements:
        if name := said_author(element):
            return name
    for element in elements:
        if is_author(element):
            for block in page.blocks[element.start : min(element.end, element.start + 3)]:
                if name := _linked(block) or _as_name(block.text):
                    return name
    return next((name for block in blocks if (name := _linked(block))), "")


def _linked(block: Block) -> str:
    """The text of the first link to somebody's profile."""
    for mark in block.marks:
        if mark.kind == "link" and _PROFILE.search(mark.href) and (name := _as_name(block.text[mark.start : mark.end])):
            return name
    return ""


def _as_name(text: str) -> str:
    text = " ".join(text.split()).strip(":,·|- ")
    return text if _NAME.match(text) and len(text.split()) <= _LONGEST and not parse_date(text) else ""


def _when(page: Page, blocks: Sequence[Block]) -> tuple[str, str]:
    """(ISO 8601, as the page shows it) of the moment a post was written."""
    stamps: dict[int, list[str]] = {}
    for at, stamp in page.times:
        stamps.setdefault(at, []).append(stamp)
    dated = [(block, date) for block in blocks for stamp in stamps.get(block.index, ()) if (date := parse_date(stamp))]
    dated.sort(key=lambda pair: bool(_LATER.search(pair[0].text[:80])))  # what tells of an edit comes last
    if dated:
        block, date = dated[0]
        return date, _shown(block)
    told = [block for block in blocks if len(block.text.split()) <= _SHORT and parse_date(block.text)]
    told = [block for block in told if not _ABOUT_PERSON.search(block.text.casefold())]
    told.sort(key=lambda block: bool(_LABELLED.match(block.text)))  # "Founded: 1 May 2020" is hardly the post's
    return (parse_date(told[0].text), _shown(told[0])) if told else ("", "")


def _shown(block: Block) -> str:
    text = " ".join(block.text.split())
    return text if len(text.split()) <= _SHORT else ""
