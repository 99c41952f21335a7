"""The rules of a page's own style sheets that hide text.

Not a CSS engine. Rules that hide are found by searching for a few words, and only those
that an element of the page may fall under are read: selectors of tags, classes, ids and
attributes, with descendants and children. A rule whose selector is beyond that hides
nothing. A rule that shows the same element wins as in a browser; where it asks for a state
that the element is not in (``.open``, ``:hover``), the text is one that a reader can open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..selectors import MatchBudget
from .stylesheet_rules import NOT_ON_SCREENS, Rule, Sheet, key_of

# Bounds, so that no page keeps the search busy: what is beyond them hides nothing.
_MAX_SIZE = 3_000_000  # characters of all style sheets of a page
_MAX_LOOKS = 600_000  # of rules at elements; the fullest of 1,331 labelled pages needs 110,000
_MAX_KEYS = 500  # classes and ids whose other rules are looked for
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)


class Styles:
    """The rules of a page that hide text, by the last part of their selectors."""

    def __init__(self, sheets: list[str]) -> None:
        self._sheets = [Sheet(text, number) for number, text in enumerate(sheets)]
        self._places: dict[str, list[tuple[Sheet, int, str]]] = {}
        for sheet in self._sheets:
            for start, selector in sheet.hiding():
                self._places.setdefault(key_of(selector), []).append((sheet, start, selector))
        self._attributes = {key[1:] for key in self._places if key[0] == "["}
        self._budget = MatchBudget(_MAX_LOOKS)
        self._rules: dict[str, list[Rule]] = {}
        self._showing: dict[tuple[str, str], list[Rule]] = {}
        self._by_kind: dict[tuple[str, str | None], list[Rule]] = {}

    def __bool__(self) -> bool:
        return bool(self._places)

    @property
    def attribute_names(self) -> frozenset[str]:
        """The attributes that the selectors of the rules name."""
        return frozenset(self._attributes | {"id"} if any(key[0] == "#" for key in self._places) else self._attributes)

    def has_rules_for(self, tag: str, classes: str | None) -> bool:
        """Whether there may be a rule on elements with this tag and these classes."""
        return bool(self._rules_of_kind(tag, classes))

    def _rules_of_kind(self, tag: str, classes: str | None) -> list[Rule]:
        rules = self._by_kind.get((tag, classes))
        if rules is None:
            names = (classes or "").split()
            found = self._rules_of([tag, *("." + name for name in names)])
            rules = _strongest_first(rule for rule in found if rule.selector.chain[0].may_fit(tag, names))
            self._by_kind[tag, classes] = rules
        return rules

    def hiding_rule(self, node: Any, tag: str, attrs: Mapping[str, str | None]) -> tuple[str, str, bool]:
        """Why the sheets hide an element ("" if they do not), by which selector, and whether a state shows it."""
        rules = self._rules_of_kind(tag, attrs.get("class"))
        if self._budget.left <= 0:
            return "", "", False
        if "id" in attrs and f"#{attrs['id']}" in self._places:
            rules = _strongest_first(rules + self._rules_of([f"#{attrs['id']}"]))
        if self._attributes and not self._attributes.isdisjoint(attrs):
            rules = _strongest_first(rules + self._rules_of([f"[{name}" for name in attrs]))
        for rule in rules:
            if rule.selector.matches(node, attrs, self._budget):
                opens = self._shown(node, attrs, rule)
                if opens is not None:
                    return rule.cause, rule.text, opens
        return "", "", False

    def _rules_of(self, keys: Iterable[str]) -> list[Rule]:
        """The rules that elements with these keys may fall under."""
        found: list[Rule] = []
        for key in keys:
            places = self._places.get(key)
            if places is None:
                continue
            if key not in self._rules:
                read = (sheet.rule(start, selector) for sheet, start, selector in places)
                self._rules[key] = [rule for rule in read if rule and rule.cause and not rule.selector.stateful]
            found += self._rules[key]
        return found

    def _shown(self, node: Any, attrs: Mapping[str, str | None], rule: Rule) -> bool | None:
        """None where a stronger rule shows the element or the budget is spent, True where one does in another state."""
        name = rule.cause.partition(":")[0]
        opens = False
        for key in [*("." + name for name in (attrs.get("class") or "").split()), f"#{attrs.get('id')}"]:
            if (key, name) not in self._showing:
                if len(self._showing) >= _MAX_KEYS:
                    continue
                self._showing[key, name] = [rule for sheet in self._sheets for rule in sheet.showing(key, name)]
            for shown in self._showing[key, name]:
                self._budget.left -= 1
                if self._budget.left <= 0:
                    return None
                if shown.selector.stateful or not shown.selector.matches(node, attrs, self._budget):
                    opens = True
                elif shown.weight > rule.weight:
                    return None
        return opens


def _strongest_first(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: rule.weight, reverse=True)


def styles_of(nodes: Iterable[Any]) -> Styles | None:
    """The hiding rules of a page's <style> elements; None where there are none."""
    sheets, size = [], 0
    for node in nodes:
        text = node.text() or ""
        size += len(text)
        if size > _MAX_SIZE:
            break
        if text and not NOT_ON_SCREENS.search(node.attributes.get("media") or "") and not _does_not_apply(node):
            text = text.replace(": ", ":")
            sheets.append(_COMMENT.sub(" ", text) if "/*" in text else text)
    styles = Styles(sheets)
    return styles if styles else None


def _does_not_apply(node: Any) -> bool:
    """A style sheet for browsers without scripts, or inside a drawing."""
    parent = node.parent
    while parent is not None:
        if parent.tag in ("noscript", "template", "svg"):
            return True
        parent = parent.parent
    return False
