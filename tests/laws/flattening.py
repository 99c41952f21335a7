"""An independent flattening of an HTML page: libxml2's tokenizer, and a rule of its own for what a browser lays out.

It shares no code with the library, whose parser is lexbor. Text is left out only where a browser never lays
it out: scripts, style sheets, templates, the inside of frames, comments, the title in the head. What a style
hides is not left out: the library must have it too, in a dropped block.

Frames inside noscript are taken out before parsing: a browser that runs scripts never reads there, and a
parser that does not run them would take an unclosed one for the rest of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

import lxml.html

_NOT_LAID_OUT = {"script", "style", "template", "iframe", "noembed", "noframes", "datalist", "title", "head"}
_NOSCRIPT = re.compile(r"(<noscript\b[^>]*>)((?:[^<]|<(?!/noscript))*)", re.I)
_FRAME = re.compile(r"<iframe\b[^>]*>(?:.*?</iframe\s*>)?|</iframe\s*>", re.I | re.S)
_SHADOW = re.compile(r"<template(?=[^>]*\sshadowroot)", re.I)


def flatten(source: str) -> list[str]:
    """The pieces of text that a browser would lay out, in order."""
    source = _NOSCRIPT.sub(lambda match: match[1] + _FRAME.sub(" ", match[2]), source)
    source = _SHADOW.sub("<shadow-root", source)
    parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
    tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    parts: list[str] = []
    todo: list[Any] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node.tail and node is not tree:
            todo.append(node.tail)
        if not isinstance(node.tag, str):
            continue
        skipped = node.tag in _NOT_LAID_OUT and not (node.tag == "title" and _in_drawing(node))
        if skipped and node.tag != "head":
            continue
        todo.extend(reversed(list(node)))
        if node.text and node.tag != "head":
            todo.append(node.text)
    return parts


def _in_drawing(node: Any) -> bool:
    return any(around.tag == "svg" for around in node.iterancestors())


def lost(source: str, blocks: list[str]) -> Counter[str]:
    """What of a page its blocks lack: words that stand nowhere in them, and single characters that are fewer.

    Where one block ends and the next begins is the library's to say, so words are looked for in the text
    without its white space; that none of two equal words is missing is what the count of characters tells.
    """
    parts = [readable(part) for part in flatten(source)]
    have = "".join(readable("".join(blocks)).split())
    words = Counter(word for part in parts for word in part.split() if word not in have)
    return words + (Counter("".join("".join(parts).split())) - Counter(have))


def readable(text: str) -> str:
    """The text without characters that nobody sees, in one form."""
    seen = (char for char in text if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cn", "Cs", "Co"))
    return "".join(char for char in seen if not unicodedata.combining(char) and char != "\ufffd")
