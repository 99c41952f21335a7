"""Writes presentation MathML, which is what a page has where its TeX is lost, as TeX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .mathml_signs import LEAVES, characters, joined, text_of
from .tex_symbols import ACCENTS_OVER, ACCENTS_UNDER, LIMITS, MATRICES

_MAX_DEPTH = 50  # elements inside each other; what is deeper is written as text
_MAX_ROWS = 3  # around a single sign
_IGNORED = frozenset(("annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark", "none", "mprescripts"))


def to_tex(node: Any) -> str:
    """A <math> element as TeX; "" for an empty one. Elements that are unknown count as rows of what is inside them."""
    return _row(node, 0).strip()


def children_of(node: Any) -> list[Any]:
    """The elements right inside a node."""
    children = []
    child = node.first_child
    while child is not None:
        if (child.tag or "-")[0] not in "-!" and child.tag not in ("annotation", "annotation-xml"):
            children.append(child)
        child = child.next
    return children


def _tex(node: Any, depth: int) -> str:
    tag = node.tag
    if tag in _IGNORED:
        return ""
    if depth > _MAX_DEPTH:
        return characters(node.text() or "")
    leaf = LEAVES.get(tag)
    if leaf is not None:
        return leaf(node)
    layout = _LAYOUTS.get(tag)
    children = children_of(node) if layout is not None else []
    if layout is not None and children:
        return layout(node, children, depth + 1)
    if tag == "mspace":
        return " "
    return _row(node, depth)


def _row(node: Any, depth: int) -> str:
    children = children_of(node)
    if not children:
        return characters(" ".join((node.text() or "").split()))
    if node.tag == "semantics":
        children = children[:1]
    matrix = _matrix(children, depth)
    return matrix or joined([_tex(child, depth + 1) for child in children])


def _matrix(children: list[Any], depth: int) -> str:
    """A table between brackets, "" for anything else."""
    for position, child in enumerate(children):
        if child.tag == "mtable" and position and len(children) - position <= 2 and position <= 1:
            around = _sign_of(children[0])
            around += _sign_of(children[-1]) if len(children) > position + 1 else ""
            if name := MATRICES.get(around):
                return _table(child, depth + 1, name)
    return ""


def _table(node: Any, depth: int, name: str = "") -> str:
    rows = []
    for row in children_of(node):
        if row.tag in ("mtr", "mlabeledtr"):
            cells = children_of(row)[1 if row.tag == "mlabeledtr" else 0 :]
            rows.append(" & ".join(_row(cell, depth + 1).strip() for cell in cells))
    aligned = "right" in (node.attributes.get("columnalign") or "")
    name = name or ("aligned" if aligned else "matrix")
    return f"\\begin{{{name}}} " + " \\\\ ".join(rows) + f" \\end{{{name}}}"


def _sign_of(node: Any) -> str:
    """The text of an element of text, alone in rows or not; "" for any other."""
    for _ in range(_MAX_ROWS):
        if node.tag in LEAVES:
            return text_of(node)
        children = children_of(node) if node.tag in ("mrow", "mstyle", "mpadded") else []
        if len(children) != 1:
            break
        node = children[0]
    return ""


def _base(node: Any, depth: int) -> str:
    """What scripts are written at: in braces where it is more than one sign or command."""
    tex = _tex(node, depth).strip()
    is_one = len(tex) <= 1 or (tex[0] == "\\" and tex[1:].isalpha()) or node.tag in ("mi", "mn", "mo")
    return tex if is_one else f"{{{tex}}}"


def _scripts(node: Any, children: list[Any], depth: int) -> str:
    signs = {"msub": "_", "msup": "^", "msubsup": "_^", "munder": "_", "mover": "^", "munderover": "_^"}[node.tag]
    parts = [_base(children[0], depth)]
    for sign, child in zip(signs, children[1:], strict=False):
        tex = _tex(child, depth).strip()
        if tex in ("\\prime", "\\prime\\prime", "'") and sign == "^":
            parts.append("'" * (1 + (tex.count("\\") == 2)))
        elif tex:
            parts.append(f"{sign}{{{tex}}}")
    return "".join(parts)


def _over_or_under(node: Any, children: list[Any], depth: int) -> str:
    base_text, script_text = _sign_of(children[0]), _sign_of(children[-1])
    if len(children) != 2 or base_text in LIMITS:
        return _scripts(node, children, depth)
    accents = ACCENTS_OVER if node.tag == "mover" else ACCENTS_UNDER
    base, script = _tex(children[0], depth).strip(), _tex(children[1], depth).strip()
    if script_text in accents:
        command = accents[script_text]
        wide = {"bar": "overline", "hat": "widehat", "tilde": "widetilde", "vec": "overrightarrow"}
        command = wide.get(command, command) if len(base_text) != 1 else command
        return f"\\{command}{{{base}}}"
    if base.startswith(("\\overbrace", "\\underbrace")):
        return f"{base}{'^' if node.tag == 'mover' else '_'}{{{script}}}"
    return f"\\{'overset' if node.tag == 'mover' else 'underset'}{{{script}}}{{{base}}}"


def _fraction(node: Any, children: list[Any], depth: int) -> str:
    parts = [_tex(child, depth).strip() for child in children[:2]]
    name = "binom" if (node.attributes.get("linethickness") or "").strip() in ("0", "0px", "0pt") else "frac"
    return f"\\{name}" + "".join(f"{{{part}}}" for part in parts)


def _root(node: Any, children: list[Any], depth: int) -> str:
    if node.tag == "mroot" and len(children) > 1:
        return f"\\sqrt[{_tex(children[1], depth).strip()}]{{{_tex(children[0], depth).strip()}}}"
    return f"\\sqrt{{{_row(node, depth).strip()}}}"


def _fenced(node: Any, children: list[Any], depth: int) -> str:
    attrs = node.attributes
    opening, closing = attrs.get("open", "("), attrs.get("close", ")")
    separators = (attrs.get("separators", ",") or "").strip()[:1]
    inner = separators.join(_tex(child, depth).strip() for child in children)
    return f"{characters(opening or '')}{inner}{characters(closing or '')}"


def _multiscripts(node: Any, children: list[Any], depth: int) -> str:
    names = [child.tag for child in children]
    split = names.index("mprescripts") if "mprescripts" in names else len(children)
    before, after = children[split + 1 :], children[1:split]
    return ("{}" if before else "") + _pairs(before, depth) + _base(children[0], depth) + _pairs(after, depth)


def _pairs(scripts: list[Any], depth: int) -> str:
    written = []
    for position, script in enumerate(scripts):
        if tex := _tex(script, depth).strip():
            written.append(f"{'^' if position % 2 else '_'}{{{tex}}}")
    return "".join(written)


_LAYOUTS: dict[str, Callable[[Any, list[Any], int], str]] = {
    "msub": _scripts, "msup": _scripts, "msubsup": _scripts, "munderover": _scripts, "mover": _over_or_under,
    "munder": _over_or_under, "mfrac": _fraction, "msqrt": _root, "mroot": _root, "mfenced": _fenced,
    "mmultiscripts": _multiscripts, "mtable": lambda node, children, depth: _table(node, depth),
}  # fmt: skip
