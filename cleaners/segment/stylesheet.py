"""Finds the rules of a page's own style sheets that hide text.

This is no CSS engine. Rules that hide are found by a search for a few words, and only those that may
apply to an element of the page are parsed: selectors of tags, classes, ids and attributes, with
descendants and children. A rule with any other selector hides nothing. A rule that shows the same
element wins as in a browser; where that rule needs a state that the element is not in (``.open``,
``:hover``), the reader can open the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..selectors import MatchBudget
from .stylesheet_rules import NOT_ON_SCREENS, Rule, Sheet, key_of

# Bounds on the work for one page: rules beyond them hide nothing.
_MAX_SIZE = 3_000_000  # characters of all style sheets of a page
_MAX_COMPARISONS = 600_000  # of rules with elements; the largest of 1,331 labelled pages needs 110,000
_MAX_KEYS = 500  # classes and ids whose other rules are searched for
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)


class Styles:
    """The rules of a page that hide text, by the last compound of their selectors."""

    def __init__(self, sheets: list[str]) -> None:
        self._sheets = [Sheet(text, number) for number, text in enumerate(sheets)]
        self._rule_starts: dict[str, list[tuple[Sheet, int, str]]] = {}
        for sheet in self._sheets:
            for start, selector in sheet.hiding():
                self._rule_starts.setdefault(key_of(selector), []).append((sheet, start, selector))
        self._attributes = {key[1:] for key in self._rule_starts if key[0] == "["}
        self._budget = MatchBudget(_MAX_COMPARISONS)
        self._rules: dict[str, list[Rule]] = {}
        self._showing: dict[tuple[str, str], list[Rule]] = {}
        self._by_kind: dict[tuple[str, str | None], list[Rule]] = {}

    def __bool__(self) -> bool:
        return bool(self._rule_starts)

    @property
    def attribute_names(self) -> frozenset[str]:
        """The names of attributes in the selectors of the rules."""
        return frozenset(self._attributes | ({"id"} if any(key[0] == "#" for key in self._rule_starts) else set()))

    def has_rules_for(self, tag: str, classes: str | None) -> bool:
        """Whether a rule may apply to elements with this tag and these classes."""
        return bool(self._rules_of_kind(tag, classes))

    def _rules_of_kind(self, tag: str, classes: str | None) -> list[Rule]:
        rules = self._by_kind.get((tag, classes))
        if rules is None:
            names = (classes or "").split()
            rules = self._rules_of([tag, *("." + name for name in names)])
            if rules:
                rules = _strongest_first(rule for rule in rules if rule.selector.chain[0].may_match(tag, names))
            self._by_kind[tag, classes] = rules
        return rules

    def hiding_rule(self, node: Any, tag: str, attrs: Mapping[str, str | None]) -> tuple[str, str, bool]:
        """Why the sheets hide an element ("" if they do not), the selector, and whether another state shows it."""
        rules = self._rules_of_kind(tag, attrs.get("class"))
        if self._budget.left <= 0:
            return "", "", False
        if "id" in attrs and f"#{attrs['id']}" in self._rule_starts:
            rules = _strongest_first(rules + self._rules_of([f"#{attrs['id']}"]))
        if self._attributes and not self._attributes.isdisjoint(attrs):
            rules = _strongest_first(rules + self._rules_of([f"[{name}" for name in attrs]))
        for rule in rules:
            if rule.selector.matches(node, attrs, self._budget):
                opens = self._opens_in_another_state(node, attrs, rule)
                if opens is not None:
                    return rule.cause, rule.text, opens
        return "", "", False

    def _rules_of(self, keys: Iterable[str]) -> list[Rule]:
        """The rules that may apply to elements with these keys."""
        rules: list[Rule] = []
        for key in keys:
            starts = self._rule_starts.get(key)
            if starts is None:
                continue
            if key not in self._rules:
                parsed = (sheet.rule(start, selector) for sheet, start, selector in starts)
                self._rules[key] = [rule for rule in parsed if rule and rule.cause and not rule.selector.stateful]
            rules += self._rules[key]
        return rules

    def _opens_in_another_state(self, node: Any, attrs: Mapping[str, str | None], rule: Rule) -> bool | None:
        """Whether a rule shows it in another state; None where a stronger one shows it now, or no budget is left."""
        name = rule.cause.partition(":")[0]
        opens = False
        for key in [*("." + name for name in (attrs.get("class") or "").split()), f"#{attrs.get('id')}"]:
            if (key, name) not in self._showing:
                if len(self._showing) >= _MAX_KEYS:
                    continue
                self._showing[key, name] = [rule for sheet in self._sheets for rule in sheet.showing(key, name)]
            for showing in self._showing[key, name]:
                self._budget.left -= 1
                if self._budget.left <= 0:
                    return None
                if showing.selector.stateful or not showing.selector.matches(node, attrs, self._budget):
                    opens = True
                elif showing.weight > rule.weight:
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
    """Whether a style sheet is for browsers without scripts, or inside a drawing."""
    parent = node.parent
    while parent is not None:
        if parent.tag in ("noscript", "template", "svg"):
            return True
        parent = parent.parent
    return False
