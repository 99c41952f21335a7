"""CSS selectors of tags, classes, ids, attributes and ``:not()``, with descendants, children and lists.

One parser and two ways to match: for style sheets, one element of the parsed tree with its ancestors, within
a budget (`Selector.matches`); for site rules, all elements of a segmented page at once (`select`).
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
_LIST_MARK = pattern(r"[,()\[\]]")
_ESCAPED = pattern(r"\\(.)")
_STATELESS = frozenset((":root", ":link", ":any-link"))  # true without any action of the reader
_MAX_ANCESTORS = 40  # compared at most with one selector
_ATTRIBUTE_TESTS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, expected: value == expected,
    "~=": lambda value, expected: expected in value.split(),
    "|=": lambda value, expected: bool(expected) and (value == expected or value.startswith(expected + "-")),
    "^=": lambda value, expected: bool(expected) and value.startswith(expected),
    "$=": lambda value, expected: bool(expected) and value.endswith(expected),
    "*=": lambda value, expected: bool(expected) and expected in value,
}

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class Compound:
    """The conditions on one element. ``combinator`` (" " or ">") joins it to the compound on its right ("" for none).

    ``attributes`` are (name, operator, value), with the operator "" for any value;
    ``excluded`` are the compounds of ``:not()``.
    """

    tag: str = ""
    classes: tuple[str, ...] = ()
    id: str = ""
    attributes: tuple[tuple[str, str, str], ...] = ()
    excluded: tuple[Compound, ...] = ()
    combinator: str = ""

    def matches(self, tag: str, attrs: Attributes) -> bool:
        if self.id and self.id != attrs.get("id"):
            return False
        if not self.may_match(tag, (attrs.get("class") or "").split() if self.classes else ()):
            return False
        if self.attributes and not all(
            name in attrs and (not test or _ATTRIBUTE_TESTS[test](attrs[name] or "", expected))
            for name, test, expected in self.attributes
        ):
            return False
        return not self.excluded or not any(other.matches(tag, attrs) for other in self.excluded)

    def may_match(self, tag: str, classes: Sequence[str]) -> bool:
        """Whether an element with this tag and these classes may match; its other attributes then decide."""
        if self.tag and self.tag != tag:
            return False
        return not self.classes or all(name in classes for name in self.classes)

    @property
    def is_specific(self) -> bool:
        """Whether it has a condition that not every page meets."""
        return bool(self.tag or self.classes or self.id or self.attributes) and self.tag not in ("html", "body")


@dataclass(slots=True)
class MatchBudget:
    """How many more elements may be compared on one page, and the results for parents so far.

    The keys of ``parent_matches`` are ids of selector and parent: both must live as long as the budget.
    """

    left: int
    parent_matches: dict[tuple[int, int], bool] = field(default_factory=dict)


@dataclass(slots=True)
class Selector:
    """A chain of compounds, the last first.

    ``states`` are the parts that are not decided from the markup (":hover", and the siblings "+" and "~"). With
    ``stateful`` the match depends on the reader or a script. ``weight`` is the specificity: ids, classes, tags.
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
        """Whether it matches a node of the parsed tree; the part about ancestors is computed once for each parent."""
        budget.left -= 1
        if not self.chain[0].matches(node.tag, attrs):
            return False
        parent = node.parent if len(self.chain) > 1 else None
        if parent is None:
            return len(self.chain) == 1
        key = (id(self), parent.mem_id)
        if key not in budget.parent_matches:
            budget.parent_matches[key] = self._matches_ancestors(parent, budget)
        return budget.parent_matches[key]

    def _matches_ancestors(self, node: Any, budget: MatchBudget) -> bool:
        """Whether all compounds but the last match this parent and its ancestors."""
        steps = _MAX_ANCESTORS
        for number, compound in enumerate(self.chain[1:]):
            node = node.parent if number else node
            while node is not None and not compound.matches(node.tag or "", node.attributes):
                steps -= 1
                node = node.parent if compound.combinator == " " and steps > 0 else None
            if node is None:
                break
        budget.left -= _MAX_ANCESTORS - steps
        return node is not None


def parse(text: str, lenient: bool = False) -> Selector | None:
    """Parse one selector; None for one that is not understood. ``lenient`` allows names that begin with a digit."""
    simple = _LENIENT_SIMPLE if lenient else _SIMPLE
    compounds, states = [Compound()], list[str]()
    position = compound_start = 0
    ids = classes = tags = 0
    while position < len(text):
        match = simple.match(text, position)
        if match is None or (match["tag"] and position > compound_start):
            match = _COMBINATOR.match(text, position)
            if match is None or position == compound_start or match.end() == len(text):
                return None
            states += [match[1]] if match[1] in ("+", "~") else []
            compounds[-1].combinator = ">" if match[1] == ">" else " "
            compounds.append(Compound())
            position = compound_start = match.end()
            continue
        position = match.end()
        if match["state"]:
            if match["state"].startswith("::") or match["state"] in (":before", ":after"):
                return None  # generated text, not the page's
            states.append(match["state"])
        elif not _add(compounds[-1], match, lenient):
            return None
        ids += bool(match["id"])
        classes += bool(match["cls"] or match["attr"] or match["not"])
        tags += bool(match["tag"]) and match["tag"] != "*"
    if position == compound_start:
        return None
    stateful = not _STATELESS.issuperset(states)
    return Selector(compounds[::-1], tuple(states), stateful, (ids, classes, tags))


def _add(compound: Compound, match: re.Match[str], lenient: bool) -> bool:
    """Add one simple selector to a compound; False for one that is not understood."""
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
        compound.excluded += (inner.chain[0],)
    return True


def split_list(text: str) -> list[str]:
    """The selectors of a comma-separated list, without the white space around them."""
    if "(" not in text and "[" not in text:
        return [part.strip() for part in text.split(",")]
    parts, end, in_brackets = list[str](), len(text), False
    for match in reversed(list(_LIST_MARK.finditer(text))):
        if match[0] != ",":
            in_brackets = match[0] in ")]"
        elif not in_brackets:
            parts.append(text[match.end() : end].strip())
            end = match.start()
    return [text[:end].strip(), *reversed(parts)]


def parse_list(text: str) -> list[Selector]:
    """Parse a list of selectors. Raises ValueError with the part that is not understood or depends on a state."""
    selectors = []
    for part in split_list(text):
        selector = parse(part, lenient=True)
        if selector is None or selector.states:
            raise ValueError(f"{part!r} is not understood as a CSS selector in {text!r}")
        selectors.append(selector)
    return selectors


def select(selectors: Sequence[Selector], elements: Sequence[Element]) -> list[bool]:
    """For each element, whether any of the selectors matches it. Parents must come before their children."""
    any_matched = [False] * len(elements)
    for selector in selectors:
        matched, combinator = any_matched, ""
        for compound in reversed(selector.chain):
            ancestors_match = [not combinator] * len(elements)  # whether its ancestors match the compounds before
            for i, element in enumerate(elements):
                if combinator and element.parent >= 0:
                    ancestors_match[i] = matched[element.parent] or (
                        combinator == " " and ancestors_match[element.parent]
                    )
            matched = [ancestors_match[i] and compound.matches(each.tag, each.attrs) for i, each in enumerate(elements)]
            combinator = compound.combinator
        any_matched = [before or now for before, now in zip(any_matched, matched, strict=True)]
    return any_matched
