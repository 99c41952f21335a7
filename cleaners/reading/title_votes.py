"""The title as text: what its heading, its head and its JSON-LD agree on, without the site's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from ..patterns import pattern

_SEPARATOR = pattern(r"\s+(?:[|\-–—·•»«/>~]|::)\s+|\s*[|｜»]\s*")
_WORD = pattern(r"\w+")
_LONGEST = 400

# How much each source counts. A heading is what the reader sees; the head is written for search engines.
_HEADING, _HEADLINE, _SHARED, _HEAD, _CARD, _WHOLE = 1.4, 1.0, 0.8, 0.7, 0.3, 0.2
_DECIDED = 0.8  # the block that the labelers call the title
_SITE_ITSELF = 1.5  # taken off what is only the site's name


def words(text: str) -> str:
    """A text's words in lower case, for comparison."""
    return " ".join(_WORD.findall(text.casefold()))


def site_names(url: str, declared: Iterable[str]) -> set[str]:
    """The names a site goes by, as `words`: those it declares, and its host's."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = {words(name) for name in (*declared, host, host.split(".")[0])}
    names |= {name.replace(" ", "") for name in names}
    return names - {""}


def without_site(title: str, names: set[str], headings: Sequence[str] = ()) -> str:
    """A title without the site's name before or after it.

    What one of ``headings`` says is all of it. Else known names go from both ends; when
    none is known, the last part goes if it is no longer than the rest.
    """
    cuts = list(_SEPARATOR.finditer(title))
    if not cuts:
        return title
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(title)]
    parts = [words(title[start:end]) for start, end in zip(starts, ends, strict=True)]
    for heading in headings:
        if words(heading) in parts and not is_site(words(heading), names):
            return heading
    first, last = 0, len(parts)
    while last - first > 1 and is_site(parts[last - 1], names):
        last -= 1
    while last - first > 1 and is_site(parts[first], names):
        first += 1
    if last - first == len(parts) and len(parts[-1]) <= sum(map(len, parts[:-1])):
        last -= 1
    return title[starts[first] : ends[last - 1]].strip()


def is_site(part: str, names: set[str]) -> bool:
    """Whether `words` of a text are nothing but the site's name."""
    return not part or part in names or part.replace(" ", "") in names


def choose_title(declared: Sequence[tuple[str, str]], headings: Sequence[str], decided: str, names: set[str]) -> str:
    """The title most sources agree on.

    ``declared`` are (source, text) with source headline, shared (Open Graph), card or head (<title>);
    ``headings`` the page's first-level headings, ``decided`` the block judged to be the title.
    """
    votes: dict[str, float] = {}
    spelt: dict[str, str] = {}

    def vote(text: str, weight: float) -> None:
        key = words(text[:_LONGEST])
        if key:
            votes[key] = votes.get(key, 0.0) + weight
            spelt.setdefault(key, text)

    vote(decided, _DECIDED)
    for text, weight in _headings(headings, [text for _, text in declared]):
        vote(text, weight)
    weights = {"headline": _HEADLINE, "shared": _SHARED, "card": _CARD, "head": _HEAD}
    for source, text in declared:
        vote(text if source == "headline" else without_site(text, names, headings), weights[source])
        vote(text, _WHOLE)
    for key in votes:
        if is_site(key, names):
            votes[key] -= _SITE_ITSELF
    best = max(votes, key=lambda key: votes[key], default="")
    return spelt[best] if best else ""


def _headings(headings: Sequence[str], declared: Sequence[str]) -> list[tuple[str, float]]:
    """Of several headings the one that shares most words with the declared titles counts in full."""
    known = set(words(" ".join(declared)).split())
    shares = [len(known.intersection(words(text).split())) for text in headings]
    best = shares.index(max(shares)) if shares else 0
    return [(text, _HEADING if at == best else _HEADING / 3) for at, text in enumerate(headings)]
