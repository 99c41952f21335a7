"""Who wrote the page: people before teams, teams before accounts; the site itself is its publisher."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..patterns import pattern
from ..reading.titles import comparison_key, is_site_name
from . import metanames
from .lines import author_line, author_links
from .names import is_collective, is_person, is_username, split_names, unique_names
from .sources import Sources

Meta = Mapping[str, Sequence[str]]
_SINGLE, _TEAM, _SITE, _ACCOUNT = range(4)  # authors that are no persons of two names, best first
_LAST_FIRST = pattern(r"([^\W\d_][\w’'. -]{1,40}), ([^\W\d_][\w’'. -]{0,40})")
_WRITTEN_BY = ("by", "par", "von", "por", "da", "door", "av", "af", "przez", "автор", "oleh", "作者", "執筆者", "yazan")


def authors_of(sources: Sources) -> list[str]:
    """The authors of a page in order.

    The first source that names a person decides. Where none does: the first single name, else the first team, else
    the site, where it is declared to be the author, else the first account.
    """
    fallbacks: dict[int, list[str]] = {}
    for found in _found(sources):
        found = unique_names(found)
        names = [name for name in found if not is_site_name(comparison_key(name), sources.site_keys)]
        people = [name for name in names if is_person(name)]
        if names and sources.is_forum:
            return names  # accounts are the authors there
        if people:
            single = [name for name in names if not is_username(name) and not is_collective(name)]
            return single or people
        for name in names:
            fallbacks.setdefault(_rank(name), names)
        if found and not names:
            fallbacks.setdefault(_SITE, found)
    return fallbacks[min(fallbacks)] if fallbacks else []


def _rank(name: str) -> int:
    return _ACCOUNT if is_username(name) else _TEAM if is_collective(name) else _SINGLE


def _found(sources: Sources) -> Iterator[list[str]]:
    """The names by source, best first; each source is read only when those before do not suffice."""
    meta, linked = sources.meta, sources.linked
    yield _split(html.unescape(name) for name in linked.people())
    for name in metanames.AUTHORS:
        if name in meta:
            yield _split(_first_last(html.unescape(value), name) for value in meta[name])
    yield _split(map(html.unescape, _card_author(meta)))
    if sources.markup:
        yield _split(sources.markup.authors())
    yield author_line(sources.decisions)
    yield _split(author_links(sources.decisions))
    yield _split(html.unescape(name) for name in linked.organisations())


def _split(texts: Iterable[str]) -> list[str]:
    return [name for text in texts for name in split_names(text)]


def _first_last(text: str, source: str) -> str:
    """ "Finch, Ada" as "Ada Finch", in elements that hold one name each."""
    match = _LAST_FIRST.fullmatch(text.strip()) if source in metanames.LAST_NAME_FIRST else None
    return f"{match[2]} {match[1]}" if match else text


def _card_author(meta: Meta) -> list[str]:
    """The value of a card's label such as "Written by"."""
    for number in ("1", "2", "3"):
        label = " ".join(meta.get(f"twitter:label{number}", ("",))[0].lower().split())
        if label.rstrip(":").endswith(_WRITTEN_BY) or label == "author":
            return list(meta.get(f"twitter:data{number}", ())[:1])
    return [value for name in ("twitter:misc:written by",) for value in meta.get(name, ())[:1]]
