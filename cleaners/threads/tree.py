"""Finds the elements of a page that are its posts, among nested posts, wrappers and parts of one post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..page import Decision, Element, Page
from .names import is_body, is_post

_MIN_POSTS = 2  # in a thread
_MAX_PART_WORDS = 12  # words of a post around its only part
_MAX_HEAD_BLOCKS = 12  # blocks before the text of a post that may name its author
_MIN_SHARE = 0.5  # of the kept words that are in posts


@dataclass(slots=True)
class Region:
    """One post: its element, its blocks ``[start, end)``, and in ``own`` the kept ones that are in no inner post."""

    element: int
    start: int
    end: int
    parent: Region | None = None
    outermost: int = -1  # the outermost element with the same content
    own: list[int] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """The number of posts around it."""
        depth, enclosing = 0, self.parent
        while enclosing:
            depth, enclosing = depth + 1, enclosing.parent
        return depth


def regions_of(page: Page, decisions: Sequence[Decision]) -> list[Region]:
    """The posts of a page in order; none where it does not look like a thread."""
    return _find_regions(page, decisions, is_post) or _with_heads(page, _find_regions(page, decisions, is_body))


def _find_regions(page: Page, decisions: Sequence[Decision], is_named: Callable[[Element], bool]) -> list[Region]:
    regions = _named_elements(page, is_named)
    kept_indices = [decision.block.index for decision in decisions if decision.kept and decision.role == "body"]
    _assign_blocks(regions, kept_indices)
    words = [len(block.text.split()) for block in page.blocks]
    posts = [region for region in _without_wrappers(page, regions, words) if region.own]
    in_posts = sum(words[index] for region in posts for index in region.own)
    total = sum(words[index] for index in kept_indices)
    return posts if len(posts) >= _MIN_POSTS and in_posts >= _MIN_SHARE * total else []


def _with_heads(page: Page, bodies: list[Region]) -> list[Region]:
    """Extend each region, where only the texts of posts have names, to the blocks before it that name the author."""
    previous_end = 0
    for region in bodies:
        if region.parent is None:
            region.start = max(previous_end, region.start - _MAX_HEAD_BLOCKS)
            while region.outermost > 0 and page.elements[region.outermost - 1].start >= region.start:
                region.outermost -= 1
        previous_end = max(previous_end, region.end)
    return bodies


def _named_elements(page: Page, is_named: Callable[[Element], bool]) -> list[Region]:
    """Every element with such a name, in page order, each with the region around it."""
    regions: list[Region] = []
    enclosing: dict[int, Region] = {}  # by element: the innermost region that contains it
    for index, element in enumerate(page.elements):
        outer = enclosing.get(element.parent)
        if not element.hidden and element.end > element.start and is_named(element):
            outer = Region(index, element.start, element.end, outer, index)
            regions.append(outer)
        if outer:
            enclosing[index] = outer
    return regions


def _assign_blocks(regions: Sequence[Region], kept_indices: Sequence[int]) -> None:
    """Add each kept block to ``own`` of the innermost region around it."""
    stack: list[Region] = []
    remaining = iter(regions)
    following = next(remaining, None)
    for block in kept_indices:
        while following is not None and following.start <= block:
            stack.append(following)
            following = next(remaining, None)
        while stack and stack[-1].end <= block:
            stack.pop()
        region = next((region for region in reversed(stack) if region.start <= block < region.end), None)
        if region:
            region.own.append(block)


def _without_wrappers(page: Page, regions: Sequence[Region], words: Sequence[int]) -> list[Region]:
    """The posts without wrappers: an element around one post becomes that post, one around several is no post."""
    wrappers: set[int] = set()
    nested: dict[int, list[Region]] = defaultdict(list)  # by element: the regions directly inside it
    for region in regions:
        if region.parent:
            nested[region.parent.element].append(region)
    for region in reversed(regions):  # the innermost first
        inner_regions = [other for other in nested[region.element] if other.element not in wrappers]
        is_only_part = len(inner_regions) == 1 and _is_part(page, region, inner_regions[0], words)
        if not inner_regions or (region.own and not is_only_part):
            continue
        wrappers.add(region.element)
        for other in inner_regions:
            other.parent = region.parent
            if len(inner_regions) == 1:
                other.start, other.end, other.outermost = region.start, region.end, region.outermost
                other.own = sorted([*other.own, *region.own])
            if region.parent:
                nested[region.parent.element].append(other)
    return [region for region in regions if region.element not in wrappers]


def _is_part(page: Page, region: Region, inner: Region, words: Sequence[int]) -> bool:
    """Whether the only post inside another is its body, with only few words of the outer post around it."""
    outer_names, inner_names = _classes(page, region), _classes(page, inner)
    return outer_names.isdisjoint(inner_names) and sum(words[index] for index in region.own) <= _MAX_PART_WORDS


def _classes(page: Page, region: Region) -> set[str]:
    return set((page.elements[region.element].attrs.get("class") or "").split())
