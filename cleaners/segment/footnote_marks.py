"""Recognises the marks of footnotes: what they show, and what their markup is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SIGNS = "*†‡§¶‖⁂※⊕"
_LABEL = re.compile(
    r"[\s\[(（［〔^]{0,4}("
    r"(?:note|n|nb|fn|注|註|Anm)?\.?\s?(?:\d{1,4}|[a-z]{1,2}|[ivxl]{1,6})"
    rf"|[{_SIGNS}]{{1,4}}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}})"
    r"[\s\])）］〕.:]{0,4}\Z",
    re.I,
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NAME = re.compile(
    r"(?:^|[\s_:.-])(?:(?:foot|end|side|margin|text)[-_]?notes?|f?noten?|fnt?|fnref|ftn|ftnref|edn|"
    r"sdfootnote\w{0,9}|noteref|cite[-_]?note|cite[-_]?ref|references?|reflist|refs?|bib[a-z]{0,4}|cit[a-z]{0,5}|cr|"
    r"easy-footnotes?|notes?|annotations?|fussnoten?|nota|notas|voetnoot)(?=$|[\s_:.\d-])",
    re.I,
)
_NUMBERED = re.compile(r"[bnr]\d", re.I)
_MAX_NAMES = 300


def is_marked_as_note(node: Any, attrs: Mapping[str, str | None]) -> bool:
    """Whether the markup of a link says that it leads to a note: its role, its names, or that it is raised."""
    if "noteref" in f"{attrs.get('role') or ''} {attrs.get('epub:type') or ''}" or "data-footnote-ref" in attrs:
        return True
    if attrs.get("rel") == "footnote" or has_name_of_note(attrs):
        return True
    parent, child = node.parent, node.first_child
    if child is not None and child.tag == "sup" and child.next is None:
        return True
    return parent is not None and (
        parent.tag == "sup" or (parent.tag == "span" and has_name_of_note(parent.attributes))
    )


def has_name_of_note(attrs: Mapping[str, str | None]) -> bool:
    """Whether the class or id of an element is one of notes or of their marks."""
    return _NAME.search(f"{attrs.get('class') or ''} {attrs.get('id') or ''}"[:_MAX_NAMES]) is not None


def is_name_of_note(name: str) -> bool:
    """Whether an id that a link names is one of notes: "fn1", "cite_note-7", "ref-CR3", "b12"."""
    return _NAME.search(name[:_MAX_NAMES]) is not None or _NUMBERED.match(name) is not None


def label_of(text: str) -> str:
    """What the mark of a note shows, without brackets: "1" of "[1]"; "" if it is no such mark."""
    match = _LABEL.match(text)
    return match[1].translate(_SUPERSCRIPTS) if match else ""
