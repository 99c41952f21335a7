"""What came back: is it a page at all, does it hold text, and what does it ask of robots?"""

from __future__ import annotations

import re
import sys

from selectolax.lexbor import LexborHTMLParser

from cleaners import Limits, PageRefused, check_body

from ..http.errors import NeedsRendering, NoContent, NotHtml
from .policy import AGENT_TOKEN

_PAGES = ("", "text/html", "application/xhtml+xml", "text/plain", "text/markdown")
_LOOKS_LIKE_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:\s|<!--.{0,2000}?-->|<\?xml.{0,200}?\?>)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOUNTS = "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, app-root, [ng-app], [data-reactroot]"
_META_ROBOTS = re.compile(
    rb"<meta\s(?=[^>]{0,300}\bname\s*=\s*[\"']?(?:robots|winnow)\b)[^>]{0,300}?\bcontent\s*=\s*[\"']?([^\"'>]{1,200})",
    re.IGNORECASE,
)
_ANY_SIZE = Limits(size=sys.maxsize)  # the client has its own limits
_VALUED = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")  # directives with a value
_SHELL_TEXT = 200  # characters: a page with more visible text than this is read as it is


def check_page(body: bytes, content_type: str) -> None:
    """Raises NotHtml, NoContent or NeedsRendering; returns for a page worth cleaning."""
    kind = content_type.partition(";")[0].strip().lower()
    try:
        check_body(body, content_type, _ANY_SIZE)  # the cleaner's own check: it refuses no stored page
    except PageRefused as refused:
        raise NotHtml(refused.detail) from None
    if not body.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise NoContent("the page is empty")
    looks_html = bool(_LOOKS_LIKE_HTML.match(body[:4096]))
    if kind not in _PAGES and not looks_html:
        raise NotHtml(f"the server calls it {kind[:60]}")
    if (looks_html or kind in _PAGES[1:3]) and b"<script" in body.lower():
        _check_shell(body)


def _check_shell(body: bytes) -> None:
    """A page whose text a script puts there: a mount point with nothing in it, or a plea for JavaScript."""
    tree = LexborHTMLParser(body)
    pleas = [node.text() for node in tree.css("noscript")]
    mounts = [node for node in tree.css(_MOUNTS) if not node.text(strip=True)]
    for node in tree.css("script, style, noscript, template, head"):
        node.decompose()
    text = " ".join((tree.body.text(separator=" ") if tree.body else "").split())
    if len(text) > _SHELL_TEXT:
        return
    if mounts:
        name = mounts[0].attributes.get("id") or mounts[0].tag
        raise NeedsRendering(f"nothing in <{mounts[0].tag}> {name!r} until a script has run")
    if any("javascript" in plea.lower() for plea in pleas):
        raise NeedsRendering("the page asks for JavaScript and shows next to nothing without it")
    if not text:
        raise NoContent("the page holds only scripts")


def robots_directives(body: bytes, x_robots_tags: list[str]) -> str:
    """What X-Robots-Tag and <meta name=robots> say, each behind a semicolon ("" for nothing)."""
    found = [match.decode("utf-8", "replace") for match in _META_ROBOTS.findall(body[:100_000])]
    return "; ".join(part.strip() for part in [*x_robots_tags, *found] if part.strip())


def asks_not_to_follow(directives: str) -> bool:
    """Whether the directives of a page forbid to follow its links; those to other robots by name do not count."""
    for part in directives.lower().split(";"):
        addressee = ""
        for item in part.split(","):
            name, colon, value = (word.strip() for word in item.partition(":"))
            if name in _VALUED:
                continue
            if colon:
                addressee = name
            if (value or name) in ("nofollow", "none") and addressee in ("", "robots", AGENT_TOKEN):
                return True
    return False
