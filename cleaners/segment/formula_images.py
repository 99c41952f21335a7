"""Finds formulas that are shown as pictures, by the text or the address of the picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote_plus

from ..addresses import split_address
from .tex import MAX_TEX, Formula, formula, is_surely_tex

Attributes = Mapping[str, str | None]

_DISPLAY = re.compile(r"(?:^|[\s_-])(?:display|block|displaymath)(?=[\s_-]|$)", re.I)
_IMAGE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:latex|tex|math|formula|mwe-math-fallback\S{0,40}|ql-img-\S{0,40}formula|equation)(?=[\s_-]|$)",
    re.I,
)
_IMAGE_SOURCE = re.compile(
    r"latex\.php|/latex/|latex\.codecogs|quicklatex|[?&]cht=tx|equation\?tex=|math/render|mathoid|mathtex|mimetex|latex\?",
    re.I,
)
_IN_NAMES = ("tex", "math", "formula", "equation", "cht=tx")  # one of them is in all that the patterns match


def of_image(attrs: Attributes) -> Formula | None:
    """The formula that a picture shows, by its alternative text or the address of the program that drew it."""
    classes, source = attrs.get("class") or "", attrs.get("src") or attrs.get("data-src") or ""
    named = f"{classes} {source}".lower()
    if not any(part in named for part in _IN_NAMES) and "data-eeimg" not in attrs and "eeimg" not in attrs:
        return None  # nearly always, at a tenth of the cost of the patterns
    by_class, by_source = _IMAGE_CLASS.search(classes), _IMAGE_SOURCE.search(source[:300])
    if not by_class and not by_source and "data-eeimg" not in attrs and "eeimg" not in attrs:
        return None
    tex = (attrs.get("alt") or "").strip() or (_tex_of_address(source) if by_source else "")
    sure = by_source or "latex" in classes or "mwe-math" in classes or "eeimg" in attrs or "ql-img" in classes
    if not tex or not (sure or is_surely_tex(tex)):
        return None
    return formula(tex, is_display(attrs, classes) or "displayed" in classes)


def _tex_of_address(source: str) -> str:
    """The TeX in the address of a picture, where the program that draws it reads it."""
    if len(source) > MAX_TEX:
        return ""
    try:
        parts = split_address(source)
        fields = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        return ""
    for name in ("latex", "tex", "chl", "formula"):
        if fields.get(name):
            return fields[name][0]
    return unquote_plus(parts.query.replace("+", "%2B")) if "\\" in unquote_plus(parts.query) else ""


def is_display(attrs: Attributes, classes: str) -> bool:
    """Whether a formula's element says that the formula is on lines of its own."""
    if attrs.get("display") in ("block", "true") or attrs.get("mode") == "display":
        return True
    return bool(classes) and "inline" not in classes and _DISPLAY.search(classes) is not None
