"""Which elements of a page are its posts: nested ones told from the wrappers and the parts of one post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..page import Decision, Element, Page
from .names import is_body, is_post

_LEAST = 2  # posts of a thread
_FEW = 12  # words
_HEAD = 12  # blocks before a post's text that may tell whose it is
_COVERED = 0.5  # of the kept words, at least, stand in posts


@dataclass(slots=True)
class Region:
    """One post: its element, the blocks ``[start, end)`` it spans, and those kept blocks that are its own."""

    element: int
    start: int
    end: int
    parent: Region | None = None
    outermost: int = -1  # the outermost element around it that holds nothing else
    own: list[int] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How many posts it stands in."""
        depth, around = 0, self.parent
        while around:
            depth, around = depth + 1, around.parent
        return depth


def regions_of(page: Page, decisions: Sequence[Decision]) -> list[Region]:
    """The posts of a page in order; none where it does not look like a thread."""
    return _found(page, decisions, is_post) or _reaching_back(page, _found(page, decisions, is_body))


def _found(page: Page, decisions: Sequence[Decision], named: Callable[[Element], bool]) -> list[Region]:
    found = _candidates(page, named)
    kept = [decision.block.index for decision in decisions if decision.kept and decision.role != "title"]
    _share_out(found, kept)
    words = [len(block.text.split()) for block in page.blocks]
    posts = [region for region in _without_wrappers(page, found, words) if region.own]
    inside, whole = sum(words[at] for region in posts for at in region.own), sum(words[at] for at in kept)
    return posts if len(posts) >= _LEAST and inside >= _COVERED * whole else []


def _reaching_back(page: Page, bodies: list[Region]) -> list[Region]:
    """Where only the texts of posts have names, what stands before a text tells of it."""
    last = 0
    for region in bodies:
        if region.parent is None:
            region.start = max(last, region.start - _HEAD)
            while region.outermost > 0 and page.elements[region.outermost - 1].start >= region.start:
                region.outermost -= 1
        last = max(last, region.end)
    return bodies


def _candidates(page: Page, named: Callable[[Element], bool]) -> list[Region]:
    """Every element named as a post, in page order, each with the one around it."""
    found: list[Region] = []
    around: dict[int, Region] = {}  # by element: the post that it lies in or is
    for index, element in enumerate(page.elements):
        outer = around.get(element.parent)
        if not element.hidden and element.end > element.start and named(element):
            outer = Region(index, element.start, element.end, outer, index)
            found.append(outer)
        if outer:
            around[index] = outer
    return found


def _share_out(found: Sequence[Region], kept: Sequence[int]) -> None:
    """Give each kept block to the innermost post around it."""
    stack: list[Region] = []
    todo = iter(found)
    following = next(todo, None)
    for block in kept:
        while following is not None and following.start <= block:
            stack.append(following)
            following = next(todo, None)
        while stack and stack[-1].end <= block:
            stack.pop()
        holder = next((region for region in reversed(stack) if region.start <= block < region.end), None)
        if holder:
            holder.own.append(block)


def _without_wrappers(page: Page, found: Sequence[Region], words: Sequence[int]) -> list[Region]:
    """The posts themselves: what wraps one post is that post, what wraps many is none."""
    gone: set[int] = set()
    held: dict[int, list[Region]] = defaultdict(list)  # by element: the posts right inside it
    for region in found:
        if region.parent:
            held[region.parent.element].append(region)
    for region in reversed(found):  # from the inside out
        inner = [other for other in held[region.element] if other.element not in gone]
        alone = len(inner) == 1 and _is_part(page, region, inner[0], words)
        if not inner or (region.own and not alone):
            continue
        gone.add(region.element)
        for other in inner:
            other.parent = region.parent
            if len(inner) == 1:
                other.start, other.end, other.outermost = region.start, region.end, region.outermost
                other.own = sorted([*other.own, *region.own])
            if region.parent:
                held[region.parent.element].append(other)
    return [region for region in found if region.element not in gone]


def _is_part(page: Page, region: Region, inner: Region, words: Sequence[int]) -> bool:
    """Whether the one post inside another is its body, and what stands around it a few words that go with it."""
    outer_names, inner_names = _names(page, region), _names(page, inner)
    return outer_names.isdisjoint(inner_names) and sum(words[at] for at in region.own) <= _FEW


def _names(page: Page, region: Region) -> set[str]:
    return set((page.elements[region.element].attrs.get("class") or "").split())
