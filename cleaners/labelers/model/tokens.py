"""The tokens for which log-odds are learned: names in the markup, words and phrases of the text, link targets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

from ...page import Block, Element

_NAME = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
_HREF = re.compile(r"\s*(?:([a-z]+):)?(?://([^/?#\s]*))?(\S*)")
_MAX_PHRASE_WORDS = 8  # a longer line is not a phrase
_FUNCTION_WORDS = frozenset("the of and to in is for that with on it as be at this by from are".split())

# The attributes whose words are tokens, each with a prefix that makes its words differ from the others'.
_ATTRIBUTE_PREFIXES = {
    "id": "#", "role": "@", "itemprop": "%", "aria-label": "~", "data-testid": "$",
    "data-component": "&", "data-type": "!", "name": "=", "itemtype": "+",
}  # fmt: skip
_PREFIXED = frozenset(_ATTRIBUTE_PREFIXES)
_MAX_VALUE_CHARS = 80  # of an attribute; the rest is ignored
_MAX_CLASSES = 12
_MAX_PARENT_NAMES = 8
Group = tuple[str, ...]  # a prefix, and what its tokens are made of


def markup_groups(element: Element, parent: Element | None) -> tuple[Group, ...]:
    """What an element's tokens are made of, in groups that many elements share, so that each group is read once."""
    parent_name = ""
    if parent is not None:
        parent_name = parent.attrs.get("class") or parent.attrs.get("id") or "<" + parent.tag
    attrs = element.attrs
    own = ("<", parent_name, element.tag)
    if not attrs:
        return (own,)
    classes = (".", attrs.get("class") or "")
    if _PREFIXED.isdisjoint(attrs):  # true for most elements
        return own, classes
    others = ((prefix, name) for name, prefix in _ATTRIBUTE_PREFIXES.items() if name in attrs)
    return own, classes, *((prefix, (attrs[name] or "")[:_MAX_VALUE_CHARS]) for prefix, name in others)


def group_tokens(group: Group) -> list[str]:
    """Tokens of one group: the tag, each class whole and in words, the words of other names."""
    prefix, value = group[:2]
    if prefix == "<":
        tag = group[2]
        return ["<" + tag, *(f"{name}>{tag}" for name in _parts(value[:120])[:_MAX_PARENT_NAMES])]
    if prefix == ".":
        names = value.split(None, _MAX_CLASSES)[:_MAX_CLASSES]
        whole = _DIGITS.sub("0", " ".join(names).lower()).split()
        tokens = ["." + name[:40] for name in whole] + ["." + part for part in _parts(" ".join(names)) if len(part) > 1]
        return list(dict.fromkeys(tokens))
    return [prefix + part for part in _parts(value) if len(part) > 1]


def markup_tokens(groups: Iterable[Group]) -> list[str]:
    """All tokens of one element."""
    return [token for group in groups for token in group_tokens(group)]


@lru_cache(4096)
def _parts(name: str) -> tuple[str, ...]:
    """The distinct words of a name, in order: "postBody-2" gives post and body."""
    if not name.islower():
        name = _CAMEL.sub(" ", name).lower()
    return tuple(dict.fromkeys(_NAME.findall(name)))


def word_tokens(words: list[str]) -> list[str]:
    """The distinct words of one block's text, in order, without numbers."""
    return list(itertools.filterfalse(str.isdigit, dict.fromkeys(words)))


def phrase_tokens(block: Block, words: list[str]) -> list[str]:
    """The beginning and the end of one block's text, and a short line whole."""
    if not words:
        return ["=" + block.text[:12]]
    tokens = ["^" + words[0], "$" + words[-1]]
    if len(words) > 1:
        tokens.append(f"^{words[0]} {words[1]}")
        tokens.append(f"${words[-2]} {words[-1]}")
    if len(words) <= _MAX_PHRASE_WORDS:
        tokens.append("=" + _DIGITS.sub("0", " ".join(words)))
    return tokens


def text_tokens(block: Block, words: list[str]) -> list[str]:
    """All tokens of one block's text: its words, then its phrases."""
    return word_tokens(words) + phrase_tokens(block, words)


def link_tokens(block: Block) -> list[str]:
    """Tokens of the targets of a block's links: scheme or host, first folders, depth."""
    if not block.marks:
        return []
    tokens: set[str] = set()
    for mark in block.marks:
        if mark.kind == "link":
            tokens.update(_target_tokens(mark.href))
            if len(tokens) > 24:
                break
    return sorted(tokens)


@lru_cache(4096)  # menus repeat: two links of five have a target that the page had before
def _target_tokens(href: str) -> tuple[str, ...]:
    """Tokens of one link's target."""
    match = _HREF.match(href.lower())
    if not match:
        return ()
    scheme, host, path = match.groups()
    words = ["/" + word for word in _NAME.findall(path[:_MAX_VALUE_CHARS])[:5] if len(word) > 1]
    shape = "/" + str(min(path.count("/"), 5)) + ("-" * min(path.count("-"), 4)) + "#" * path.startswith("#")
    if host:
        return "//" + ".".join(host.rsplit(".", 2)[-2:]), *words, shape
    return (scheme + ":", *words, shape) if scheme else (*words, shape)


def is_english(tokens: list[list[str]]) -> bool:
    """Whether the page is in English: at least one word in sixteen is an English function word."""
    hits = sum(map(_FUNCTION_WORDS.__contains__, itertools.chain.from_iterable(tokens)))
    return hits * 16 >= sum(map(len, tokens))
