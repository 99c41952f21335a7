"""Finds the text beside a link, and whether the two would be read as one word."""

from __future__ import annotations

from typing import Any

from .tags import BLOCK

_MAX_STEPS = 8
_FIRST_UNSPACED, _LAST_UNSPACED = "\u2e80", "\uffef"  # Chinese, Japanese, Korean: no spaces between words, or rarely
_FIRST_SOUTH_EAST_ASIAN, _LAST_SOUTH_EAST_ASIAN = "\u0e00", "\u0eff"  # Thai, Lao


def would_glue(before: str, link: Any) -> bool:
    """Whether a link would be read as part of the word before it, though it is an entry of its own.

    In running text a link may begin inside a word ("the <a>tide</a>mill"); there its neighbour is a
    piece of text. The entries of a menu are elements side by side, which the page's style keeps apart.
    ``before`` is the character before the link.
    """
    if not _is_spaced_word(before) or not _follows_element(link):
        return False
    first = _first_character(link)
    return _is_spaced_word(first) or (before.isdigit() and first.isalnum())  # the number of an entry


def _is_spaced_word(character: str) -> bool:
    if not character.isalnum():
        return False
    return not (
        _FIRST_UNSPACED <= character <= _LAST_UNSPACED or _FIRST_SOUTH_EAST_ASIAN <= character <= _LAST_SOUTH_EAST_ASIAN
    )


def _follows_element(node: Any) -> bool:
    """Whether an element, not a text, is before a node, across the starts of the inline elements around it."""
    for _ in range(_MAX_STEPS):
        previous = node.prev
        while previous is not None and previous.tag == "_comment":
            previous = previous.prev
        if previous is not None:
            return bool(previous.tag != "-text")
        node = node.parent
        if node is None or node.tag in BLOCK:
            return False
    return True


def _first_character(node: Any) -> str:
    """The first character of an element's text; "" where it is not near."""
    for _ in range(_MAX_STEPS):
        node = node.first_child
        if node is None:
            return ""
        if node.tag == "-text":
            return (node.text_content or "")[:1]
    return ""
