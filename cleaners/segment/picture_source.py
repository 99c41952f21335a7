"""Finds the address of a picture: scripts load many later, and browsers choose between several sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

from ..addresses import split_address
from ..patterns import pattern

Attributes = Mapping[str, str | None]

_MAX_CANDIDATES = 40_000  # characters of a srcset
_MAX_SOURCES = 20  # of one <picture>
_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "srcset")
_SOURCES = tuple(
    "data-src data-lazy-src data-original data-lazy data-original-src data-ll-src data-cfsrc data-pagespeed-lazy-src "
    "data-actualsrc data-delayed-url data-echo data-hi-res-src data-src-large data-image data-full-src "
    "data-lazyload data-img-url data-pin-media data-image-src file src".split()
)
_DESCRIPTOR = re.compile(r"(\d{1,9}(?:\.\d{0,9})?)([wxh])(?:,(.*))?\Z", re.S)
_UNUSABLE = ("data:", "about:", "blob:", "javascript:", "#", "{", "%7b")
_PLACEHOLDER = pattern(
    r"(?:placeholder|spacer|blank|transparent|lazy|lazyload|loading|loader|clear|empty|dummy|pixel|1x1|"
    r"gr[ae]y|trans|space|white|preload(?:er)?)(?:[-_.](?:placeholder|image|img|gif|pixel|\d{1,4}(?:x\d{1,4})?))?\Z",
    re.I,
)
_NAMES_A_PICTURE = pattern(r"[^\s?#]{1,1500}\.(?:jpe?g|png|gif|webp|avif|svg)\Z", re.I)


def source_of(node: Any, attrs: Attributes) -> str:
    """The address of a picture as the page writes it: the widest one offered; "" where there is only a placeholder."""
    return _unwrapped(next(filter(_is_usable, _candidates(node, attrs)), ""))


def _candidates(node: Any, attrs: Attributes) -> Iterator[str]:
    """The addresses of a picture, the best first."""
    canonical = attrs.get("data-canonical-src")
    if canonical:
        yield canonical  # of a picture that the page's host serves under another address
    sets = [value for name in _SETS if (value := attrs.get(name))]
    for candidates in sets:
        yield from _by_size(candidates, "w")
    for name in _SOURCES:
        if value := attrs.get(name):
            yield value.strip()
    sets += _sets_of_sources(node)
    for unit in "wx":
        for candidates in sets:
            yield from _by_size(candidates, unit)
    for name, value in attrs.items():
        if name.startswith("data-") and value and _NAMES_A_PICTURE.match(value.strip()):
            yield value.strip()


def _sets_of_sources(node: Any) -> list[str]:
    """The sets of the <source> elements before a picture in its <picture>."""
    sets: list[str] = []
    parent = node.parent
    if parent is None or parent.tag != "picture":
        return sets
    sibling = parent.first_child
    while sibling is not None and len(sets) < _MAX_SOURCES:
        if sibling.tag == "source":
            attrs = sibling.attributes
            sets += [value for name in _SETS if (value := attrs.get(name))]
        sibling = sibling.next
    return sets


def _by_size(candidates: str, unit: str) -> list[str]:
    """The addresses of a srcset that have a width ("w"), or that have none ("x"), the largest first."""
    wanted = [(-size, url) for url, size, its_unit in parse_srcset(candidates) if (its_unit == "w") == (unit == "w")]
    return [url for _, url in sorted(wanted, key=lambda pair: pair[0])]


def parse_srcset(candidates: str) -> list[tuple[str, float, str]]:
    """The addresses of a srcset, each with its size and the unit of it ("w", "x" or "h")."""
    found: list[tuple[str, float, str]] = []
    url = ""
    for word in candidates[:_MAX_CANDIDATES].split():
        match = _DESCRIPTOR.match(word) if url else None
        if match:
            found.append((url, float(match[1]), match[2]))
            url = ""
            word = (match[3] or "").strip(",")
        if word.endswith(","):
            found += [(text, 1.0, "x") for text in (url, word.strip(",")) if text]
            url = ""
        elif word:
            url = word.strip(",")
    if url:
        found.append((url, 1.0, "x"))
    return found


def _is_usable(url: str) -> bool:
    if not url or url.lower().startswith(_UNUSABLE):
        return False
    name = url.partition("?")[0].rpartition("/")[2]
    return not _PLACEHOLDER.match(name.rpartition(".")[0] or name)


def _unwrapped(url: str) -> str:
    """The address of the picture that an image server of the site makes smaller, where its own address names it."""
    if "/_next/image" not in url and "/_vercel/image" not in url and "/_ipx/" not in url:
        return url
    try:
        return parse_qs(split_address(url).query).get("url", [url])[0] or url
    except ValueError:
        return url
