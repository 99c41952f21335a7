"""Recognises posts, quotations and authors by the class names and ids that forum programs share."""

from __future__ import annotations

import re
from functools import lru_cache

from ..page import Element

_POST_WORDS = frozenset(
    "post posts comment message msg reply answer question blockpost postbit postrow postbitlegacy ipscomment cpost "
    "reactroot beitrag tema respuesta comentario commentaire antwort".split()
)
# Words that may be in the name of a whole post beside one of them.
_OTHER_WORDS = frozenset(
    "js uix c crawler forum topic thread discussion board item container wrapper wrap parent nested single row card "
    "box owner first last node list subtree article el ips entry overall layer id thing bubble layout "
    "california new shreddit".split()
)
_BODY_WORDS = frozenset("body content text copy".split())
_QUOTE_WORDS = frozenset("quote quoted blockquote quotebox bbquote ipsquote quotemain quotecontainer quotemsg".split())
_AUTHOR_WORDS = frozenset("author username poster nickname nick creator usercard".split())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_POST_TYPES = ("/comment", "/answer", "/question", "/discussionforumposting", "/socialmediaposting")
_ENDS_IN_NUMBER = re.compile(r"\d+$")


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def is_body(element: Element) -> bool:
    """Whether the name of an element is that of the text of a post."""
    names = [element.attrs.get("id") or "", *(element.attrs.get("class") or "").split()]
    return any(_is_body_name(name) for name in names)


@lru_cache(maxsize=4096)
def _is_body_name(name: str) -> bool:
    words = frozenset(_words(name))
    return not _BODY_WORDS.isdisjoint(words) and _are_post_words(words - _BODY_WORDS)


def is_post(element: Element) -> bool:
    """Whether the name or the declared type of an element is that of a post."""
    declared = (element.attrs.get("itemtype") or "").lower()
    if declared.endswith(_POST_TYPES):
        return True
    if "-" in element.tag and not _POST_WORDS.isdisjoint(_words(element.tag)):
        return _is_post_name(element.tag)
    name = element.attrs.get("id") or ""
    if _ENDS_IN_NUMBER.search(name) and _is_post_name(name):
        return True
    return any(_is_post_name(part) for part in (element.attrs.get("class") or "").split())


@lru_cache(maxsize=4096)
def _is_post_name(name: str) -> bool:
    return _are_post_words(frozenset(_words(name)))


def _are_post_words(words: frozenset[str]) -> bool:
    return not _POST_WORDS.isdisjoint(words) and words <= _POST_WORDS | _OTHER_WORDS


def is_quote(element: Element) -> bool:
    """Whether an element is a quotation."""
    if element.tag == "blockquote":
        return True
    names = (element.attrs.get("class") or "").split()
    return any(not _QUOTE_WORDS.isdisjoint(_words(name)) and len(_words(name)) <= 3 for name in names)


def is_author(element: Element) -> bool:
    """Whether the name of an element is that of the author of a post."""
    if (element.attrs.get("itemprop") or "") in ("author", "creator"):
        return True
    return any(not _AUTHOR_WORDS.isdisjoint(_words(name)) for name in (element.attrs.get("class") or "").split())


def author_attribute(element: Element) -> str:
    """The name of the author from an attribute, "" for none."""
    for name in ("data-author", "data-username", "data-user-name", "data-post-author", "data-quote", "author"):
        value = (element.attrs.get(name) or "").strip()
        if value and len(value) <= 60:
            return value
    return ""


def depth_attribute(element: Element) -> int | None:
    """The depth of a post in the tree of answers from an attribute, None for none."""
    for name in ("depth", "data-depth", "data-level"):
        value = element.attrs.get(name) or ""
        if value.isascii() and value.isdecimal() and len(value) < 3:
            return int(value)
    return None
