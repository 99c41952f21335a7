"""An independent flattening of an HTML page, with the tokenizer of libxml2 and its own rule for visible text.

It shares no code with the library, whose parser is lexbor. It omits only text that a browser never shows:
scripts, style sheets, templates, the content of frames, comments, the title in the head. It contains text
that a style hides: the library must have that too, in a dropped block.

Frames inside noscript are removed before parsing: a browser that runs scripts ignores them, and a parser
that runs none would read an unclosed one as the rest of the page.
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
_AROUND_FORMULAS = re.compile(r"\$|(?<!\b[A-Z]:)\\[()\[\]]")  # "C:\\" in brackets is none
_SHADOW = re.compile(r"<template(?=[^>]*\sshadowroot)", re.I)


def flatten(source: str) -> list[str]:
    """The pieces of text that a browser may show, in order."""
    source = _NOSCRIPT.sub(lambda match: match[1] + _FRAME.sub(" ", match[2]), source)
    source = _SHADOW.sub("<shadow-root", source)
    parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
    tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    parts: list[str] = []
    pending: list[Any] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node.tail and node is not tree:
            pending.append(node.tail)
        if not isinstance(node.tag, str):
            continue
        skipped = node.tag in _NOT_LAID_OUT and not (node.tag == "title" and _in_drawing(node))
        if skipped and node.tag != "head":
            continue
        pending.extend(reversed(list(node)))
        if node.text and node.tag != "head":
            pending.append(node.text)
    return parts


def _in_drawing(node: Any) -> bool:
    return any(ancestor.tag == "svg" for ancestor in node.iterancestors())


def missing_text(source: str, blocks: list[str]) -> Counter[str]:
    """What the blocks of a page lack: words that they do not contain, and characters of which they have fewer.

    The library decides where blocks begin and end, so words are searched for in the text without white
    space. The count of characters shows whether one of two equal words is missing.
    """
    parts = [readable(part) for part in flatten(source)]
    have = "".join(readable("".join(blocks)).split())
    words = Counter(word for part in parts for word in part.split() if word not in have)
    return words + (Counter("".join("".join(parts).split())) - Counter(have))


def readable(text: str) -> str:
    """The text without invisible and combining characters, and without the signs around formulas."""
    text = _AROUND_FORMULAS.sub("", text)
    invisible = ("Cc", "Cf", "Cn", "Cs", "Co")
    visible = (char for char in text if char.isspace() or unicodedata.category(char) not in invisible)
    return "".join(char for char in visible if not unicodedata.combining(char) and char != "\ufffd")
