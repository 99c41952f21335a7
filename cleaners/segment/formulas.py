"""Finds the formulas of a page and their TeX, in what KaTeX, MathJax, LaTeXML, MediaWiki and others write."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from .formula_images import Attributes, is_display, of_image
from .latexml import ANNOTATION, annotated_tex, formula_of_row
from .mathjax import drawn_tex
from .mathml import to_tex
from .tex import MAX_TEX, Formula, formula, is_surely_tex, is_tex, without_delimiters

_RENDERED = re.compile(
    r"(?:^|\s)(?:katex(?:-display|-block)?|mathjax(?:_display|_svg(?:_display)?|_chtml|_ref)?|mjx-chtml|mwe-math-element(?:-\w+)?"
    r"|temml|math-tex|equation-katex|ztext-math|ql-formula|fr-math|math-node|ltx_math|latex-rendered)(?=\s|$)", re.I
)  # fmt: skip
_WRITTEN = re.compile(
    r"(?:^|\s)(?:math|arithmatex|kdmath|math-inline|math-display|math-block|language-math|latex|tex|mathjax-\w+|mathjax|formula"
    r"|js-inline-math|js-display-math|math-tex|equation|tex2jax_process|mathquill)(?=\s|$)", re.I
)  # fmt: skip
_PREVIEW, _ROW = "mathjax_preview", "ltx_eqn_row"
_IN_NAMES = ("math", "tex", "mjx", "temml", "formula", "equation", _ROW)  # one of them is in each of these names
TEX_ATTRIBUTES = (
    "data-latex",
    "data-tex",
    "data-expr",
    "data-math",
    "data-formula",
    "data-katex",
    "data-equation",
    "alttext",
)
_NEAR = 4  # elements after a rendered formula among which its script may be
_MAX_FAILED, _MAX_COUNTED = 300_000, 20_000  # nodes searched in vain on one page, and counted for one element
_ELEMENTS = frozenset(("math", "img", "mjx-container", "math-renderer", "script", "la-tex", "d-math"))


class Formulas:
    """Reads the formulas of one page."""

    def __init__(self) -> None:
        self._failed = 0

    def read(self, tag: str, node: Any, attrs: Attributes) -> Formula | None:
        """The formula that an element shows; None for any other element.

        A formula without TeX is shown by an element beside this one: nothing is to be read here.
        """
        if tag == "img":
            return of_image(attrs)
        if tag == "script":
            return _of_script(node, attrs)
        classes = attrs.get("class") or ""
        found = tag in _ELEMENTS or is_named(classes)
        if not found and not any(key in attrs for key in TEX_ATTRIBUTES):
            return None
        if self._failed > _MAX_FAILED:
            return None
        shown = _of_element(tag, node, attrs, classes)
        if shown is None:
            self._failed += _size(node)
        return shown


def _size(node: Any) -> int:
    """The number of nodes inside an element, or a number that is large enough."""
    count, pending = 1, [node.first_child]
    while pending and count < _MAX_COUNTED:
        child = pending.pop()
        while child is not None and count < _MAX_COUNTED:
            count += 1
            if child.first_child is not None:
                pending.append(child.first_child)
            child = child.next
    return count


@lru_cache(4096)  # a page repeats the same few classes
def is_named(classes: str) -> bool:
    """Whether a class is one of those that programs give to formulas."""
    lower = classes.lower()
    if not any(part in lower for part in _IN_NAMES):
        return False  # nearly always, at a tenth of the cost of the patterns
    return bool(_RENDERED.search(classes) or _WRITTEN.search(classes)) or _PREVIEW in lower or _ROW in lower


def _of_element(tag: str, node: Any, attrs: Attributes, classes: str) -> Formula | None:
    if _ROW in classes:
        return formula_of_row(node)
    lower = classes.lower()
    if "mathjax" in lower and _has_script(node):
        return Formula("")
    if _PREVIEW in lower:
        return None
    if tag == "d-math":  # of Distill
        return formula((node.text() or "")[: MAX_TEX + 1], "block" in attrs)
    display = is_display(attrs, classes)
    for key in TEX_ATTRIBUTES:
        tex = (attrs.get(key) or "").strip()
        if tex and (key == "alttext" or "latex" in key or is_named(classes) or is_surely_tex(tex)):
            return formula(annotated_tex(node, tag) or tex, display)
    if tag in ("math", "mjx-container") or _RENDERED.search(classes):
        return _of_rendered(tag, node, attrs, display)
    return _of_written(tag, node, classes, display)


def _of_rendered(tag: str, node: Any, attrs: Attributes, display: bool) -> Formula | None:
    """The formula inside what a program has rendered: its TeX as the program keeps it, else written from MathML."""
    display = display or (tag != "math" and node.css_first('math[display="block"], .katex-display') is not None)
    annotation = node.css_first(ANNOTATION)
    if annotation is not None and (annotation.text() or "").strip():
        return formula(annotation.text(), display)
    if kept := attrs.get("data-value") or _expression_of(attrs.get("data-attrs")):
        return formula(kept, display or "latex-rendered" in (attrs.get("class") or ""))
    script = node.css_first('script[type^="math/tex"]')
    if script is not None:
        return formula(script.text() or "", display or "display" in (script.attributes.get("type") or ""))
    math = node if tag == "math" else node.css_first("math")
    if math is None:
        math = _kept_mathml(node, attrs)
    if math is not None:
        tex = math.attributes.get("alttext") or to_tex(math)
        return formula(tex, display) or (Formula("") if not tex.strip() else None)
    drawn = node.css_first("mjx-math[data-latex]")
    if drawn is not None:
        return formula(drawn.attributes.get("data-latex") or "", display)
    image = node.css_first("img[alt]")
    if image is not None and "mwe-math" in (attrs.get("class") or ""):
        return formula(image.attributes.get("alt") or "", display)
    return formula(drawn_tex(node), display) if tag == "mjx-container" else _of_written(tag, node, "", display)


def _expression_of(source: str | None) -> str:
    """The TeX that Substack keeps in an attribute, as JSON; "" for none."""
    if not source or len(source) > MAX_TEX or "persistentExpression" not in source:
        return ""
    try:
        values = json.loads(source)
    except (ValueError, RecursionError):
        return ""
    expression = values.get("persistentExpression") if isinstance(values, dict) else ""
    return expression if isinstance(expression, str) else ""


def _kept_mathml(node: Any, attrs: Attributes) -> Any:
    """The MathML that MathJax 2 keeps in an attribute; None for none."""
    source = attrs.get("data-mathml")
    if not source:
        inner = node.css_first("[data-mathml]")
        source = inner.attributes.get("data-mathml") if inner is not None else ""
    if not source or len(source) > MAX_TEX:
        return None
    return LexborHTMLParser(source).css_first("math")


def _of_written(tag: str, node: Any, classes: str, display: bool) -> Formula | None:
    """The formula of an element whose text is TeX, with its delimiters or where the class says so."""
    text = (node.text() or "").strip()
    if not text or len(text) > MAX_TEX:
        return None
    tex, delimiter = without_delimiters(text)
    if delimiter and "$" not in tex.replace("\\$", "") and "\\(" not in tex and "\\[" not in tex.replace("\\\\[", ""):
        return formula(text, display)
    child = node.first_child
    is_plain = child is not None and child.tag == "-text" and child.next is None
    named = "math" in classes and is_plain and tag in ("span", "div", "code", "p")
    return formula(text, display or tag == "div") if named and is_tex(text) else None


def _has_script(node: Any) -> bool:
    """Whether one of the next elements is a script with the TeX of a rendered formula, or the formula of a preview."""
    sibling, near = node.next, 0
    while sibling is not None and near < _NEAR:
        if sibling.tag == "script" and (sibling.attributes.get("type") or "").startswith("math/tex"):
            return True
        if sibling.tag == "-text":
            if (sibling.text_content or "").strip():
                return False
        else:
            near += 1
        sibling = sibling.next
    return False


def _of_script(node: Any, attrs: Attributes) -> Formula | None:
    kind = (attrs.get("type") or "").lower()
    return formula(node.text() or "", "display" in kind) if kind.startswith("math/tex") else None
