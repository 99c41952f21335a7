"""A thread in Markdown: a heading above each post, quotations as deep as the page has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..page import Block
from ..threads import Post
from .escape import escape
from .places import Place, Places

_FIRST_LEVEL, _LAST_LEVEL = 2, 6
_BREAK = "* * *"


class Thread:
    """What the posts of a page add to its blocks; nothing where it has none."""

    def __init__(self, posts: Sequence[Post], places: Places) -> None:
        self._places = places
        self._post_of = {at: number for number, post in enumerate(posts) for at in post.blocks}
        self._posts = posts
        self._quoted: dict[int, tuple[int, int]] = {}  # by block: the number of its quotation, and how deep it is
        for number, quote in enumerate(quote for post in posts for quote in post.quotes):
            self._quoted.update((at, (number, quote.depth)) for at in quote.blocks)
        self._open = -1  # the post of the block before

    def post_of(self, block: Block) -> int:
        """The number of the post that a block belongs to, -1 for none."""
        return self._post_of.get(block.index, -1)

    def line_before(self, block: Block) -> str:
        """The line to write ahead of a block: another post begins with it, or what follows the posts."""
        before, now = self._open, self.post_of(block)
        self._open = now
        if now == before:
            return ""
        return (_heading(self._posts[now]) if now >= 0 else "") or (_BREAK if before >= 0 else "")

    def place_of(self, block: Block) -> Place:
        """The lists and quotations around a block: in a post only what is one counts as a quotation."""
        place = self._places.of(block)
        if self.post_of(block) < 0:
            return place
        quote = self._quoted.get(block.index)
        if quote is None:
            return replace(place, containers=tuple(filter(self._places.is_item, place.containers)))
        number, depth = quote
        missing = depth - sum(not self._places.is_item(container) for container in place.containers)
        ours = tuple(-2 - number * _LAST_LEVEL - level for level in range(max(0, min(missing, _LAST_LEVEL))))
        return replace(place, containers=(*ours, *place.containers))


def _heading(post: Post) -> str:
    """Who wrote a post and when, as a heading as deep as the post; "" where the page tells neither."""
    parts = [escape(post.author), post.date[:16].replace("T", " ")]
    told = ", ".join(part for part in parts if part)
    return f"{'#' * min(_FIRST_LEVEL + post.depth, _LAST_LEVEL)} {told}" if told else ""
