"""Keeps captions, quotations, callouts and folded text, and the posts that a page embeds, among text that is kept.

The model often drops them, for a markup of their own, or the author below a post. This labeler needs to know what the
model keeps, and so gets its labels before it decides. What the model would drop is kept with the role "caption":
Markdown has it, plain text has not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from ..labeler import Labeler
from ..page import Decisions, Element, Kind, Label, Labels, Page
from ..reading import Reading

_REASON = "caption of a picture among text that is kept"
_PART_REASON = "caption of a table or listing among text that is kept"
_INSET_REASON = "quotation, callout or folded text in the text that is kept"
_POST_REASON = "post that is quoted among text that is kept"
_POST_CLASSES = frozenset(
    "twitter-tweet twitter-video bluesky-embed mastodon-embed instagram-media tiktok-embed threads-post "
    "text-post-media reddit-embed-bq reddit-card".split()
)
_INSET_CLASSES = frozenset("admonition attribution callout kg-callout-card kg-toggle-card note".split())
_CODE_CAPTION = "code-block-caption"
_MIN_PROBABILITY = 0.2  # of a quotation or callout; what is less likely is a button or an offer in it
_MAX_POST_BLOCKS = 12
_MAX_CHARS = 1_000
_MAX_BLOCKS = 4  # of one caption
_MAX_LINKED, _MAX_LINKED_INSET = 0.8, 0.5  # of the characters of a caption or post, of a quotation or the like
_MAX_CLIMB = 8
_NEAR = 12  # blocks between a caption and kept text: by-line and date, if the picture is above the text


@dataclass(frozen=True, slots=True)
class _Passage:
    """The blocks ``[start, end)`` of a caption, post or inset, inside the blocks of ``part``; why they are kept."""

    start: int
    end: int
    reason: str
    part: range


def captions_labeler(model: Labeler) -> Labeler:
    """The labeler of captions, which uses the labels of the model."""

    def label(reading: Reading, decided: Decisions) -> Labels:
        passages = list(_passages(reading.page, reading.is_forum))
        if not passages:
            return {}
        from_model = model.label(reading, decided)
        is_kept = [
            decided[block.index].kept if block.index in decided else from_model[block.index].kept
            for block in reading.page.blocks
        ]
        labels = {}
        for passage in _among_kept(reading.page, passages, is_kept):
            is_inset = passage.reason == _INSET_REASON
            if is_inset and _is_repeated(reading.page, passage):
                continue
            for index in range(passage.start, passage.end):
                if index not in decided and not is_kept[index]:
                    confidence = from_model[index].confidence
                    if not is_inset or 1 - confidence >= _MIN_PROBABILITY:
                        labels[index] = Label(True, passage.reason, "", confidence, "caption")
        return labels

    return Labeler("captions", label)


def _passages(page: Page, is_forum: bool) -> Iterator[_Passage]:
    """The captions of pictures, tables and listings, the posts that the page embeds, and what is set in its text."""
    figures = set()
    for picture in page.pictures:
        figure = _figure(page, picture.element) if picture.url else -1
        while figure >= 0:
            figures.add(figure)
            figure = _figure(page, page.elements[figure].parent)
    for index, element in enumerate(page.elements):
        size = element.end - element.start
        if not 0 < size <= _MAX_POST_BLOCKS:
            continue
        parent = page.elements[element.parent] if element.parent >= 0 else element
        part = range(parent.start, parent.end)
        if element.tag == "blockquote" and _is_post(element):
            yield _Passage(element.start, element.end, _POST_REASON, range(len(page.blocks)))
        elif _is_inset(element):
            if is_forum and element.tag == "blockquote":
                continue  # of another post: whether it stays depends on the answer below it
            yield _Passage(element.start, element.end, _INSET_REASON, part)
        elif size <= _MAX_BLOCKS and element.tag == "figcaption" and _figure(page, index) in figures:
            yield _Passage(element.start, element.end, _REASON, range(len(page.blocks)))
        elif size <= _MAX_BLOCKS and _names_table_or_code(page, element, part):
            yield _Passage(element.start, element.end, _PART_REASON, part)


def _names_table_or_code(page: Page, element: Element, part: range) -> bool:
    is_caption = element.tag == "figcaption" or _has_class(element, {_CODE_CAPTION})
    return is_caption and any(page.blocks[index].kind in (Kind.CELL, Kind.CODE) for index in part)


def _is_inset(element: Element) -> bool:
    """Whether an element is set in a text by its markup: a quotation, its source, a callout, folded text."""
    return element.tag in ("blockquote", "details") or _has_class(element, _INSET_CLASSES)


def _is_repeated(page: Page, passage: _Passage) -> bool:
    """Whether a quotation is drawn from the page's own text, which has it in its place."""
    return page.text.count(page.blocks[passage.start].text.strip("\"' \u201c\u201d\u2018\u2019\u00ab\u00bb")) > 1


def _has_class(element: Element, names: Set[str]) -> bool:
    return not names.isdisjoint((element.attrs.get("class") or "").split())


def _is_post(element: Element) -> bool:
    """Whether a quotation is a post that its service lets other pages embed."""
    return _has_class(element, _POST_CLASSES)


def _figure(page: Page, index: int) -> int:
    """The figure around an element, or the element itself if it is one; -1 for none."""
    for _ in range(_MAX_CLIMB):
        if index < 0 or page.elements[index].tag == "figure":
            return index
        index = page.elements[index].parent
    return -1


def _among_kept(page: Page, passages: Sequence[_Passage], is_kept: Sequence[bool]) -> Iterator[_Passage]:
    """The passages between blocks that are kept, one of them right beside it and in the same part of the page."""
    inside = {i for passage in passages for i in range(passage.start, passage.end) if not is_kept[i]}
    for passage in passages:
        start, end = passage.start, passage.end
        before = [index for index in range(max(0, start - _NEAR), start) if index not in inside][::-1]
        after = [index for index in range(end, min(end + _NEAR, len(is_kept))) if index not in inside]
        beside = [index for index in (*before[:1], *after[:1]) if index in passage.part]
        blocks = page.blocks[start:end]
        size = sum(len(block.text) for block in blocks)
        most = _MAX_LINKED_INSET if passage.reason == _INSET_REASON else _MAX_LINKED
        is_prose = size <= _MAX_CHARS and sum(block.linked for block in blocks) <= most * size
        between = any(is_kept[index] for index in before) and any(is_kept[index] for index in after)
        if is_prose and between and any(is_kept[index] for index in beside):
            yield passage
