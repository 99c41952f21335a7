"""What an element can be by its tag and classes: nearly all are text or a box, so the answer has to be quick."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from .formulas import TEX_ATTRIBUTES, is_named
from .heading_links import may_be_sign
from .listings import is_root_class
from .margin_notes import is_margin_note
from .media import is_media
from .tags import FIELDS, IMAGES

_CODE_TAGS = frozenset(("pre", "code", "math", "mjx-container", "math-renderer", "la-tex", "d-math", "d-code"))
_CODE_ATTRIBUTES = frozenset((*TEX_ATTRIBUTES, "data-lang"))


class Traits(NamedTuple):
    """What elements with the same tag and classes have in common.

    ``may_be_code``: it may be a listing or a formula. ``is_special``: it may be a picture, a form field, a sign
    beside a heading or a note in the margin.
    """

    may_be_code: bool
    is_special: bool


@lru_cache(8192)  # a page repeats the same few
def traits_of(tag: str, classes: str | None) -> Traits:
    """What an element with this tag and these classes may be."""
    classes = classes or ""
    may_be_code = tag in _CODE_TAGS or is_named(classes) or is_root_class(classes)
    is_shown = is_media(tag) or tag in FIELDS or tag in IMAGES
    return Traits(may_be_code, is_shown or may_be_sign(tag, classes) or is_margin_note(tag, classes))


def has_attribute_of_code(attrs: Mapping[str, str | None]) -> bool:
    """Whether an attribute other than its classes says that an element may be a listing or a formula."""
    return not _CODE_ATTRIBUTES.isdisjoint(attrs) or "white-space" in (attrs.get("style") or "")
