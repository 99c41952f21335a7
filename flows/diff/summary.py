"""What changed over many pages: by voice and reason, and the pages that changed most."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Any

from .compare import PageChange, masked

SHOWN = 50  # pages told in full
_PASSAGES = 200  # of one page


@dataclass(slots=True)
class Group:
    """All passages with one fate for one reason (its numbers left out); ``example`` is the longest of them."""

    fate: str
    voice: str
    reason: str
    words: int = 0
    passages: int = 0
    pages: int = 0
    example: str = ""


@dataclass
class Summary:
    """What differs between two sets of pages. Only the ``shown`` worst pages are kept, so memory stays flat."""

    shown: int = SHOWN
    same: int = 0
    changed: int = 0
    unnoticed: int = 0
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("dropped", "back", "new", "gone"), 0))
    _groups: dict[tuple[str, str, str], Group] = field(default_factory=dict)
    _worst: list[tuple[int, _Later, PageChange]] = field(default_factory=list)

    def add(self, change: PageChange) -> None:
        """Take in what changed of one page."""
        if change.visible:
            self.changed += 1
        else:
            self.unnoticed += 1
        for fate, words in change.words.items():
            self.words[fate] += words
        self._group(change)
        if change.visible:
            change.passages = change.passages[:_PASSAGES]
            heapq.heappush(self._worst, (change.weight, _Later(change.name), change))
            if len(self._worst) > self.shown:
                heapq.heappop(self._worst)

    def _group(self, change: PageChange) -> None:
        seen: set[tuple[str, str, str]] = set()
        for passage in change.passages:
            key = (passage.fate, passage.voice, masked(passage.reason))
            group = self._groups.setdefault(key, Group(*key))
            group.words += passage.words
            group.passages += 1
            group.pages += key not in seen
            group.example = max(group.example, passage.text[:300], key=lambda text: (len(text), text))
            seen.add(key)

    @property
    def compared(self) -> int:
        """Pages that are there on both sides."""
        return self.same + self.changed + self.unnoticed

    @property
    def groups(self) -> list[Group]:
        """What changed, by fate, voice and reason: most words first, mere reasons last."""
        order = ("dropped", "gone", "back", "new", "reason")
        return sorted(
            self._groups.values(), key=lambda g: (g.fate == "reason", -g.words, order.index(g.fate), g.voice, g.reason)
        )

    @property
    def worst(self) -> list[PageChange]:
        """The pages that changed most, the worst first."""
        return [change for _, _, change in sorted(self._worst, reverse=True)]

    def document(self) -> dict[str, Any]:
        """All of it as plain data."""
        pages = {"compared": self.compared, "changed": self.changed, "same": self.same, "unnoticed": self.unnoticed}
        return {
            "pages": pages,
            "words": self.words,
            "added": self.added,
            "removed": self.removed,
            "unreadable": self.unreadable,
            "groups": [{name: getattr(group, name) for name in Group.__slots__} for group in self.groups],
            "worst": [_page(change) for change in self.worst],
        }


class _Later(str):
    """A name that counts as less the later it comes: of two pages alike the first by name is worse."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _page(change: PageChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "title": change.title,
        "url": change.url,
        "words": change.words,
        "metadata": [{"what": what, "before": a, "after": b} for what, a, b in change.metadata],
        "rewritten": change.rewritten,
        "passages": [
            {"fate": p.fate, "text": p.text, "voice": p.voice, "reason": p.reason, "before": p.before, "after": p.after}
            for p in change.passages
        ],
    }
