"""Writes pictures, videos and embedded pages as HTML."""

from __future__ import annotations

from html import escape

from ..pictures import JudgedPicture
from .escape import link_target
from .html_marks import REL, text_html
from .media import link_around, media_text

_SCHEMES = ("http://", "https://")


def media_html(judged: JudgedPicture, base: str | None, caption: str = "") -> str:
    """A picture as a figure with its caption, which is HTML already; a video or an embedded page as a link to it.

    The addresses are http and https ones; "" where there is none.
    """
    url, text = link_target(judged.url, base), media_text(judged)
    if not url.startswith(_SCHEMES):
        return ""
    if judged.picture.kind != "picture":
        return f"<p>{_link(url, text_html(text))}</p>"
    image = f'<img src="{escape(url)}" alt="{escape(text)}" loading="lazy">'
    target = link_around(judged, base)
    shown = _link(target, image) if target else image
    return f"<figure>{shown}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _link(target: str, content: str) -> str:
    rel = "" if target.startswith("#") else f' rel="{REL}"'
    return f'<a href="{escape(target)}"{rel}>{content}</a>'
