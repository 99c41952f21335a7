"""Checks of an answer: whether it is a page, whether it has text, and what it asks of robots."""

from __future__ import annotations

import re
import sys

from selectolax.lexbor import LexborHTMLParser

from cleaners import Limits, PageRefused, check_body

from ..http.errors import NeedsRendering, NoContent, NotHtml
from .policy import AGENT_TOKEN

_PAGE_TYPES = ("", "text/html", "application/xhtml+xml", "text/plain", "text/markdown")
_LOOKS_LIKE_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:\s|<!--.{0,2000}?-->|<\?xml.{0,200}?\?>)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOUNT_SELECTOR = "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, app-root, [ng-app], [data-reactroot]"
_META_ROBOTS = re.compile(
    rb"<meta\s(?=[^>]{0,300}\bname\s*=\s*[\"']?(?:robots|winnow)\b)[^>]{0,300}?\bcontent\s*=\s*[\"']?([^\"'>]{1,200})",
    re.IGNORECASE,
)
_ANY_SIZE = Limits(size=sys.maxsize)  # the client has limited the size already
_DIRECTIVES_WITH_VALUE = (
    "max-snippet",
    "max-image-preview",
    "max-video-preview",
    "unavailable_after",
)  # directives with a value
_MAX_SHELL_TEXT = 200  # characters: a page with more visible text needs no rendering


def check_page(body: bytes, content_type: str) -> None:
    """Raises NotHtml, NoContent or NeedsRendering for an answer that cannot be cleaned."""
    media_type = content_type.partition(";")[0].strip().lower()
    try:
        check_body(body, content_type, _ANY_SIZE)  # the same check as the cleaner's, so that it refuses no stored page
    except PageRefused as refused:
        raise NotHtml(refused.detail) from None
    if not body.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise NoContent("the page is empty")
    looks_html = bool(_LOOKS_LIKE_HTML.match(body[:4096]))
    if media_type not in _PAGE_TYPES and not looks_html:
        raise NotHtml(f"the server calls it {media_type[:60]}")
    if (looks_html or media_type in _PAGE_TYPES[1:3]) and b"<script" in body.lower():
        _check_shell(body)


def _check_shell(body: bytes) -> None:
    """Raises NeedsRendering for a page whose text a script adds: it has an empty mount point or asks for JavaScript.

    Raises NoContent for a page without any text.
    """
    tree = LexborHTMLParser(body)
    noscript_texts = [node.text() for node in tree.css("noscript")]
    mounts = [node for node in tree.css(_MOUNT_SELECTOR) if not node.text(strip=True)]
    for node in tree.css("script, style, noscript, template, head"):
        node.decompose()
    text = " ".join((tree.body.text(separator=" ") if tree.body else "").split())
    if len(text) > _MAX_SHELL_TEXT:
        return
    if mounts:
        name = mounts[0].attributes.get("id") or mounts[0].tag
        raise NeedsRendering(f"nothing in <{mounts[0].tag}> {name!r} until a script has run")
    if any("javascript" in text.lower() for text in noscript_texts):
        raise NeedsRendering("the page asks for JavaScript and shows next to nothing without it")
    if not text:
        raise NoContent("the page holds only scripts")


def robots_directives(body: bytes, x_robots_tags: list[str]) -> str:
    """The values of X-Robots-Tag and <meta name=robots>, joined by semicolons; "" if there are none."""
    meta_tags = [match.decode("utf-8", "replace") for match in _META_ROBOTS.findall(body[:100_000])]
    return "; ".join(part.strip() for part in [*x_robots_tags, *meta_tags] if part.strip())


def asks_not_to_follow(directives: str) -> bool:
    """Whether the directives forbid to follow the links of a page; those for another robot by name do not count."""
    for part in directives.lower().split(";"):
        addressee = ""
        for item in part.split(","):
            name, colon, value = (word.strip() for word in item.partition(":"))
            if name in _DIRECTIVES_WITH_VALUE:
                continue
            if colon:
                addressee = name
            if (value or name) in ("nofollow", "none") and addressee in ("", "robots", AGENT_TOKEN):
                return True
    return False
