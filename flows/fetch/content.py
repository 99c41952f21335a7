"""Checks of an answer in linear time, without a parser: is it a page, has it text, what does it ask of robots?"""

from __future__ import annotations

import re
import sys

from cleaners import Limits, PageRefused, check_body

from ..http.errors import NoContent, NotHtml
from ..http.page_types import PAGE_TYPES, looks_like_html, media_type
from .policy import AGENT_TOKEN

_SCRIPT = re.compile(rb"<script", re.IGNORECASE)
_META = re.compile(rb"<meta\s([^>]{1,700})", re.IGNORECASE)
_FOR_ROBOTS = re.compile(rb"\bname\s{0,9}=\s{0,9}[\"']?(?:robots|winnow)\b", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s{0,9}=\s{0,9}[\"']?([^\"'>]{1,200})", re.IGNORECASE)
_META_BYTES = 100_000  # where <meta name=robots> is looked for
_ANY_SIZE = Limits(size=sys.maxsize)  # the client has limited the size already
_DIRECTIVES_WITH_VALUE = (
    "max-snippet",
    "max-image-preview",
    "max-video-preview",
    "unavailable_after",
)  # directives with a value
MAX_SHELL_TEXT = 200  # characters: a page with more visible text needs no rendering

# Before 3.11.5 a possessive group that fails half-way does not give back what it matched (CPython issue 106052).
_REPEATED = rb"*+" if sys.version_info >= (3, 11, 5) else rb"*"
# A token of a page, for `_has_text`: text, a comment, or a tag with its attributes.
_TOKEN = re.compile(
    rb"(?P<text>[^<]++)|<!--(?:[^-]++|-(?!->))*+-->|<[!?/][^>]*+>"
    rb"|<(?P<name>[a-z][^\s/>]*+)(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+))" + _REPEATED + rb">",
    re.IGNORECASE,
)
_NOT_TEXT = {  # elements whose text no reader sees, with the expression that finds their end
    name.encode(): re.compile(rf"</{name}\b".encode(), re.IGNORECASE)
    for name in ("script", "style", "noscript", "head", "title", "textarea", "iframe", "noembed", "noframes", "xmp")
}
_PARSER_NEEDED = (b"template", b"plaintext", b"frameset")  # they change how the rest is read
# What is no letter or digit of its own: controls, marks, the later bytes of a character, and where spaces are encoded.
_UNCOUNTED = bytes(byte for byte in range(256) if not (chr(byte).isalnum() if byte < 128 else 0xC3 <= byte != 0xE2))


def check_page(body: bytes, content_type: str) -> bool:
    """Whether only a parser can tell if the text of this page is still to be added by a script (`shell.check_shell`).

    Raises NotHtml or NoContent for an answer that cannot be cleaned.
    """
    declared = media_type(content_type)
    try:
        check_body(body, content_type, _ANY_SIZE)  # the same check as the cleaner's, so that it refuses no stored page
    except PageRefused as refused:
        raise NotHtml(refused.detail) from None
    if not body.strip(b" \t\r\n\f\0\xef\xbb\xbf"):
        raise NoContent("the page is empty")
    looks_html = looks_like_html(body)
    if declared not in PAGE_TYPES and not looks_html:
        raise NotHtml(f"the server calls it {declared[:60]}")
    return (looks_html or declared in PAGE_TYPES[1:3]) and bool(_SCRIPT.search(body)) and not _has_text(body)


def _has_text(body: bytes) -> bool:
    """Whether a page certainly has visible text enough; False also where only a parser can tell.

    Each byte is read once: what has no end ends the search.
    """
    position = characters = 0
    while token := _TOKEN.match(body, position):
        position = token.end()
        if text := token["text"]:
            if b"&" not in text:  # a reference may be a space
                characters += len(text.translate(None, _UNCOUNTED))
                if characters > MAX_SHELL_TEXT:
                    return True
        elif name := token["name"]:
            name = name.lower()
            if name in _PARSER_NEEDED:
                return False
            if name in _NOT_TEXT:
                end = _NOT_TEXT[name].search(body, position)
                if end is None:
                    return False
                position = end.start()
    return False


def robots_directives(body: bytes, x_robots_tags: list[str]) -> str:
    """The values of X-Robots-Tag and <meta name=robots>, joined by semicolons; "" if there are none."""
    meta_tags = [
        content[1].decode("utf-8", "replace")
        for attributes in _META.findall(body[:_META_BYTES])
        if _FOR_ROBOTS.search(attributes) and (content := _CONTENT.search(attributes))
    ]
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
