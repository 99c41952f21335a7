"""Escapes text so that it cannot become markup, and makes links safe.

The text must come back from CommonMark, GitHub's Markdown, Python-Markdown (MkDocs, Pelican) and pandoc. A backslash
is an escape in all of them only before the signs of the first Markdown; before "<" Python-Markdown shows it, and takes
what follows as HTML. Other signs are written as references, which all of them decode.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from ..addresses import joined
from ..characters import DIRECTION_MARKS, INVISIBLE, SURROGATES

SAFE_SCHEMES = ("http", "https", "mailto")
_MAX_PAIRS = 3  # of brackets inside each other
_MAX_URL, _MAX_BASE = 2_000, 1_000  # characters of an address, and of what the page's adds to a relative one

_MAY_BE_MARKUP = re.compile(r"[\\`*\[\]<|~^{_&$%=#:]")  # much faster to search for than with the context
_MARKUP = re.compile(
    # Signs of CommonMark and its tables. An arrow or a comparison with a space behind it is no tag.
    r"[\\`*\[\]|{]|<(?![-=]{0,2}\s)|&(?=#|\w+;)|(?<![^\W_])_|_(?![^\W_])"
    # :smile: of GitHub, %%comment%%, ==highlight== and #tag of Obsidian.
    r"|(?<!:):(?=(?:[a-z+-][\w+-]*|100|1234|8ball):)|%(?=%)|(?<![\w=])=(?==[^\s=])|(?<!\S)#(?=\d*[^\W\d])"
    # The ends of ~deleted~ of GitHub, x~2~, x^2^ and $formula$ of pandoc.
    r"|(?<=\S)[~^]|~(?![^\W_])|(?<=\S)\$(?!\d)"
)
_LINE_START = re.compile(
    # Lists, quotations, headings; (@) lists of pandoc, !!! notes of Python-Markdown.
    r"(?m)^[ \t]*(?:\d+(?=[.)](?:\s|\Z)))?(?P<sign>[-+](?![\w$€£.,(])|[>#]|(?<=\d)[.)]|!(?=!!)|\((?=@[\w-]*\))"
    # Underlines of headings, === tabs, % title, : definition, ~ definition, ::: div, ??? details, /// blocks, @. lists.
    r"|=(?===|[=-]*[ \t]*$)|[%:~]|\?(?=\?\?)|/(?=//)|@(?=[\w-]*[.)](?:\s|\Z)))"
)
_TEMPLATE_SIGNS = ("%", "#", "!")  # after "{": a backslash between them would not stop a template language
_BACKSLASH_ESCAPES = frozenset("\\`*_{[]()>#+-.!|")
# Characters that could end a Markdown link, and invisible ones.
_UNSAFE_IN_URL = re.compile(rf"[\s{INVISIBLE}{DIRECTION_MARKS}{SURROGATES}<>()\[\]\\`|\"'{{}}^*]")
_IGNORED_BY_BROWSERS = re.compile(r"[\t\n\r]")
_ENTITY = re.compile(r"&(?=#|\w+;)")
_NAMES = {"<": "&lt;", "&": "&amp;"}


def escape(text: str) -> str:
    """Markdown that shows exactly this text: no emphasis, no link, no HTML, no list."""
    escapes = _escapes(text)
    return "".join(_with(escapes, text)) if escapes else text


def escaped_characters(text: str) -> list[str]:
    """The characters of a text, each as it must be written so that together they are no markup."""
    return _with(_escapes(text), text)


def _with(escapes: dict[int, str], text: str) -> list[str]:
    characters = list(text)
    for position, written in escapes.items():
        characters[position] = written
    return characters


def _escapes(text: str) -> dict[int, str]:
    """What to write instead of a character, by its position."""
    escapes = {match.start("sign"): escaped(match["sign"]) for match in _LINE_START.finditer(text)}
    if _MAY_BE_MARKUP.search(text):
        first = {text.find(sign) for sign in "~^$"}  # ends nothing
        for match in _MARKUP.finditer(text):
            position, sign = match.start(), match[0]
            if sign == "{" and text.startswith(_TEMPLATE_SIGNS, position + 1):
                escapes[position] = _reference(sign)
            elif position not in first:
                escapes[position] = escaped(sign)
    return escapes


def escaped(sign: str) -> str:
    """One sign as text."""
    return f"\\{sign}" if sign in _BACKSLASH_ESCAPES else _reference(sign)


def _reference(sign: str) -> str:
    return _NAMES.get(sign) or f"&#{ord(sign)};"


def safe_url(href: str, base: str | None) -> str:
    """The address of a link, escaped for Markdown; "" for an unsafe one (see `link_target`)."""
    return _ENTITY.sub("&amp;", link_target(href, base))


def link_target(href: str, base: str | None) -> str:
    """The absolute address of a link without characters that could end it; "" for an unsafe one.

    Safe are http, https and mailto. A link to a place on the page stays as it is, "#place"; "#" alone is none.
    """
    href = _IGNORED_BY_BROWSERS.sub("", href.strip())
    if href in ("", "#") or len(href) > _MAX_URL:
        return ""
    if href[0] != "#":
        target, parts = joined(base, href)
        if len(target) > len(href) + _MAX_BASE:
            return ""  # a few links would make a document of any size
        if parts.scheme not in SAFE_SCHEMES or not (parts.hostname or parts.scheme == "mailto"):
            return ""
        href = target
    has_pairs = _has_pairs(href)
    return _UNSAFE_IN_URL.sub(
        lambda match: match[0] if has_pairs and match[0] in "()" else quote(match[0], safe="", errors="replace"), href
    )


def _has_pairs(href: str) -> bool:
    """Whether the brackets of an address are all in pairs, so that none of them ends a link in Markdown."""
    depth = 0
    for sign in href:
        depth += (sign == "(") - (sign == ")")
        if not 0 <= depth <= _MAX_PAIRS:
            return False
    return depth == 0
