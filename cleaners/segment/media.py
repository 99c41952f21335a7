"""Collects the pictures, videos and embedded pages of a page, with what their elements say of them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ..attachments import Picture
from ..patterns import pattern
from .picture_source import Attributes, source_of
from .tags import BLOCK

MEDIA = frozenset("img amp-img video amp-video audio iframe amp-iframe embed".split())
_PLAYERS = frozenset("lite-youtube lite-vimeo amp-youtube amp-vimeo youtube-video vimeo-video".split())
_KINDS = {"img": "picture", "amp-img": "picture", "video": "video", "amp-video": "video", "audio": "audio"}
_SIZE = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*\Z")
_STYLE_SIZE = pattern(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,6})(?:\.\d{1,9})?px", re.I)
_CODE_POINTS = pattern(r"[0-9a-f]{4,6}(?:-[0-9a-f]{4,6}){0,9}\Z", re.I)
_ID = re.compile(r"[\w-]{6,20}\Z")
_MAX_CLIMB = 6  # elements around a picture that may be a link
_MAX_TEXT = 1_000  # characters of an alternative text
_MAX_EMOJI = 12


def is_media(tag: str) -> bool:
    return tag in MEDIA or tag in _PLAYERS


def emoji_of(attrs: Attributes) -> str:
    """The character that a picture stands for, "" for other pictures."""
    alt = (attrs.get("alt") or "").strip()
    if _is_emoji(alt):
        return alt
    classes, url = attrs.get("class") or "", attrs.get("src") or ""
    if "emoji" not in f"{classes} {url}".lower():
        return ""
    match = _CODE_POINTS.match(url.partition("?")[0].rpartition("/")[2].rpartition(".")[0])
    points = [int(point, 16) for point in match[0].split("-")] if match else []
    if not points or max(points) > 0x10FFFF or any(0xD800 <= point < 0xE000 for point in points):
        return ""
    text = "".join(map(chr, points))
    return text if _is_emoji(text) else ""


def _is_emoji(text: str) -> bool:
    if not 1 <= len(text) <= _MAX_EMOJI or text.isascii():
        return False
    categories = [unicodedata.category(char) for char in text]
    known = all(kind in ("So", "Sk", "Mn", "Me", "Cf") or char in "#*0123456789‼⁉〰〽" for kind, char in
                zip(categories, text, strict=True))  # fmt: skip
    return known and any(char >= "\u203c" and kind in ("So", "Sk", "Me") for kind, char in
                         zip(categories, text, strict=True))  # fmt: skip


def picture_of(tag: str, node: Any, before: int, element: int, hidden: str) -> Picture | None:
    """What one element shows, standing before a block and inside an element; None where it names nothing."""
    attrs = node.attributes
    kind = _KINDS.get(tag, "embed")
    if kind == "picture":
        url = source_of(node, attrs)
    elif tag in _PLAYERS:
        url = _player_address(tag, attrs)
    else:
        url = _media_address(node, attrs)
    if not url and kind != "picture":
        return None
    names, link = _around(node, attrs)
    text = attrs.get("alt") or attrs.get("title") or (attrs.get("aria-label") if kind != "picture" else "") or ""
    width, height = _size(attrs)
    alt = " ".join(text.split())[:_MAX_TEXT]
    return Picture(kind, url, before, element, alt, link, width, height, names, hidden)


def _media_address(node: Any, attrs: Attributes) -> str:
    for name in ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-cookieblock-src"):
        url = (attrs.get(name) or "").strip()
        if url and not url.lower().startswith(("about:", "data:", "javascript:", "blob:")):
            return url
    child = node.first_child
    while child is not None:
        if child.tag == "source" and (url := (child.attributes.get("src") or "").strip()):
            return url
        child = child.next
    return ""


def _player_address(tag: str, attrs: Attributes) -> str:
    """The address of the video of a custom element, which has its identifier."""
    number = attrs.get("videoid") or attrs.get("video-id") or attrs.get("data-videoid") or ""
    if not _ID.match(number):
        return (attrs.get("src") or "").strip()
    return f"https://vimeo.com/{number}" if "vimeo" in tag else f"https://www.youtube.com/watch?v={number}"


def _around(node: Any, attrs: Attributes) -> tuple[str, str]:
    """The names of an element and of inline elements around it, and the target of a link around it."""
    names = [attrs.get("class") or "", attrs.get("id") or ""]
    link, is_inline = "", True
    parent = node.parent
    for _ in range(_MAX_CLIMB):
        if parent is None or parent.tag in ("body", "html"):
            break
        its = parent.attributes
        is_inline = is_inline and parent.tag not in BLOCK
        if is_inline:
            names += (its.get("class") or "", its.get("id") or "")
        if parent.tag == "a":
            link = (its.get("href") or "").strip()
            names.append(its.get("class") or "")
            break
        parent = parent.parent
    return " ".join(filter(None, names))[:_MAX_TEXT], link


def _size(attrs: Attributes) -> tuple[int, int]:
    """Width and height in pixels by attributes or style, -1 if unknown."""
    found = {name.lower(): int(size) for name, size in _STYLE_SIZE.findall((attrs.get("style") or "")[:_MAX_TEXT])}
    for name in ("width", "height"):
        match = _SIZE.match(attrs.get(name) or "")
        if match:
            found.setdefault(name, int(match[1]))
    return found.get("width", -1), found.get("height", -1)
