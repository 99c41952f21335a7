"""The skeleton of a page: which named elements are inside which, without their texts.

Two pages made by one template have nearly the same skeleton, long or short; a new template has another one. It is
stored as a sketch, the smallest hashes of its parts: any two sketches can be compared, and none is large.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from cleaners import Element

MAX_HASHES = 40  # in a sketch
_LANDMARKS = frozenset("header nav main article aside footer section form table".split())
_NUMBERED = re.compile(r"[\w-]*\d[\w-]*")  # post-1234, css-1q2w3e: made for one page or one build


def sketch_of(elements: Sequence[Element]) -> frozenset[int]:
    """The sketch of an HTML page's elements; empty for flattened text."""
    names: list[str] = []  # of each element, or of the nearest named one around it
    parts: set[str] = set()
    for element in elements:
        around = names[element.parent] if element.parent >= 0 else ""
        tag, attrs = element.tag, element.attrs
        own = _name(tag, attrs.get("id") or "", attrs.get("class") or "") if attrs or tag in _LANDMARKS else ""
        names.append(own or around)
        if own:
            parts.add(f"{around} > {own}")
    return frozenset(sorted(map(_hash, parts))[:MAX_HASHES])


@lru_cache(10_000)  # the pages of a site have the same few hundred
def _name(tag: str, own_id: str, classes: str) -> str:
    """The tag, id and classes of an element; "" for one without a name, such as a plain paragraph."""
    words = [f"#{own_id}", *sorted(classes.split())]
    named = [word for word in words if len(word) > 1 and not _NUMBERED.fullmatch(word.lstrip("#"))]
    if not named and tag not in _LANDMARKS:
        return ""
    return ".".join([tag, *named])


@lru_cache(10_000)
def _hash(part: str) -> int:
    return int.from_bytes(hashlib.blake2b(part.encode("utf-8", "surrogatepass"), digest_size=3).digest(), "big")
