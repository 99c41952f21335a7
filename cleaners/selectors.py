"""CSS selectors of tags, classes, ids, attributes and ``:not()``, with descendants, children and lists.

One parser, and two ways to match: one element of the parsed tree with those around it, within a budget, for
style sheets (`Selector.matches`); or all elements of a segmented page at once, for site rules (`select`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .page import Element
from .patterns import pattern

NAME = r"-?(?:[a-zA-Z_\u0080-\uffff]|\\.)(?:[\w\u0080-\uffff-]|\\.)*"
_LENIENT_NAME = r"(?:[\w\u0080-\U0010ffff-]|\\.)+"  # may begin with a digit, as classes in HTML do


def _simple(name: str, flag: str = "") -> re.Pattern[str]:
    return pattern(
        rf"(?P<tag>{name}|\*)|\.(?P<cls>{name})|\#(?P<id>{name})"
        rf"|\[\s*(?P<attr>[\w:-]+)\s*(?:(?P<op>[~|^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\]]*){flag}\s*)?\]"
        rf"|:not\((?P<not>[^():]*)\)|(?P<state>::?[\w-]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?)"
    )


_SIMPLE, _LENIENT_SIMPLE = _simple(NAME, r"\s*[is]?"), _simple(_LENIENT_NAME)
_COMBINATOR = pattern(r"\s*([>+~])\s*|\s+")
_LIST_COMMA = pattern(r",(?![^()\[\]]*[)\]])")
_ESCAPED = pattern(r"\\(.)")
_STATELESS = frozenset((":root", ":link", ":any-link"))  # hold without the reader doing anything
_MAX_ANCESTORS = 40  # looked at to find one that a selector names
_ATTRIBUTE_TESTS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, wanted: value == wanted,
    "~=": lambda value, wanted: wanted in value.split(),
    "|=": lambda value, wanted: bool(wanted) and (value == wanted or value.startswith(wanted + "-")),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class Compound:
    """What one element must be; ``combinator`` (" " or ">") leads to the next compound to the right, "" for the last.

    ``attributes`` are (name, operator, value), with the operator "" where any value will do.
    """

    tag: str = ""
    classes: tuple[str, ...] = ()
    id: str = ""
    attributes: tuple[tuple[str, str, str], ...] = ()
    unlike: tuple[Compound, ...] = ()
    combinator: str = ""

    def fits(self, tag: str, attrs: Attributes) -> bool:
        if self.id and self.id != attrs.get("id"):
            return False
        if not self.may_fit(tag, (attrs.get("class") or "").split() if self.classes else ()):
            return False
        if self.attributes and not all(
            name in attrs and (not test or _ATTRIBUTE_TESTS[test](attrs[name] or "", wanted))
            for name, test, wanted in self.attributes
        ):
            return False
        return not self.unlike or not any(other.fits(tag, attrs) for other in self.unlike)

    def may_fit(self, tag: str, classes: Sequence[str]) -> bool:
        """Whether an element with this tag and these classes can be meant, whatever else it has."""
        if self.tag and self.tag != tag:
            return False
        return not self.classes or all(name in classes for name in self.classes)

    @property
    def is_specific(self) -> bool:
        """Whether it names something that not every page has."""
        return bool(self.tag or self.classes or self.id or self.attributes) and self.tag not in ("html", "body")


@dataclass(slots=True)
class MatchBudget:
    """How many more elements the selectors may look at on one page, and what was found about the parents so far.

    ``answers`` go by the identity of selector and parent: the holder must keep the selectors and the tree alive.
    """

    left: int
    answers: dict[tuple[int, int], bool] = field(default_factory=dict)


@dataclass(slots=True)
class Selector:
    """A chain of compounds, the last first.

    ``states`` are the parts that no markup answers (":hover", and the siblings "+" and "~"); where ``stateful``,
    the selector depends on what the reader or a script does. ``weight`` is the specificity: ids, classes, tags.
    """

    chain: list[Compound] = field(default_factory=list)
    states: tuple[str, ...] = ()
    stateful: bool = False
    weight: tuple[int, int, int] = (0, 0, 0)

    @property
    def last_keys(self) -> list[str]:
        """The classes and the id of the last compound, as ".class" and "#id"."""
        last = self.chain[0]
        return [*(f".{name}" for name in last.classes), *([f"#{last.id}"] if last.id else [])]

    def matches(self, node: Any, attrs: Attributes, budget: MatchBudget) -> bool:
        """Whether it matches a node of the parsed tree; what depends on the parent is computed once a parent."""
        budget.left -= 1
        if not self.chain[0].fits(node.tag, attrs):
            return False
        parent = node.parent if len(self.chain) > 1 else None
        if parent is None:
            return len(self.chain) == 1
        key = (id(self), parent.mem_id)
        if key not in budget.answers:
            budget.answers[key] = self._matches_around(parent, budget)
        return budget.answers[key]

    def _matches_around(self, node: Any, budget: MatchBudget) -> bool:
        """Whether all compounds but the last match this parent and its ancestors."""
        steps = _MAX_ANCESTORS
        for number, compound in enumerate(self.chain[1:]):
            node = node.parent if number else node
            while node is not None and not compound.fits(node.tag or "", node.attributes):
                steps -= 1
                node = node.parent if compound.combinator == " " and steps > 0 else None
            if node is None:
                break
        budget.left -= _MAX_ANCESTORS - steps
        return node is not None


def parse(text: str, lenient: bool = False) -> Selector | None:
    """One selector; None where it cannot be understood. ``lenient`` takes names that begin with a digit, too."""
    simple = _LENIENT_SIMPLE if lenient else _SIMPLE
    compounds, states = [Compound()], list[str]()
    at = start = 0  # of the text not read yet, of the compound
    ids = classes = tags = 0
    while at < len(text):
        match = simple.match(text, at)
        if match is None or (match["tag"] and at > start):
            match = _COMBINATOR.match(text, at)
            if match is None or at == start or match.end() == len(text):
                return None
            states += [match[1]] if match[1] in ("+", "~") else []
            compounds[-1].combinator = ">" if match[1] == ">" else " "
            compounds.append(Compound())
            at = start = match.end()
            continue
        at = match.end()
        if match["state"]:
            if match["state"].startswith("::") or match["state"] in (":before", ":after"):
                return None  # text that is not the page's
            states.append(match["state"])
        elif not _add(compounds[-1], match, lenient):
            return None
        ids += bool(match["id"])
        classes += bool(match["cls"] or match["attr"] or match["not"])
        tags += bool(match["tag"]) and match["tag"] != "*"
    if at == start:
        return None
    stateful = not _STATELESS.issuperset(states)
    return Selector(compounds[::-1], tuple(states), stateful, (ids, classes, tags))


def _add(compound: Compound, match: re.Match[str], lenient: bool) -> bool:
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
        inner = parse(match["not"].strip(), lenient)
        if inner is None or inner.stateful or len(inner.chain) > 1 or not inner.chain[0].is_specific:
            return False
        compound.unlike += (inner.chain[0],)
    return True


def split_list(text: str) -> list[str]:
    """The selectors of a list, one by one, without the white space around them."""
    parts = _LIST_COMMA.split(text) if "(" in text or "[" in text else text.split(",")
    return [part.strip() for part in parts]


def parse_list(text: str) -> list[Selector]:
    """The selectors of a list. Raises ValueError with the part that is not understood, or that depends on a state."""
    found = []
    for part in split_list(text):
        selector = parse(part, lenient=True)
        if selector is None or selector.states:
            raise ValueError(f"{part!r} is not understood as a CSS selector in {text!r}")
        found.append(selector)
    return found


def select(selectors: Sequence[Selector], elements: Sequence[Element]) -> list[bool]:
    """Whether each element is matched by any of the selectors. Parents must come before their children."""
    found = [False] * len(elements)
    for selector in selectors:
        matched, combinator = found, ""
        for compound in reversed(selector.chain):
            around = [not combinator] * len(elements)  # whether what is left of the compound is matched around it
            for i, element in enumerate(elements):
                if combinator and element.parent >= 0:
                    around[i] = matched[element.parent] or (combinator == " " and around[element.parent])
            matched = [around[i] and compound.fits(each.tag, each.attrs) for i, each in enumerate(elements)]
            combinator = compound.combinator
        found = [before or now for before, now in zip(found, matched, strict=True)]
    return found
