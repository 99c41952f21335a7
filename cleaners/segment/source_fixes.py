"""Corrects a page's source before it is parsed, so that no visible text is lost."""

from __future__ import annotations

import re

_FRAME = re.compile(r"<(/?)(iframe|noscript)(?=[\s/>])", re.I)
_IFRAME = re.compile(r"<iframe\b", re.I)
_TEMPLATE = re.compile(r"<(/?)template(?=[\s/>])([^>]*)", re.I)
_SHADOW = re.compile(r"\sshadowroot(?:mode)?\s*=\s*[\"']?(?:open|closed)", re.I)
_NAME = "shadow-root"


def close_noscript_frames(source: str) -> str:
    """The source with a closing tag for each unclosed <iframe> inside <noscript>.

    A browser that runs scripts ignores the content of noscript; a parser that runs none
    reads an unclosed <iframe> there as raw text to the end of the page.
    """
    if not _IFRAME.search(source):
        return source
    parts: list[str] = []
    copied_to, inside, frames = 0, False, 0
    for match in _FRAME.finditer(source):
        closing, name = match[1], match[2].lower()
        if name == "iframe":
            frames += (-1 if closing else 1) if inside else 0
        elif not closing:
            inside, frames = True, 0 if not inside else frames
        else:
            if inside and frames > 0:
                parts += (source[copied_to : match.start()], "</iframe>" * frames)
                copied_to = match.start()
            inside, frames = False, 0
    return "".join([*parts, source[copied_to:]])


def open_shadows(source: str) -> str:
    """The source with each ``<template shadowrootmode>`` as an ordinary element, whose content a browser shows.

    Other templates stay as they are.
    """
    if "shadowroot" not in source:
        return source
    shadows: list[bool] = []  # of the open templates

    def rename(match: re.Match[str]) -> str:
        if match[1]:
            return f"</{_NAME}" if shadows and shadows.pop() else match[0]
        shadows.append(_SHADOW.search(match[2]) is not None)
        return f"<{_NAME}{match[2]}" if shadows[-1] else match[0]

    return _TEMPLATE.sub(rename, source)
