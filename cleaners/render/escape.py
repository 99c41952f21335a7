"""Escapes text so that it cannot become markup, and makes links safe."""

from __future__ import annotations

import re
from urllib.parse import quote

from ..addresses import joined
from ..characters import DIRECTION_MARKS, INVISIBLE, SURROGATES

SAFE_SCHEMES = ("http", "https", "mailto")
_MAX_URL = 2_000  # characters of an address

_ALWAYS_ESCAPED = frozenset("\\`*[]<|~^{")
_MAY_BE_MARKUP = re.compile(r"[\\`*\[\]<|~^{_&$%=#@:]")  # much faster to search for than with the context
_MARKUP_IN_CONTEXT = re.compile(
    r"(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)"
    # Markup outside CommonMark: $formula$ of pandoc and Obsidian, %%comment%%, ==highlight== and #tag of
    # Obsidian, (@) list and ::: div of pandoc.
    r"|(?<=\S)\$(?!\d)|%(?=%)|(?<=%)%|=(?==[^\s=])|(?<!\S)#(?=\d*[^\W\d])|(?<=\()@(?=\w*\))|:(?=::)"
)
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([-+=])(?![\w$€£.,(])|([>#:%])|(\d{1,9})([.)])(?=\s|$))")
# Characters that could end a Markdown link, and invisible ones.
_UNSAFE_IN_URL = re.compile(rf"[\s{INVISIBLE}{DIRECTION_MARKS}{SURROGATES}<>()\[\]\\`|\"{{}}^*]")
_IGNORED_BY_BROWSERS = re.compile(r"[\t\n\r]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escape(text: str, line_start: bool = True) -> str:
    """Markdown that shows exactly this text: no emphasis, no link, no HTML, no list."""
    escaped = _MAY_BE_MARKUP.sub(_escape_special, text)
    if line_start:
        return _LINE_START.sub(_escape_start, escaped)
    first_line, newline, rest = escaped.partition("\n")
    return first_line + newline + _LINE_START.sub(_escape_start, rest)


def _escape_special(match: re.Match[str]) -> str:
    sign = match[0]
    return f"\\{sign}" if sign in _ALWAYS_ESCAPED or _MARKUP_IN_CONTEXT.match(match.string, match.start()) else sign


def _escape_start(match: re.Match[str]) -> str:
    space, sign, other, number, dot = match.groups()
    return f"{space}{number}\\{dot}" if number else f"{space}\\{sign or other}"


def safe_url(href: str, base: str | None) -> str:
    """The absolute address of a link, escaped for Markdown; "" for an unsafe one or a link within the page.

    Safe are http, https and mailto.
    """
    href = _IGNORED_BY_BROWSERS.sub("", href.strip())
    if not href or href[0] == "#" or len(href) > _MAX_URL:
        return ""
    target, parts = joined(base, href)
    if parts.scheme not in SAFE_SCHEMES or not (parts.hostname or parts.scheme == "mailto"):
        return ""
    return _ENTITY.sub(r"\\&", _UNSAFE_IN_URL.sub(lambda match: quote(match[0], safe="", errors="replace"), target))
