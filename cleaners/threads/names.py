"""What forum software calls its parts: words of class names and ids, the same in very many programs."""

from __future__ import annotations

import re
from functools import lru_cache

from ..page import Element

_POST = frozenset(
    "post posts comment message msg reply answer question blockpost postbit postrow postbitlegacy ipscomment cpost "
    "reactroot beitrag tema respuesta comentario commentaire antwort".split()
)
# What may stand beside one of them in the name of a whole post.
_AROUND = frozenset(
    "js uix c crawler forum topic thread discussion board item container wrapper wrap parent nested single row card "
    "box owner first last node list subtree article el ips entry overall layer id thing bubble layout "
    "california new shreddit".split()
)
_BODY = frozenset("body content text copy".split())
_QUOTE = frozenset("quote quoted blockquote quotebox bbquote ipsquote quotemain quotecontainer quotemsg".split())
_AUTHOR = frozenset("author username poster nickname nick creator usercard".split())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TYPES = ("/comment", "/answer", "/question", "/discussionforumposting", "/socialmediaposting")
_NAMED = re.compile(r"\d+$")


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def is_body(element: Element) -> bool:
    """Whether an element is named as the text of a post is."""
    names = [element.attrs.get("id") or "", *(element.attrs.get("class") or "").split()]
    return any(_named_body(name) for name in names)


@lru_cache(maxsize=4096)
def _named_body(name: str) -> bool:
    words = _words(name)
    return bool(_BODY.intersection(words)) and _named(tuple(word for word in words if word not in _BODY))


def is_post(element: Element) -> bool:
    """Whether an element is named as a post is, or declares itself one."""
    declared = (element.attrs.get("itemtype") or "").lower()
    if declared.endswith(_TYPES):
        return True
    if "-" in element.tag and _POST.intersection(_words(element.tag)):
        return _named_post(element.tag)
    name = element.attrs.get("id") or ""
    if _NAMED.search(name) and _named_post(name):
        return True
    return any(_named_post(part) for part in (element.attrs.get("class") or "").split())


@lru_cache(maxsize=4096)
def _named_post(name: str) -> bool:
    return _named(_words(name))


def _named(words: tuple[str, ...]) -> bool:
    return bool(_POST.intersection(words)) and all(word in _POST or word in _AROUND for word in words)


def is_quote(element: Element) -> bool:
    """Whether an element holds what somebody else said."""
    if element.tag == "blockquote":
        return True
    names = (element.attrs.get("class") or "").split()
    return any(_QUOTE.intersection(_words(name)) and len(_words(name)) <= 3 for name in names)


def is_author(element: Element) -> bool:
    """Whether an element is named as the writer of a post is."""
    if (element.attrs.get("itemprop") or "") in ("author", "creator"):
        return True
    return any(_AUTHOR.intersection(_words(name)) for name in (element.attrs.get("class") or "").split())


def said_author(element: Element) -> str:
    """The writer's name where an attribute gives it."""
    for name in ("data-author", "data-username", "data-user-name", "data-post-author", "data-quote", "author"):
        value = (element.attrs.get(name) or "").strip()
        if value and len(value) <= 60:
            return value
    return ""


def said_depth(element: Element) -> int | None:
    """How deep in the tree of answers a post stands, where an attribute says so."""
    for name in ("depth", "data-depth", "data-level"):
        value = element.attrs.get(name) or ""
        if value.isascii() and value.isdecimal() and len(value) < 3:
            return int(value)
    return None
