"""Take away what is not needed: the search for a small list for which something still holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


class GivenUp(Exception):
    """The search has used up its tries."""


def smallest(items: Sequence[Item], holds: Callable[[list[Item]], bool]) -> list[Item]:
    """A part of ``items``, in their order, for which ``holds`` and of which nothing more can be left out.

    ``holds`` must be true of all of them. Runs of items are left out first, half of
    them, then ever shorter ones, down to one by one until that helps no more
    (delta debugging by complements: for n items of which few matter, about
    ``few * log n`` questions, at most ``n * n``).
    """
    left = list(items)
    if not left or holds([]):
        return []
    size = max(1, len(left) // 2)
    while True:
        before = len(left)
        left = _without_runs(left, size, holds)
        if size == 1 and len(left) == before:
            return left
        size = max(1, min(size // 2, len(left) // 2))


def _without_runs(items: list[Item], size: int, holds: Callable[[list[Item]], bool]) -> list[Item]:
    at = 0
    while at < len(items):
        trial = items[:at] + items[at + size :]
        if trial and holds(trial):
            items = trial
        else:
            at += size
    return items
