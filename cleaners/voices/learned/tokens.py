"""The tokens whose keep-rates were learned: names in the markup, words and phrases of the text."""

from __future__ import annotations

import itertools
import re

from ...page import Block, Element

_NAME = re.compile(r"[a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
_HREF = re.compile(r"\s*(?:([a-z]+):)?(?://([^/?#\s]*))?(\S*)")
_LONGEST_LINE = 8  # words; a longer line is not a phrase
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "for",
        "that",
        "with",
        "on",
        "it",
        "as",
        "be",
        "at",
        "this",
        "by",
        "from",
        "are",
    ]
)

# The attributes whose words are tokens, each with the sign that keeps its words apart from the others'.
_SIGNS = {
    "id": "#", "role": "@", "itemprop": "%", "aria-label": "~", "data-testid": "$",
    "data-component": "&", "data-type": "!", "name": "=", "itemtype": "+",
}  # fmt: skip
_LONGEST_VALUE = 80  # characters of an attribute that are looked at
_MOST_NAMES = 12


def markup_key(element: Element, parent: Element | None) -> tuple[str, ...]:
    """What an element's tokens are made of: equal keys give equal tokens, so look-ups are cached by it."""
    around = ""
    if parent is not None:
        around = parent.attrs.get("class") or parent.attrs.get("id") or "<" + parent.tag
    attrs = element.attrs
    if not attrs:
        return (element.tag, around)
    key = [element.tag, around, attrs.get("class") or ""]
    for name in attrs.keys() & _SIGNS.keys():
        key.append(_SIGNS[name] + (attrs[name] or "")[:_LONGEST_VALUE])
    return tuple(sorted(key[3:]) + key[2::-1]) if len(key) > 4 else tuple(key[3:] + key[2::-1])


def markup_tokens(key: tuple[str, ...]) -> list[str]:
    """Tokens of one element: its tag, each class whole and in words, and the words of its other names."""
    if len(key) == 2:
        tag, around = key
        classes, others = "", list[str]()
    else:
        *others, classes, around, tag = key
    tokens = {f"<{tag}"}
    for name in _parts(around[:120])[:8]:
        tokens.add(f"{name}>{tag}")
    for name in classes.split()[:_MOST_NAMES]:
        tokens.add("." + _DIGITS.sub("0", name.lower())[:40])
        tokens.update("." + part for part in _parts(name) if len(part) > 1)
    for value in others:
        tokens.update(value[0] + part for part in _parts(value[1:]) if len(part) > 1)
    return sorted(tokens)


def _parts(name: str) -> list[str]:
    """The words of a name: "postBody-2" gives post and body."""
    return _NAME.findall(_CAMEL.sub(" ", name).lower())


def word_tokens(words: list[str]) -> list[str]:
    """The different words of one block's text, in order, numbers left out."""
    return [word for word in dict.fromkeys(words) if not word.isdigit()]


def phrase_tokens(block: Block, words: list[str]) -> list[str]:
    """How one block's text begins and ends, and a short line whole."""
    if not words:
        return ["=" + block.text[:12]]
    tokens = ["^" + words[0], "$" + words[-1]]
    if len(words) > 1:
        tokens.append(f"^{words[0]} {words[1]}")
        tokens.append(f"${words[-2]} {words[-1]}")
    if len(words) <= _LONGEST_LINE:
        tokens.append("=" + _DIGITS.sub("0", " ".join(words)))
    return tokens


def text_tokens(block: Block, words: list[str]) -> list[str]:
    """All tokens of one block's text: its words, then its phrases."""
    return word_tokens(words) + phrase_tokens(block, words)


def link_tokens(block: Block) -> list[str]:
    """Tokens of where a block's links lead: scheme or host, first folders, names of parameters."""
    tokens: set[str] = set()
    for mark in block.marks:
        if mark.kind != "link":
            continue
        match = _HREF.match(mark.href.lower())
        if not match:
            continue
        scheme, host, path = match.groups()
        if host:
            tokens.add("//" + ".".join(host.split(".")[-2:]))
        elif scheme:
            tokens.add(scheme + ":")
        tokens.update("/" + word for word in _NAME.findall(path[:80])[:5] if len(word) > 1)
        tokens.add("/" + str(min(path.count("/"), 5)) + ("-" * min(path.count("-"), 4)) + "#" * path.startswith("#"))
        if len(tokens) > 24:
            break
    return sorted(tokens)


def is_english(tokens: list[list[str]]) -> bool:
    """Whether the page's words are English: one in sixteen is a function word of it."""
    total = sum(map(len, tokens))
    hits = sum(map(_FUNCTION_WORDS.__contains__, itertools.chain.from_iterable(tokens)))
    return hits * 16 >= total
