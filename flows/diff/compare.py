"""Two versions of one page: which passages are now kept or dropped otherwise, and by which labeler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, NamedTuple

FATES = {
    "dropped": "no longer in the article",
    "back": "back in the article",
    "new": "new on the page",
    "gone": "no longer on the page",
    "reason": "dropped for another reason",
}
METADATA = {
    "headline": "title", "author": "author", "datePublished": "date", "inLanguage": "language", "publisher": "site",
}  # fmt: skip
WORDS = ("dropped", "back", "new", "gone")  # the fates that a reader of the article notices
Block = dict[str, Any]  # a decision of a page's document
_NUMBERS = re.compile(r", first seen [^,;]*|(\d[\d.,]*)")
_MANY = 4000  # blocks above which only runs of equal text are sought, and frequent lines are passed over


@dataclass(frozen=True, slots=True)
class Version:
    """A page's document as it stands in clean/, or as `winnow clean --format json` writes it."""

    document: dict[str, Any]

    @property
    def title(self) -> str:
        return str(self.document.get("headline") or "")

    @property
    def url(self) -> str:
        return str(self.document.get("url") or "")

    @property
    def decisions(self) -> Sequence[Block]:
        found: Sequence[Block] = self.document["decisions"]
        return found


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A block that differs between two versions: ``fate`` is a key of ``FATES``.

    ``decided_by`` and ``reason`` are those of the version that drops it, if only one does; else of the
    version that has it. ``before`` and ``after`` are "labeler: reason" of both, "" where the
    version lacks the block.
    """

    fate: str
    text: str
    decided_by: str
    reason: str
    before: str = ""
    after: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())


class MetadataChange(NamedTuple):
    """A field of the metadata with its old and new value, "" for none."""

    what: str
    before: str
    after: str


@dataclass(slots=True)
class PageChange:
    """What changed of one page. ``name`` is its path in clean/ without suffix; ``words`` counts by fate.

    ``rewritten``: the same passages give other Markdown.
    """

    name: str
    title: str = ""
    url: str = ""
    passages: list[PassageChange] = field(default_factory=list)
    metadata: list[MetadataChange] = field(default_factory=list)
    rewritten: bool = False

    @property
    def words(self) -> dict[str, int]:
        counts = dict.fromkeys(WORDS, 0)
        for passage in self.passages:
            if passage.fate in counts:
                counts[passage.fate] += passage.words
        return counts

    @property
    def weight(self) -> int:
        """How much a reader would notice, in words."""
        return sum(self.words.values()) + len(self.metadata) + self.rewritten

    @property
    def visible(self) -> bool:
        """Whether a reader of the article would notice anything."""
        return self.weight > 0


def compare(name: str, old: Version, new: Version) -> PageChange:
    """What changed from one version of a page to another."""
    change = PageChange(name, new.title or old.title, new.url or old.url)
    change.passages = [found for pair in _aligned(old.decisions, new.decisions) if (found := _passage(*pair))]
    for key, what in METADATA.items():
        before, after = (str(version.document.get(key) or "") for version in (old, new))
        if before != after:
            change.metadata.append(MetadataChange(what, before, after))
    same_body = not any(change.words.values())
    change.rewritten = same_body and old.document.get("markdown") != new.document.get("markdown")
    return change


def masked(reason: str) -> str:
    """A reason without its numbers and days, so that those of many pages count as one."""
    return _NUMBERS.sub(lambda match: "…" if match[1] else "", reason)


def _passage(before: Block | None, after: Block | None) -> PassageChange | None:
    kept = (bool(before and before["kept"]), bool(after and after["kept"]))
    if before is None or after is None:
        block = after or before or {}
        if not block["kept"]:
            return None  # in one version alone, and in neither article
        return _difference("new" if before is None else "gone", block, before, after)
    if kept == (True, True):
        return None
    if kept == (False, False):
        same = (before["decidedBy"], masked(before["reason"])) == (after["decidedBy"], masked(after["reason"]))
        return None if same else _difference("reason", after, before, after)
    return _difference("dropped", after, before, after) if kept[0] else _difference("back", before, before, after)


def _difference(fate: str, block: Block, before: Block | None, after: Block | None) -> PassageChange:
    sides = [f"{side['decidedBy']}: {side['reason']}" if side else "" for side in (before, after)]
    return PassageChange(fate, str(block["text"]), str(block["decidedBy"]), str(block["reason"]), *sides)


def _aligned(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """The blocks of both versions side by side, in page order; None where one has no such block."""
    texts = [block["text"] for block in old], [block["text"] for block in new]
    if texts[0] == texts[1]:
        yield from zip(old, new, strict=True)
        return
    matcher = SequenceMatcher(None, *texts, autojunk=max(map(len, texts)) > _MANY)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from ((block, None) for block in old[a:b])
            yield from ((None, block) for block in new[c:d])
