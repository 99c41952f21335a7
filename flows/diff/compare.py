"""Two versions of one page: which passages fare otherwise, and who says so."""

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
    def decisions(self) -> Sequence[dict[str, Any]]:
        found: Sequence[dict[str, Any]] = self.document["decisions"]
        return found


@dataclass(frozen=True, slots=True)
class Passage:
    """A block that fares otherwise: ``fate`` is a key of ``FATES``.

    ``voice`` and ``reason`` are of the side on which it is dropped, where it is dropped on
    one; else of the side on which it stands. ``before`` and ``after`` tell "voice: reason"
    of both sides, "" where it does not stand.
    """

    fate: str
    text: str
    voice: str
    reason: str
    before: str = ""
    after: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())


class MetadataChange(NamedTuple):
    """What of the metadata reads otherwise, before and after; "" for nothing."""

    what: str
    before: str
    after: str


@dataclass(slots=True)
class PageChange:
    """What changed of one page. ``name`` is its place in clean/; ``words`` counts by fate, reasons aside.

    ``rewritten`` means that the same passages are written in another way, in Markdown.
    """

    name: str
    title: str = ""
    url: str = ""
    passages: list[Passage] = field(default_factory=list)
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
    """A reason with its numbers and days left out, so that those of many pages can be told as one."""
    return _NUMBERS.sub(lambda match: "…" if match[1] else "", reason)


def _passage(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Passage | None:
    kept = (bool(before and before["kept"]), bool(after and after["kept"]))
    if before is None or after is None:
        stands = after or before or {}
        if not stands["kept"]:
            return None  # on one side alone, and in neither article
        return _told("new" if before is None else "gone", stands, before, after)
    if kept == (True, True):
        return None
    if kept == (False, False):
        same = (before["voice"], masked(before["reason"])) == (after["voice"], masked(after["reason"]))
        return None if same else _told("reason", after, before, after)
    return _told("dropped", after, before, after) if kept[0] else _told("back", before, before, after)


def _told(fate: str, says: dict[str, Any], before: dict[str, Any] | None, after: dict[str, Any] | None) -> Passage:
    sides = [f"{side['voice']}: {side['reason']}" if side else "" for side in (before, after)]
    return Passage(fate, str(says["text"]), str(says["voice"]), str(says["reason"]), *sides)


def _aligned(
    old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
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
