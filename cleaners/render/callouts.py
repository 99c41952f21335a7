"""Recognises callouts ("Note", "Warning") by the classes that documentation tools give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..page import Block, Element, Kind
from ..patterns import pattern

_ALERT_OF = {
    **dict.fromkeys("note info information abstract summary seealso todo question primary secondary".split(), "NOTE"),
    **dict.fromkeys("tip hint success check done".split(), "TIP"),
    **dict.fromkeys("important key-point".split(), "IMPORTANT"),
    **dict.fromkeys("warning attention warn".split(), "WARNING"),
    **dict.fromkeys("caution danger error failure fail bug".split(), "CAUTION"),
}
_BARE = frozenset("note tip important warning caution danger attention".split())
_BARE_TAGS = frozenset("div aside blockquote section details".split())
_FAMILIES = frozenset(
    "admonition theme-admonition markdown-alert alert custom-block notecard callout notice notices hint book-hint "
    "gdoc-hint starlight-aside confluence-information-macro admonitionblock awsdocs message box docs-alert "
    "docs-callout aside callout-block doc-callout".split()
)
_TOKEN = pattern(r"([a-z][a-z-]{0,30}?)(?:--|-|_)(?:is-)?([a-z]{2,12}|key-point)\Z")
_TITLE_NAME = pattern(r"title|head(?:er|ing)|label|caption")
_MAX_TITLE, _MAX_STEPS = 80, 6
_LABELS = frozenset((*_ALERT_OF, "see also", "key point", "information", "notes", "tips", "pro tip", "good to know"))


def callout_kind(tag: str, attrs: Mapping[str, str | None]) -> str:
    """The alert of GitHub's Markdown that an element is most like, such as "NOTE"; "" for no callout."""
    declared = _ALERT_OF.get((attrs.get("data-callout") or "").lower(), "")
    tokens = (attrs.get("class") or "").lower().split()
    if declared or not tokens:
        return declared
    if not _FAMILIES.isdisjoint(tokens):
        bare = (_ALERT_OF.get(token.removeprefix("is-")) for token in tokens)
        if kind := next(filter(None, bare), ""):
            return kind
    for token in tokens:
        match = _TOKEN.match(token)
        if match and match[1] in _FAMILIES and match[2] in _ALERT_OF:
            return _ALERT_OF[match[2]]
    if tag == "details" and tokens[0] in _ALERT_OF:
        return _ALERT_OF[tokens[0]]
    is_bare = tag in _BARE_TAGS and tokens[0] in _BARE and (tag == "aside" or _ALERT_OF.keys() >= set(tokens))
    return _ALERT_OF[tokens[1] if len(tokens) > 1 and tokens[1] in _ALERT_OF else tokens[0]] if is_bare else ""


def callouts_of(elements: Sequence[Element]) -> dict[int, str]:
    """The callouts of a page by element; an element in a callout of the same blocks is none of its own."""
    by_class: dict[tuple[str, str | None], str] = {}
    callouts: dict[int, str] = {}
    for index, element in enumerate(elements):
        attrs = element.attrs
        if not attrs or element.start == element.end or not ("class" in attrs or "data-callout" in attrs):
            continue
        if "data-callout" in attrs:
            kind = callout_kind(element.tag, attrs)
        else:
            key = (element.tag, attrs.get("class"))
            kind = by_class[key] if key in by_class else by_class.setdefault(key, callout_kind(element.tag, attrs))
        if kind and element.parent not in callouts:
            callouts[index] = kind
    return callouts


def is_label(text: str) -> bool:
    """Whether a callout's title only names its kind, as the alert's sign does."""
    return len(text) <= _MAX_TITLE and text.strip(" \t\n:.!").casefold() in _LABELS


def is_title(block: Block, callout: int, elements: Sequence[Element]) -> bool:
    """Whether a block is the title of a callout, by the name of an element around it."""
    if len(block.text) > _MAX_TITLE or block.kind is Kind.HEADING:
        return False
    index = block.element
    for _ in range(_MAX_STEPS):
        if index in (callout, -1):
            return False
        element = elements[index]
        name = element.attrs.get("class") or ""
        if element.tag in ("summary", "legend") or (len(name) <= 200 and _TITLE_NAME.search(name.lower())):
            return element.end - element.start == 1
        index = element.parent
    return False
