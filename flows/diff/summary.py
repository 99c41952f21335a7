"""What changed over many pages: by labeler and reason, and the pages that changed most."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from .compare import WORDS, PageChange, masked

SHOWN = 50  # pages shown in full
_PASSAGES = 200  # of one page


@dataclass(slots=True)
class Group:
    """All passages with one fate for one reason (its numbers left out); ``example`` is the longest of them."""

    fate: str
    decided_by: str
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
    words: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WORDS, 0))
    _groups: dict[tuple[str, str, str], Group] = field(default_factory=dict)
    _worst: list[PageChange] = field(default_factory=list)

    def add(self, change: PageChange) -> None:
        """Add what changed of one page."""
        if change.visible:
            self.changed += 1
        else:
            self.unnoticed += 1
        for fate, words in change.words.items():
            self.words[fate] += words
        self._group(change)
        if change.visible:
            change.passages = change.passages[:_PASSAGES]
            self._worst.append(change)
            if len(self._worst) > 2 * self.shown:
                self._worst = self.worst

    def _group(self, change: PageChange) -> None:
        seen: set[tuple[str, str, str]] = set()
        for passage in change.passages:
            key = (passage.fate, passage.decided_by, masked(passage.reason))
            group = self._groups.setdefault(key, Group(*key))
            group.words += passage.words
            group.passages += 1
            group.pages += key not in seen
            group.example = max(group.example, passage.text[:300], key=lambda text: (len(text), text))
            seen.add(key)

    @property
    def compared(self) -> int:
        """Pages that are in both sets."""
        return self.same + self.changed + self.unnoticed

    @property
    def groups(self) -> list[Group]:
        """What changed, by fate, labeler and reason: most words first, mere reasons last."""
        order = ("dropped", "gone", "back", "new", "reason")
        return sorted(
            self._groups.values(),
            key=lambda g: (g.fate == "reason", -g.words, order.index(g.fate), g.decided_by, g.reason),
        )

    @property
    def worst(self) -> list[PageChange]:
        """The pages that changed most, the worst first."""
        return sorted(self._worst, key=lambda change: (-change.weight, change.name))[: self.shown]

    def headline(self, what: str = "changed") -> str:
        """The difference in one line; ``what`` is what happened, or would happen, to the pages."""
        parts = [f"{self.changed:,} of {self.compared:,} pages {what}"]
        if self.compared == 1:
            parts = [f"The article {'changed' if self.changed else 'is the same'}"]
        labels = dict(zip(WORDS, ("dropped", "brought back", "new", "gone"), strict=True))
        counts = [(self.words[fate], label) for fate, label in labels.items() if self.words[fate]]
        parts += [f"{count:,} {'word' if count == 1 else 'words'} {label}" for count, label in counts]
        if self.unnoticed:
            noun = "page differs" if self.unnoticed == 1 else "pages differ"
            parts.append(f"{self.unnoticed:,} {noun} in the trail only")
        return "; ".join(parts) + "."

    def document(self) -> dict[str, Any]:
        """The whole difference as plain data, for JSON."""
        pages = ("compared", "changed", "same", "unnoticed")
        facts = ("words", "added", "removed", "unreadable")
        return {
            "pages": {name: getattr(self, name) for name in pages},
            **{name: getattr(self, name) for name in facts},
            "groups": [asdict(group) for group in self.groups],
            "worst": [_page(change) for change in self.worst],
        }


def _page(change: PageChange) -> dict[str, Any]:
    facts = asdict(change)
    passages = facts.pop("passages")
    metadata = [one._asdict() for one in change.metadata]
    return {**facts, "words": change.words, "metadata": metadata, "passages": passages}
