"""Two versions of one page: which passages the new one drops, brings back, adds or lacks, and by which labeler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, NamedTuple

EFFECTS = {
    "dropped": "no longer in the article",
    "back": "back in the article",
    "new": "new on the page",
    "gone": "no longer on the page",
    "reason": "dropped for another reason",
}
METADATA = {
    "headline": "title", "author": "author", "datePublished": "date", "inLanguage": "language", "publisher": "site",
}  # fmt: skip
WORDS = ("dropped", "back", "new", "gone")  # the effects that change the words of the article
PageVersion = dict[str, Any]  # a page's document, as in clean/ or from `winnow clean --format json`
Block = dict[str, Any]  # of a page's document, with its decision
_NUMBERS = re.compile(r", first seen [^,;]*|(\d[\d.,]*)")
_AUTOJUNK_BLOCKS = 4000  # of a page with more blocks, frequent lines are not matched on their own


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A block that differs between two versions: ``effect`` is a key of ``EFFECTS``.

    ``decided_by`` and ``reason`` come from the version that drops the block, if only one does; else from the
    version that has it. ``before`` and ``after`` are "labeler: reason" of the two versions, "" for one that lacks
    the block.
    """

    effect: str
    text: str
    decided_by: str
    reason: str
    before: str = ""
    after: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())


class MetadataChange(NamedTuple):
    """The name of a metadata field with its old and new value, "" for none."""

    name: str
    before: str
    after: str


@dataclass(slots=True)
class PageChange:
    """The differences of one page. ``name`` is its path in clean/ without suffix; ``words`` counts by effect.

    ``rewritten``: the same passages have become other Markdown.
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
            if passage.effect in counts:
                counts[passage.effect] += passage.words
        return counts

    @property
    def weight(self) -> int:
        """How large the change is for a reader of the article, in words."""
        return sum(self.words.values()) + len(self.metadata) + self.rewritten

    @property
    def visible(self) -> bool:
        """Whether the article or its metadata changed."""
        return self.weight > 0


def compare(name: str, old: PageVersion, new: PageVersion) -> PageChange:
    """The differences between two versions of a page."""
    title, url = (new.get(key) or old.get(key) or "" for key in ("headline", "url"))
    change = PageChange(name, title, url)
    pairs = _aligned(old["decisions"], new["decisions"])
    change.passages = [passage for pair in pairs if (passage := _passage_change(*pair))]
    for key, field_name in METADATA.items():
        before, after = (version.get(key) or "" for version in (old, new))
        if before != after:
            change.metadata.append(MetadataChange(field_name, before, after))
    same_body = not any(change.words.values())
    change.rewritten = same_body and old.get("markdown") != new.get("markdown")
    return change


def without_numbers(reason: str) -> str:
    """A reason without its numbers and days, so that the reasons of many pages can be counted as one."""
    return _NUMBERS.sub(lambda match: "…" if match[1] else "", reason)


def _passage_change(before: Block | None, after: Block | None) -> PassageChange | None:
    kept = (bool(before and before["kept"]), bool(after and after["kept"]))
    if before is None or after is None:
        block = after or before or {}
        if not block["kept"]:
            return None  # in one version only, and in neither article
        return _difference("new" if before is None else "gone", block, before, after)
    if kept == (True, True):
        return None
    if kept == (False, False):
        causes = [(block["decidedBy"], without_numbers(block["reason"])) for block in (before, after)]
        return None if causes[0] == causes[1] else _difference("reason", after, before, after)
    return _difference("dropped", after, before, after) if kept[0] else _difference("back", before, before, after)


def _difference(effect: str, block: Block, before: Block | None, after: Block | None) -> PassageChange:
    sides = [f"{side['decidedBy']}: {side['reason']}" if side else "" for side in (before, after)]
    return PassageChange(effect, str(block["text"]), str(block["decidedBy"]), str(block["reason"]), *sides)


def _aligned(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """The blocks of both versions side by side, in page order; None where one has no such block."""
    texts = [block["text"] for block in old], [block["text"] for block in new]
    if texts[0] == texts[1]:
        yield from zip(old, new, strict=True)
        return
    matcher = SequenceMatcher(None, *texts, autojunk=max(map(len, texts)) > _AUTOJUNK_BLOCKS)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from ((block, None) for block in old[a:b])
            yield from ((None, block) for block in new[c:d])
