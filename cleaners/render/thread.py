"""What the posts of a thread add to an article: a heading above each, and quotations of the right depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..page import Block
from ..threads import Post
from .nesting import Nesting, PageNesting

_FIRST_LEVEL, _LAST_LEVEL = 2, 6


class Thread:
    """The posts of a page and their quotations, by block; empty for a page without posts."""

    def __init__(self, posts: Sequence[Post], page_nesting: PageNesting) -> None:
        self._nesting = page_nesting
        self._post_of = {index: number for number, post in enumerate(posts) for index in post.blocks}
        self._posts = posts
        self._quoted: dict[int, tuple[int, int]] = {}  # by block: the number of its quotation, and the depth
        for number, quote in enumerate(quote for post in posts for quote in post.quotes):
            self._quoted.update((index, (number, quote.depth)) for index in quote.blocks)
        self._previous_post = -1

    def post_of(self, block: Block) -> int:
        """The number of the post that a block belongs to, -1 for none."""
        return self._post_of.get(block.index, -1)

    def change_before(self, block: Block) -> tuple[int, str] | None:
        """The heading of the post that begins with a block, as level and text; (0, "") for a break; None elsewhere.

        A break is where the posts end, or a post begins whose author and date are unknown.
        """
        previous, current = self._previous_post, self.post_of(block)
        self._previous_post = current
        if current == previous:
            return None
        post = self._posts[current] if current >= 0 else None
        if post and (text := heading_text(post)):
            return min(_FIRST_LEVEL + post.depth, _LAST_LEVEL), text
        return (0, "") if previous >= 0 else None

    def nesting_of(self, block: Block) -> Nesting:
        """What is around a block; in a post only the quotations of the post count as such."""
        nesting = self._nesting.of(block)
        if self.post_of(block) < 0:
            return nesting
        quote = self._quoted.get(block.index)
        if quote is None:
            return replace(nesting, containers=tuple(filter(self._nesting.is_item_or_callout, nesting.containers)))
        number, depth = quote
        missing = depth - sum(not self._nesting.is_item(container) for container in nesting.containers)
        added = tuple(-2 - number * _LAST_LEVEL - level for level in range(max(0, min(missing, _LAST_LEVEL))))
        return replace(nesting, containers=(*added, *nesting.containers))


def heading_text(post: Post) -> str:
    """Author and date of a post; "" where both are unknown."""
    parts = [post.author, post.date[:16].replace("T", " ")]
    return ", ".join(part for part in parts if part)
