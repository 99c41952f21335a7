"""The title as text: the one on which headings, head and JSON-LD agree, without the site's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..addresses import split_address
from ..patterns import pattern

_SEPARATOR = pattern(r"\s{1,40}(?:[|\-–—·•»«/>~]|::)\s{1,40}|\s{0,40}[|｜»]\s{0,40}")
_WORD = pattern(r"\w+")
_MAX_CHARS = 400

# The weight of each source. A heading is what the reader sees; the head is written for search engines.
_HEADING, _JSONLD, _OPEN_GRAPH, _TITLE_TAG, _CARD, _UNCUT = 1.4, 1.0, 0.8, 0.7, 0.3, 0.2
_LABELLED = 0.8  # the block that was labelled as the title
_SITE_NAME_PENALTY = 1.5  # subtracted from a text that is only the site's name


def comparison_key(text: str) -> str:
    """The words of a text in lower case, for comparison."""
    return " ".join(_WORD.findall(text.casefold()))


def site_names(url: str, declared: Iterable[str]) -> set[str]:
    """The comparison keys of a site's names: those it declares, and parts of its host name."""
    host = (split_address(url).hostname or "").removeprefix("www.")
    names = {comparison_key(name) for name in (*declared, host, host.split(".")[0])}
    names |= {name.replace(" ", "") for name in names}
    return names - {""}


def without_site_name(title: str, names: set[str], headings: Sequence[str] = ()) -> str:
    """A title without the site's name before or after it.

    A part that equals one of ``headings`` is the title. Otherwise known names are removed from
    both ends; if there are none, the last part is removed if it is no longer than the rest.
    """
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    starts = [0, *(separator.end() for separator in separators)]
    ends = [*(separator.start() for separator in separators), len(title)]
    parts = [comparison_key(title[start:end]) for start, end in zip(starts, ends, strict=True)]
    for heading in headings:
        if comparison_key(heading) in parts and not is_site_name(comparison_key(heading), names):
            return heading
    first, last = 0, len(parts)
    while last - first > 1 and is_site_name(parts[last - 1], names):
        last -= 1
    while last - first > 1 and is_site_name(parts[first], names):
        first += 1
    if last - first == len(parts) and len(parts[-1]) <= sum(map(len, parts[:-1])):
        last -= 1
    return title[starts[first] : ends[last - 1]].strip()


def is_site_name(key: str, names: set[str]) -> bool:
    """Whether a comparison key is empty or one of the site's names."""
    return not key or key in names or key.replace(" ", "") in names


def choose_title(declared: Sequence[tuple[str, str]], headings: Sequence[str], labelled: str, names: set[str]) -> str:
    """The title on which most sources agree; "" if there is none.

    ``declared`` are (source, text) with source headline, shared (Open Graph), card or head (<title>);
    ``headings`` the page's first-level headings, ``labelled`` the block labelled as the title.
    """
    votes: dict[str, float] = {}
    texts: dict[str, str] = {}

    def vote(text: str, weight: float) -> None:
        key = comparison_key(text[:_MAX_CHARS])
        if key:
            votes[key] = votes.get(key, 0.0) + weight
            texts.setdefault(key, text)

    vote(labelled, _LABELLED)
    for text, weight in _heading_weights(headings, [text for _, text in declared]):
        vote(text, weight)
    weights = {"headline": _JSONLD, "shared": _OPEN_GRAPH, "card": _CARD, "head": _TITLE_TAG}
    for source, text in declared:
        vote(text if source == "headline" else without_site_name(text, names, headings), weights[source])
        vote(text, _UNCUT)
    for key in votes:
        if is_site_name(key, names):
            votes[key] -= _SITE_NAME_PENALTY
    best = max(votes, key=lambda key: votes[key], default="")
    return texts[best] if best else ""


def _heading_weights(headings: Sequence[str], declared: Sequence[str]) -> list[tuple[str, float]]:
    """The weight of each heading: full for the one that shares most words with the declared titles."""
    declared_words = set(comparison_key(" ".join(declared)).split())
    common = [len(declared_words.intersection(comparison_key(text).split())) for text in headings]
    best = common.index(max(common)) if common else 0
    return [(text, _HEADING if index == best else _HEADING / 3) for index, text in enumerate(headings)]
