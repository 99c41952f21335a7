"""Text that cannot become markup, and links that cannot do harm."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from ..characters import DIRECTION_MARKS, INVISIBLE, SURROGATES

SAFE_SCHEMES = ("http", "https", "mailto")
_LONGEST = 2_000  # characters of an address

_ALWAYS = frozenset("\\`*[]<|~^{")
_MAY = re.compile(r"[\\`*\[\]<|~^{_&$%=#@:]")  # a set is searched much faster than the conditions on what is around
_HERE = re.compile(
    r"(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)"
    # What CommonMark leaves alone and others do not: pandoc's and Obsidian's $formula$, Obsidian's
    # %%comment%%, ==highlight== and #tag, pandoc's (@) list and ::: part.
    r"|(?<=\S)\$(?!\d)|%(?=%)|(?<=%)%|=(?==[^\s=])|(?<!\S)#(?=\d*[^\W\d])|(?<=\()@(?=\w*\))|:(?=::)"
)
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([-+=])(?![\w$€£.,(])|([>#:%])|(\d{1,9})([.)])(?=\s|$))")
# What could end a Markdown destination, and what nobody sees.
_UNSAFE = re.compile(rf"[\s{INVISIBLE}{DIRECTION_MARKS}{SURROGATES}<>()\[\]\\`|\"{{}}^*]")
_IGNORED = re.compile(r"[\t\n\r]")  # as browsers do
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escape(text: str, line_start: bool = True) -> str:
    """A text as Markdown that shows exactly that text: no mark, no link, no HTML, no list."""
    escaped = _MAY.sub(_escape_special, text)
    if line_start:
        return _LINE_START.sub(_escape_start, escaped)
    first, newline, rest = escaped.partition("\n")
    return first + newline + _LINE_START.sub(_escape_start, rest)


def _escape_special(match: re.Match[str]) -> str:
    sign = match[0]
    return f"\\{sign}" if sign in _ALWAYS or _HERE.match(match.string, match.start()) else sign


def _escape_start(match: re.Match[str]) -> str:
    space, sign, other, number, dot = match.groups()
    return f"{space}{number}\\{dot}" if number else f"{space}\\{sign or other}"


def safe_url(href: str, base: str | None) -> str:
    """The absolute address of a link for a Markdown destination; "" when it leads nowhere safe.

    Only http, https and mailto count; a link within the page is none.
    """
    href = _IGNORED.sub("", href.strip())
    if not href or href[0] == "#" or len(href) > _LONGEST:
        return ""
    try:
        target = urljoin(base or "", href)
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme not in SAFE_SCHEMES or not (parts.hostname or parts.scheme == "mailto"):
        return ""
    return _ENTITY.sub(r"\\&", _UNSAFE.sub(lambda match: quote(match[0], safe="", errors="replace"), target))
