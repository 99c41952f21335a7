"""Tells signs from the words beside them: those that only link to a heading (¶, "Permalink"), numbers of formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..page import Element, Kind, Mark
from ..patterns import pattern

SIGN = "sign that links to the place it stands at"
EDIT_LINK = "link that edits the section"
ITEM_MARK = "bullet or number of a list item"
FORMULA_NUMBER = "number of a formula"
LINK_SIGNS = frozenset((SIGN, EDIT_LINK, ITEM_MARK, FORMULA_NUMBER))

_MAX_NODES, _MAX_CHARS = 16, 60  # of the content of a sign
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 dt caption figcaption legend summary".split())
_SIGN_TAGS = frozenset(("a", "button", "clipboard-copy"))
_EDIT_CLASSES = frozenset("mw-editsection mw-editsection-like editsection secedit".split())
_ITEM_MARK_CLASS = "ltx_tag_item"  # of LaTeXML, which hides the list's own
_FORMULA_NUMBER_CLASSES = pattern(
    r"(?:\A|[\s_-])(?:eq(?:uatio)?n?[-_]?(?:no|num|number)|tag_equation)(?:\Z|[\s_-])", re.I
)
_FORMULA_NUMBER = pattern(r"\(\s?[A-Z\d][\d.]{0,7}[a-z]?\s?\)")
_SIGN_CLASSES = frozenset(
    "headerlink header-anchor header-link hash-link anchor anchor-link anchorlink anchorjs-link pilcrow permalink "
    "heading-anchor heading-link headinglink doc-anchor self-link selflink copiable-link genanchor direct-link "
    "section-link id_link mark linkicon sl-anchor-link documentation-idlink".split()
)
_ALWAYS_SIGNS = frozenset("¶🔗⚓")  # with a target on the page they are nothing else, wherever they stand
_NOTE_SIGNS = "*†‡⁎∗[]() "  # of footnotes
_PHRASES = frozenset((
    "permalink", "anchor", "link", "copy link", "copy link to clipboard", "copy link to heading", "share link", "top",
    "back to top", "link to this heading", "link to this section", "link to heading", "link to section", "anchor link",
    "direct link", "direct link to heading", "go to top", "copy anchor link", "copy section link",
))  # fmt: skip
_PHRASE_STARTS = (
    "permalink to ",
    "direct link to ",
    "link to this ",
    "section titled ",
    "copy link to ",
    "anchor for ",
)
_EDIT_PHRASE = pattern(r"\[\s?edit(?:\s(?:source|section))?\s?\]\Z")


def may_be_sign(tag: str, classes: str) -> bool:
    """Whether `sign_cause` can have a cause for an element, by its tag and classes."""
    names = classes.split()
    if tag in _SIGN_TAGS or _ITEM_MARK_CLASS in names or not _EDIT_CLASSES.isdisjoint(names):
        return True
    return "eq" in classes and _FORMULA_NUMBER_CLASSES.search(classes) is not None


def sign_cause(node: Any, tag: str, attrs: Mapping[str, str | None], around: str) -> str:
    """Why an element is no part of the sentence around it: it only links to that sentence, or edits it; else "".

    ``around`` is the tag of the innermost block-level element. The result is one of `LINK_SIGNS`.
    """
    classes = attrs.get("class")
    if classes and around == "li" and _ITEM_MARK_CLASS in classes.split():
        return ITEM_MARK
    if classes and not _EDIT_CLASSES.isdisjoint(classes.split()):
        return EDIT_LINK
    if classes and "eq" in classes and _FORMULA_NUMBER_CLASSES.search(classes):
        return FORMULA_NUMBER if _FORMULA_NUMBER.match(_short_text(node) or "") else ""
    in_heading = around in _HEADINGS
    if tag != "a" and not (in_heading and tag in _SIGN_TAGS):
        return ""
    to_fragment = "#" in (attrs.get("href") or "") or tag != "a"
    has_class = classes is not None and not _SIGN_CLASSES.isdisjoint(classes.lower().split())
    if not to_fragment and not has_class and not in_heading:
        return ""
    text = _short_text(node)
    if text is None:
        return ""
    if in_heading and _EDIT_PHRASE.match(text):
        return EDIT_LINK
    if not to_fragment and not has_class:
        return ""
    return SIGN if _is_sign(text, in_heading, has_class) else ""


def _is_sign(text: str, in_heading: bool, has_class: bool) -> bool:
    words = text.strip(" []()#¶").casefold()
    if not any(map(str.isalnum, text)):
        return bool(text.strip(_NOTE_SIGNS)) and (in_heading or has_class or text in _ALWAYS_SIGNS)
    return (in_heading or has_class) and (words in _PHRASES or words.startswith(_PHRASE_STARTS))


def _short_text(node: Any) -> str | None:
    """The text of a small element with single spaces; None for a larger one, which is no sign."""
    parts: list[str] = []
    pending, seen, size = [node.first_child], 0, 0
    while pending:
        child = pending.pop()
        while child is not None:
            seen += 1
            if seen > _MAX_NODES or size > _MAX_CHARS:
                return None
            if child.tag == "-text":
                parts.append(child.text_content or "")
                size += len(parts[-1])
            if child.first_child is not None and child.tag not in ("style", "script"):
                pending.append(child.next)
                child = child.first_child
            else:
                child = child.next
    return " ".join("".join(parts).split()) if size <= _MAX_CHARS else None


def without_self_links(
    kind: Kind, marks: Sequence[Mark], url: str | None, around: Element | None
) -> tuple[tuple[Mark, ...], int]:
    """The marks of a heading or term without links to itself, and the number of characters that those linked.

    ``around`` is the innermost element around the text. The marks of other blocks stay as they are.
    """
    is_term = around is not None and around.tag == "dt" and bool(around.attrs.get("id"))
    if kind is not Kind.HEADING and not is_term:
        return tuple(marks), 0
    own = (url or "").partition("#")[0]
    own_prefixes = ("#", f"{own}#") if own else ("#",)
    if around is not None and is_term:
        own_prefixes = (f"#{around.attrs['id']}",)
    rest: list[Mark] = []
    unlinked = 0
    for mark in marks:
        if mark.kind == "link" and mark.href.startswith(own_prefixes):
            unlinked += mark.end - mark.start
        else:
            rest.append(mark)
    return tuple(rest), unlinked
