"""Simple CSS selectors: tags, classes, ids, attributes and ``:not()``, with descendants and children."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

_NAME = r"-?(?:[a-zA-Z_\u0080-\uffff]|\\.)(?:[\w\u0080-\uffff-]|\\.)*"
_SIMPLE = re.compile(
    rf"(?P<tag>{_NAME}|\*)|\.(?P<cls>{_NAME})|\#(?P<id>{_NAME})"
    rf"|\[\s*(?P<attr>[\w:-]+)\s*(?:(?P<op>[~|^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\]]*)\s*[is]?\s*)?\]"
    rf"|:not\((?P<not>[^():]*)\)|(?P<state>::?[\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?)"
)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
_LIST = re.compile(r",(?![^()\[\]]*[)\]])")
_ESCAPED = re.compile(r"\\(.)")
# The last compound: its tag, then its first class or id, or its attribute; a state or a pseudo-element is no match.
_LAST = re.compile(
    rf"(?:^|[\s>+~])({_NAME}|\*|)(?:([.\#]{_NAME})|\[\s*([\w:-]+)[^\]]*\])?(?:[.\#]{_NAME}|\[[^\]]*\]|:not\([^()]*\))*$"
)
_LONGEST = 300  # characters of one selector
_LONGEST_LIST = 5_000
_HIGHEST = 40  # elements that are gone up to find one that a selector names
_HARMLESS = (":root", ":link", ":any-link")
# Marks of a page whose scripts have not run yet: what they hide is shown as soon as they have.
_BEFORE_SCRIPTS = re.compile(
    r"cloak|no-?js|js-disabled|loading|preload|wf-inactive|fouc|async-hide|lazyload|unresolved"
    r"|animat|fade|reveal|wow\b|aos\b", re.I
)  # fmt: skip


@dataclass(slots=True)
class Compound:
    """What one element must be: ``combinator`` says how the next to the left is found (" " or ">")."""

    tag: str = ""
    classes: tuple[str, ...] = ()
    id: str = ""
    attributes: tuple[tuple[str, str, str], ...] = ()
    unlike: tuple[Compound, ...] = ()
    combinator: str = ""

    def fits(self, tag: str, attrs: Mapping[str, str | None]) -> bool:
        if self.id and self.id != attrs.get("id"):
            return False
        if not self.may_fit(tag, (attrs.get("class") or "").split() if self.classes else ()):
            return False
        if self.attributes and not all(_has(attrs, *wanted) for wanted in self.attributes):
            return False
        return not self.unlike or not any(other.fits(tag, attrs) for other in self.unlike)

    def may_fit(self, tag: str, classes: Sequence[str]) -> bool:
        """Whether an element with this tag and these classes can be meant, whatever else it has."""
        if self.tag and self.tag != tag:
            return False
        return not self.classes or all(name in classes for name in self.classes)


@dataclass(slots=True)
class Selector:
    """A chain of compounds, the last first. ``stateful`` where it asks for what no markup shows (:hover, siblings)."""

    chain: list[Compound] = field(default_factory=list)
    stateful: bool = False
    weight: tuple[int, int, int] = (0, 0, 0)

    @property
    def last_keys(self) -> list[str]:
        last = self.chain[0]
        return [*(f".{name}" for name in last.classes), *([f"#{last.id}"] if last.id else [])]

    def may_match(self, tag: str, classes: Sequence[str]) -> bool:
        """Whether elements with this tag and these classes may be meant."""
        return self.chain[0].may_fit(tag, classes)

    def matches(self, node: Any, attrs: Mapping[str, str | None], asked: Asked) -> bool:
        """Whether an element, with those around it, is meant; the same question is answered once a parent."""
        asked.left -= 1
        if not self.chain[0].fits(node.tag, attrs):
            return False
        parent = node.parent if len(self.chain) > 1 else None
        if parent is None:
            return len(self.chain) == 1
        key = (id(self), parent.mem_id)
        if key not in asked.known:
            asked.known[key] = self._stands_in(parent, asked)
        return asked.known[key]

    def _stands_in(self, node: Any, asked: Asked) -> bool:
        """Whether what stands in this element, and only there, is where the selector asks for."""
        steps = _HIGHEST
        for number, compound in enumerate(self.chain[1:]):
            node = node.parent if number else node
            while node is not None and not compound.fits(node.tag or "", node.attributes):
                steps -= 1
                node = node.parent if compound.combinator == " " and steps > 0 else None
            if node is None:
                break
        asked.left -= _HIGHEST - steps
        return node is not None


@dataclass(slots=True)
class Asked:
    """What selectors have asked on one page, and how many more elements they may look at.

    ``known`` goes by the identity of selector and parent: whoever holds it holds the selectors and the tree.
    """

    left: int
    known: dict[tuple[int, int], bool] = field(default_factory=dict)


def split_list(prelude: str) -> list[str]:
    """The selectors of a rule, one by one."""
    if len(prelude) > _LONGEST_LIST:
        return []
    parts = _LIST.split(prelude) if "(" in prelude or "[" in prelude else prelude.split(",")
    return [part.strip() for part in parts if len(part) <= _LONGEST and not part.isspace() and part]


@lru_cache(16_384)
def key_of(selector: str) -> str:
    """What an element must have to fall under a selector: "#id", ".class", "[attribute" or "tag".

    "" for a selector that no element falls under as it stands, or that is not read at all.
    """
    match = _LAST.search(selector)
    if match is None or selector[:1] in ("", "@", ">", "+", "~", "&") or _BEFORE_SCRIPTS.search(selector):
        return ""
    tag, name, attribute = match.groups()
    if name:
        return _ESCAPED.sub(r"\1", name)
    if attribute:
        return f"[{attribute.lower()}"
    return "" if tag in ("", "*", "html", "body") else tag.lower()


@lru_cache(4096)
def read_selector(text: str) -> Selector | None:
    """A selector as a chain of compounds; None where it cannot be understood."""
    return _read(text) if len(text) <= _LONGEST else None


def _read(text: str) -> Selector | None:
    if text[:1] in ("", "@", ">", "+", "~", "&"):
        return None
    compounds = [Compound()]
    stateful, at = False, 0
    ids = classes = tags = 0
    while at < len(text):
        match = _SIMPLE.match(text, at)
        if match is None:
            match = _COMBINATOR.match(text, at)
            if match is None or match.end() == len(text):
                return None
            stateful |= match[1] in ("+", "~")
            compounds.append(Compound(combinator=">" if match[1] == ">" else " "))
            at = match.end()
            continue
        at = match.end()
        if match["state"]:
            if match["state"].startswith("::") or match["state"] in (":before", ":after"):
                return None  # text that is not the page's
            stateful |= match["state"] not in _HARMLESS
            continue
        if not _add(compounds[-1], match):
            return None
        ids += bool(match["id"])
        classes += bool(match["cls"] or match["attr"] or match["not"])
        tags += bool(match["tag"]) and match["tag"] != "*"
    # A combinator tells how its left neighbour is found: it goes one to the left.
    signs = [compound.combinator for compound in compounds[1:]]
    for compound, sign in zip(compounds, signs, strict=False):
        compound.combinator = sign
    last = compounds[-1]
    if not (last.tag or last.classes or last.id or last.attributes) or last.tag in ("*", "html", "body"):
        return None
    return Selector(compounds[::-1], stateful, (ids, classes, tags))


def _add(compound: Compound, match: re.Match[str]) -> bool:
    """Add one simple selector to a compound; False where it cannot be understood."""
    if match["tag"]:
        compound.tag = "" if match["tag"] == "*" else match["tag"].lower()
    elif match["cls"]:
        compound.classes += (_ESCAPED.sub(r"\1", match["cls"]),)
    elif match["id"]:
        compound.id = _ESCAPED.sub(r"\1", match["id"])
    elif match["attr"]:
        compound.attributes += ((match["attr"].lower(), match["op"] or "", (match["value"] or "").strip("\"'")),)
    else:
        inner = _read(match["not"].strip())
        if inner is None or inner.stateful or len(inner.chain) > 1:
            return False
        compound.unlike += (inner.chain[0],)
    return True


def _has(attrs: Mapping[str, str | None], name: str, operator: str, wanted: str) -> bool:
    if name not in attrs:
        return False
    value = attrs[name] or ""
    if not operator:
        return True
    if operator == "=":
        return value == wanted
    if not wanted:
        return False
    return {
        "~=": wanted in value.split(),
        "|=": value == wanted or value.startswith(wanted + "-"),
        "^=": value.startswith(wanted),
        "$=": value.endswith(wanted),
        "*=": wanted in value,
    }[operator]
