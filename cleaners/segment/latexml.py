"""Reads the TeX that <math> is annotated with, and the rows of LaTeXML's tables of equations."""

from __future__ import annotations

from typing import Any

from .mathml import to_tex
from .tex import Formula, formula

ANNOTATION = 'annotation[encoding="application/x-tex"], annotation[encoding="TeX"], annotation[encoding="LaTeX"]'


def annotated_tex(node: Any, tag: str) -> str:
    """The TeX that a <math> element is annotated with; "" for none, and for any other element."""
    annotation = node.css_first(ANNOTATION) if tag == "math" else None
    return (annotation.text() or "").strip() if annotation is not None else ""


def formula_of_row(node: Any) -> Formula | None:
    """The formulas of a row of LaTeXML's tables of equations as one, and the row's number."""
    parts = []
    for math in node.css("math"):
        if inner := formula(annotated_tex(math, "math") or math.attributes.get("alttext") or to_tex(math), True):
            parts.append(inner.tex)
    if not parts:
        return None
    number = node.css_first(".ltx_tag_equation, .ltx_tag_equationgroup")
    text = " ".join((number.text() or "").split()) if number is not None else ""
    return Formula(" ".join(parts), True, True, text)
