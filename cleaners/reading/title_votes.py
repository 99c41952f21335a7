"""The title as text: the one on which headings, head and JSON-LD agree, without the site's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..patterns import pattern
from .site_names import comparison_key, is_site_name, parts_of, without_known_names, without_site_name

_MAX_CHARS = 400
_MAX_LABEL_WORDS = 4  # before a title in its heading
_PERMALINK = pattern(r"(?:\s?[¶§🔗⚓↩]\ufe0e?|\s?\[(?:edit|\d{1,3})\]){1,4}$")
_LABEL_END = pattern(r"(?:[:|\]»）)–—-]|\d[\s./-]{1,2}(?:19|20)\d\d)\s?$")
_NUMBER_AFTER = pattern(r"#\s?\d{1,9}$")
_DATE_BEFORE = pattern(r"^\W{0,3}(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}\s?(?:[:–—-]|,)\s")

# The weight of each source. A heading is what the reader sees; the head is written for search engines.
_HEADING, _JSONLD, _OPEN_GRAPH, _TITLE_TAG, _CARD, _UNCUT = 1.4, 1.0, 0.8, 0.7, 0.3, 0.2
_LOWER_HEADING = 1.0  # of the second or third level, with a text that the head declares
_LABELLED = 0.8  # the block that was labelled as the title
_SITE_NAME_PENALTY = 1.5  # subtracted from a text that is only the site's name


@dataclass(frozen=True, slots=True)
class HeadingText:
    """A visible heading; ``is_site`` where its markup says that it is the site's name."""

    text: str
    level: int
    is_site: bool = False


def choose_title(
    declared: Sequence[tuple[str, str]], headings: Sequence[HeadingText], labelled: str, names: set[str]
) -> str:
    """The title on which most sources agree; "" if there is none.

    ``declared`` are (source, text) with source headline, shared (Open Graph), card or head (<title>);
    ``headings`` those of the page, ``labelled`` the block labelled as the title, ``names`` the keys of the site's
    names.
    """
    names = names | _site_headings(declared, headings)
    votes: dict[str, float] = {}
    texts: dict[str, str] = {}

    def vote(text: str, weight: float) -> None:
        text = without_signs(text)
        key = comparison_key(text[:_MAX_CHARS])
        if key:
            votes[key] = votes.get(key, 0.0) + weight
            texts.setdefault(key, text)

    vote(without_known_names(labelled, names), _LABELLED)
    top = [without_known_names(heading.text, names) for heading in headings if heading.level == 1]
    top = [_as_declared(text, declared, names) for text in top]
    for text, weight in _heading_weights(top, [text for _, text in declared]):
        vote(text, weight)
    lower = [] if _has_title(declared, top, names) else [h.text for h in headings if h.level > 1]
    lower = [without_signs(without_known_names(text, names)) for text in lower]
    vote(_declared_heading(declared, lower, names), _LOWER_HEADING)
    weights = {"headline": _JSONLD, "shared": _OPEN_GRAPH, "card": _CARD, "head": _TITLE_TAG}
    top = [without_signs(text) for text in top]
    for source, text in declared:
        vote(text if source == "headline" else without_site_name(text, names, top, lower), weights[source])
        vote(text, _UNCUT)
    for key in votes:
        if is_site_name(key, names):
            votes[key] -= _SITE_NAME_PENALTY
    best = max(votes, key=lambda key: votes[key], default="")
    return texts[best] if best else ""


def without_signs(text: str) -> str:
    """A title without the signs of permalinks after it, and without a date before it."""
    text = _PERMALINK.sub("", text[-_MAX_CHARS:]) if len(text) <= _MAX_CHARS else text
    return _DATE_BEFORE.sub("", text).strip()


def _site_headings(declared: Sequence[tuple[str, str]], headings: Sequence[HeadingText]) -> set[str]:
    """The keys of headings that name the site or the book: by their markup, or as what the head adds to its title.

    The head of a page of a book has "Ownership - The Book", and both are headings of the page, the book's before.
    """
    keys = [comparison_key(without_signs(heading.text)) for heading in headings]
    top = {key for key, heading in zip(keys, headings, strict=True) if heading.level == 1 and not heading.is_site}
    names = {key for key, heading in zip(keys, headings, strict=True) if heading.is_site} - top
    for source, text in declared:
        first, *rest = [comparison_key(part) for part in parts_of(text)] if source == "head" else [""]
        place = next((i for i, key in enumerate(keys) if first and (key == first or key.endswith(f" {first}"))), 0)
        names.update(part for part in rest if part in top and part != first and part in keys[:place])
    return names - {""}


def _has_title(declared: Sequence[tuple[str, str]], headings: Sequence[str], names: set[str]) -> bool:
    """Whether one of the first-level headings has a word in common with the declared titles, and is not the site."""
    words = set(comparison_key(" ".join(without_known_names(text, names) for _, text in declared)).split())
    keys = [key for heading in headings if not is_site_name(key := comparison_key(heading), names)]
    return any(not words.isdisjoint(key.split()) for key in keys)


def _declared_heading(declared: Sequence[tuple[str, str]], headings: Sequence[str], names: set[str]) -> str:
    """The heading with a text that the head declares, whole or before a separator; "" for none."""
    by_key = {comparison_key(text): text for text in reversed(headings)}
    for text in _declared_texts(declared, names):
        for part in (text, *parts_of(text)[:2]):
            key = comparison_key(part)
            if len(key) > 1 and key in by_key:
                return by_key[key]
    return ""


def _as_declared(heading: str, declared: Sequence[tuple[str, str]], names: set[str]) -> str:
    """A heading without a label before it ("Title: ...") or a number after it, where the head declares the rest."""
    key = comparison_key(without_signs(heading))
    for text in _declared_texts(declared, names):
        for part in (text, parts_of(text)[0]):
            wanted = comparison_key(part)
            before, after = key.removesuffix(f" {wanted}"), key.removeprefix(f"{wanted} ")
            if " " not in wanted or before == after == key:
                continue
            if before != key and before.count(" ") < _MAX_LABEL_WORDS and _LABEL_END.search(heading[: -len(part)]):
                return part
            if after.isdigit() and _NUMBER_AFTER.search(heading):
                return part
    return heading


def _declared_texts(declared: Sequence[tuple[str, str]], names: set[str]) -> list[str]:
    return [without_signs(without_known_names(text, names)) for _, text in declared]


def _heading_weights(headings: Sequence[str], declared: Sequence[str]) -> list[tuple[str, float]]:
    """The weight of each heading: full for the one that shares most words with the declared titles."""
    declared_words = set(comparison_key(" ".join(declared)).split())
    common = [len(declared_words.intersection(comparison_key(text).split())) for text in headings]
    best = common.index(max(common)) if common else 0
    return [(text, _HEADING if index == best else _HEADING / 3) for index, text in enumerate(headings)]
