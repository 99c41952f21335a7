"""Whether an element can be a listing or a formula at all: nearly none is, so the answer has to be quick."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from .formulas import TEX_ATTRIBUTES, is_named
from .listings import is_root_class

_TAGS = frozenset(("pre", "code", "math", "mjx-container", "math-renderer", "la-tex", "d-math", "d-code"))
_ATTRIBUTES = frozenset((*TEX_ATTRIBUTES, "data-lang"))


def is_plain(tag: str, attrs: Mapping[str, str | None]) -> bool:
    """Whether an element is certainly no listing and no formula."""
    if tag in _TAGS:
        return False
    if not attrs:
        return True
    if "style" in attrs and "white-space" in (attrs["style"] or ""):
        return False
    return _ATTRIBUTES.isdisjoint(attrs) and not _has_name(attrs.get("class"))


@lru_cache(8192)  # a page repeats the same few classes
def _has_name(classes: str | None) -> bool:
    return bool(classes) and (is_named(classes or "") or is_root_class(classes or ""))
