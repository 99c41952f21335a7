"""Writes pictures, videos and embedded pages as Markdown, and what HTML shares with it."""

from __future__ import annotations

import re

from ..patterns import pattern
from ..pictures import JudgedPicture
from .escape import escape, link_target, safe_url

_IS_PICTURE = pattern(r"\.(?:jpe?g|png|gif|webp|avif|svg)\Z", re.I)
_WORDS = {"video": "Video", "audio": "Audio"}
_SERVICES = (
    (pattern(r"//(?:[\w-]{1,40}\.)?(?:x|twitter|instagram|facebook|bsky)\.(?:com|app)/"), "Post"),
    (pattern(r"//[\w-]{0,40}\.?(?:soundcloud|spotify|bandcamp|mixcloud|podcasts\.apple)\.com/"), "Audio"),
    (pattern(r"maps?\b"), "Map"),
)


def media_lines(judged: JudgedPicture, base: str | None) -> list[str]:
    """A picture as ``![alt](address)``, within a link where it leads to a page; others as ``[title](address)``."""
    url = safe_url(judged.url, base)
    text = escape(media_text(judged))
    if judged.picture.kind != "picture":
        return [f"[{text}]({url})"]
    shown = f"![{text}]({url})"
    target = safe_url(link_around(judged, base), base)
    return [f"[{shown}]({target})" if target else shown]


def media_text(judged: JudgedPicture) -> str:
    """The alternative text of a picture on one line; the title of others, or a word that stands for it."""
    text = " ".join(judged.picture.alt.split())
    return text if text or judged.picture.kind == "picture" else _word(judged.picture.kind, judged.url)


def link_around(judged: JudgedPicture, base: str | None) -> str:
    """The address that a picture leads to; "" for none, and where it only shows the picture in another size."""
    target = link_target(judged.picture.link, base) if judged.picture.link else ""
    is_larger_copy = _IS_PICTURE.search(target.partition("?")[0]) or target == link_target(judged.url, base)
    return "" if is_larger_copy else target


def _word(kind: str, url: str) -> str:
    """What stands for a video, recording or embedded page without a title."""
    return _WORDS.get(kind) or next((word for expression, word in _SERVICES if expression.search(url)), "Video")
