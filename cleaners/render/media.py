"""Writes pictures, videos and embedded pages as Markdown."""

from __future__ import annotations

import re

from ..patterns import pattern
from ..pictures import JudgedPicture
from .escape import escape, safe_url

_IS_PICTURE = pattern(r"\.(?:jpe?g|png|gif|webp|avif|svg)\Z", re.I)
_WORDS = {"video": "Video", "audio": "Audio"}
_SERVICES = (
    (pattern(r"//(?:[\w-]{1,40}\.)?(?:x|twitter|instagram|facebook|bsky)\.(?:com|app)/"), "Post"),
    (pattern(r"//[\w-]{0,40}\.?(?:soundcloud|spotify|bandcamp|mixcloud|podcasts\.apple)\.com/"), "Audio"),
    (pattern(r"maps?\b"), "Map"),
)


def media_lines(judged: JudgedPicture, base: str | None) -> list[str]:
    """A picture as ``![alt](address)``, within a link where it leads to a page; others as ``[title](address)``."""
    picture = judged.picture
    url = safe_url(judged.url, base)
    text = _text(picture.alt)
    if picture.kind != "picture":
        return [f"[{text or _word(picture.kind, url)}]({url})"]
    shown = f"![{text}]({url})"
    target = safe_url(picture.link, base) if picture.link else ""
    is_larger_copy = _IS_PICTURE.search(target.partition("?")[0]) or target == url
    return [f"[{shown}]({target})" if target and not is_larger_copy else shown]


def _word(kind: str, url: str) -> str:
    """What stands for a video, recording or embedded page without a title."""
    return _WORDS.get(kind) or next((word for expression, word in _SERVICES if expression.search(url)), "Video")


def _text(text: str) -> str:
    """An alternative text that stays text: a line of its own, so that signs at its start are safe as well."""
    return escape(" ".join(text.split()))
