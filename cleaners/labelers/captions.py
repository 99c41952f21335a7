"""Keeps the captions of pictures, and the posts of others that a page embeds, among text that is kept.

The model often drops them, or the author below a post. This labeler needs to know what the model keeps, and so gets
its labels before it decides. What the model would drop is kept with the role "caption": Markdown has it, plain text
has not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..labeler import Labeler
from ..page import Decisions, Element, Label, Labels, Page
from ..reading import Reading

_REASON = "caption of a picture among text that is kept"
_POST_REASON = "post that is quoted among text that is kept"
_POST_CLASSES = frozenset(
    "twitter-tweet twitter-video bluesky-embed mastodon-embed instagram-media tiktok-embed threads-post "
    "text-post-media reddit-embed-bq reddit-card".split()
)
_MAX_POST_BLOCKS = 12
_MAX_CHARS = 1_000
_MAX_BLOCKS = 4  # of one caption
_MAX_LINKED = 0.8  # of its characters
_MAX_CLIMB = 8
_NEAR = 12  # blocks between a caption and kept text: by-line and date, if the picture is above the text


@dataclass(frozen=True, slots=True)
class _Passage:
    """The blocks ``[start, end)`` of a caption or a post, and the reason for keeping them."""

    start: int
    end: int
    reason: str


def captions_labeler(model: Labeler) -> Labeler:
    """The labeler of captions, which uses the labels of the model."""

    def label(reading: Reading, decided: Decisions) -> Labels:
        passages = list(_passages(reading.page))
        if not passages:
            return {}
        from_model = model.label(reading, decided)
        is_kept = [
            decided[block.index].kept if block.index in decided else from_model[block.index].kept
            for block in reading.page.blocks
        ]
        found = (index for passage in _among_kept(reading.page, passages, is_kept)
                 for index in range(passage.start, passage.end))  # fmt: skip
        reasons = {index: passage.reason for passage in passages for index in range(passage.start, passage.end)}
        return {
            index: Label(True, reasons[index], "", from_model[index].confidence, "caption")
            for index in found
            if index not in decided and not is_kept[index]
        }

    return Labeler("captions", label)


def _passages(page: Page) -> Iterator[_Passage]:
    """The captions of figures that have a picture, and the posts that the page embeds."""
    figures = {figure for picture in page.pictures if picture.url and (figure := _figure(page, picture.element)) >= 0}
    for index, element in enumerate(page.elements):
        size = element.end - element.start
        if element.tag == "figcaption" and 0 < size <= _MAX_BLOCKS and _figure(page, index) in figures:
            yield _Passage(element.start, element.end, _REASON)
        elif element.tag == "blockquote" and 0 < size <= _MAX_POST_BLOCKS and _is_post(element):
            yield _Passage(element.start, element.end, _POST_REASON)


def _is_post(element: Element) -> bool:
    """Whether a quotation is a post that its service lets other pages embed."""
    return not _POST_CLASSES.isdisjoint((element.attrs.get("class") or "").split())


def _figure(page: Page, index: int) -> int:
    """The figure around an element, or the element itself if it is one; -1 for none."""
    for _ in range(_MAX_CLIMB):
        if index < 0 or page.elements[index].tag == "figure":
            return index
        index = page.elements[index].parent
    return -1


def _among_kept(page: Page, passages: Sequence[_Passage], is_kept: Sequence[bool]) -> Iterator[_Passage]:
    """The passages between blocks that are kept, one of them right beside it."""
    inside = {index for passage in passages for index in range(passage.start, passage.end)}
    for passage in passages:
        start, end = passage.start, passage.end
        before = [is_kept[index] for index in range(max(0, start - _NEAR), start) if index not in inside][::-1]
        after = [is_kept[index] for index in range(end, min(end + _NEAR, len(is_kept))) if index not in inside]
        blocks = page.blocks[start:end]
        size = sum(len(block.text) for block in blocks)
        is_prose = size <= _MAX_CHARS and sum(block.linked for block in blocks) <= _MAX_LINKED * size
        if is_prose and any(before) and any(after) and (before[0] or after[0]):
            yield passage
