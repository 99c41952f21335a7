"""The differences of many pages: by labeler and reason, and the pages that changed most."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from .compare import WORDS, PageChange, PassageChange, without_numbers

MAX_PAGES_SHOWN = 50  # in full
_MAX_PASSAGES = 200  # of one page


@dataclass(slots=True)
class Group:
    """All passages with one effect, labeler and reason (without its numbers); ``example`` is the longest of them."""

    effect: str
    decided_by: str
    reason: str
    words: int = 0
    passages: int = 0
    pages: int = 0
    example: str = ""


@dataclass
class Summary:
    """The differences between two sets of pages.

    Only the ``max_shown`` pages that changed most are in memory with their passages. ``unnoticed`` counts pages whose
    decisions differ, but not the article.
    """

    max_shown: int = MAX_PAGES_SHOWN
    same: int = 0
    changed: int = 0
    unnoticed: int = 0
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WORDS, 0))
    _groups: dict[tuple[str, str, str], Group] = field(default_factory=dict)
    _worst: list[PageChange] = field(default_factory=list)

    def add(self, change: PageChange) -> None:
        """Add the differences of one page."""
        for effect, words in change.words.items():
            self.words[effect] += words
        self._add_to_groups(change)
        if not change.visible:
            self.unnoticed += 1
            return
        self.changed += 1
        change.passages = change.passages[:_MAX_PASSAGES]
        self._worst.append(change)
        if len(self._worst) > 2 * self.max_shown:
            self._worst = self.worst

    def _add_to_groups(self, change: PageChange) -> None:
        keys: set[tuple[str, str, str]] = set()
        for passage in change.passages:
            key = (passage.effect, passage.decided_by, without_numbers(passage.reason))
            group = self._groups.setdefault(key, Group(*key))
            group.words += passage.words
            group.passages += 1
            group.pages += key not in keys
            group.example = max(group.example, passage.text[:300], key=lambda text: (len(text), text))
            keys.add(key)

    @property
    def compared(self) -> int:
        """Pages that are in both sets."""
        return self.same + self.changed + self.unnoticed

    @property
    def groups(self) -> list[Group]:
        """The groups with most words first; those in which only the reason changed come last."""
        order = ("dropped", "gone", "back", "new", "reason")
        return sorted(self._groups.values(), key=lambda group: (
            group.effect == "reason", -group.words, order.index(group.effect), group.decided_by, group.reason,
        ))  # fmt: skip

    @property
    def worst(self) -> list[PageChange]:
        """The pages that changed most, the worst first."""
        return sorted(self._worst, key=lambda change: (-change.weight, change.name))[: self.max_shown]

    def headline(self, verb: str = "changed") -> str:
        """The difference in one line; ``verb`` is "changed" or, of a preview, "would change"."""
        parts = [f"{self.changed:,} of {self.compared:,} pages {verb}"]
        if self.compared == 1:
            parts = [f"The article {'changed' if self.changed else 'is the same'}"]
        labels = dict(zip(WORDS, ("dropped", "brought back", "new", "gone"), strict=True))
        counts = [(self.words[effect], label) for effect, label in labels.items() if self.words[effect]]
        parts += [f"{count:,} {'word' if count == 1 else 'words'} {label}" for count, label in counts]
        if self.unnoticed:
            noun = "page differs" if self.unnoticed == 1 else "pages differ"
            parts.append(f"{self.unnoticed:,} {noun} in the trail only")
        return "; ".join(parts) + "."

    def document(self) -> dict[str, Any]:
        """The whole difference as plain data, for JSON."""
        return {
            "pages": {name: getattr(self, name) for name in ("compared", "changed", "same", "unnoticed")},
            **{name: getattr(self, name) for name in ("words", "added", "removed", "unreadable")},
            "groups": [_data(group) for group in self.groups],
            "worst": [_page_data(change) for change in self.worst],
        }


def _page_data(change: PageChange) -> dict[str, Any]:
    return {
        **{name: getattr(change, name) for name in ("name", "title", "url")},
        "metadata": [dict(zip(("what", "before", "after"), values, strict=True)) for values in change.metadata],
        "rewritten": change.rewritten,
        "words": change.words,
        "passages": [_data(passage) for passage in change.passages],
    }


def _data(item: Group | PassageChange) -> dict[str, Any]:
    names = {"effect": "fate", "decided_by": "decidedBy"}
    return {names.get(name, name): value for name, value in asdict(item).items()}
