"""Checks a page in linear time before any parser reads it: is it text, and can it be parsed in reasonable time?"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache

from .body_format import other_format
from .open_elements import OpenElements
from .patterns import pattern

_SPACES = "\t\n\f\r "
_ATTRIBUTE = (
    rf"[{_SPACES}/]*+[^{_SPACES}/>][^{_SPACES}=/>]*+[{_SPACES}]*+"
    rf"(?:=[{_SPACES}]*+(?:\"[^\"]*+\"|'[^']*+'|[^{_SPACES}>\"'][^{_SPACES}>]*+)?+)?+"
)
# Before 3.11.5 a possessive group that fails half-way does not give back what it matched (CPython issue 106052).
_REPEATED = "*+" if sys.version_info >= (3, 11, 5) else "*"
_TAG_NAME = rf"[a-z][^{_SPACES}/>]*+"
_COMMENT = r"!--(?:-?>|(?:[^-]++|-(?!-!?>))*+)"
_SKIPPED = rf"script\b(?:[^<]++|<(?!/script))*+|style\b(?:[^<]++|<(?!/style))*+|{_COMMENT}"
_RAW_TEXT = r"(script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])(?:[^<]++|<(?!/\1))*+"

# The groups: slash, name and attributes of a tag, and the first character of the text after it.
_TAG = pattern(
    rf"<(?:{_COMMENT}|{_RAW_TEXT}|(/?)({_TAG_NAME})((?:{_ATTRIBUTE}){_REPEATED}[{_SPACES}/]*+)>?[{_SPACES}]*+([^<]?))",
    re.I,
)
# An element with nothing but text in it, closed by its own end tag; parts of a table may open others, so not these.
_LEAF = (
    r"(?!t[rdh]\b|tbody|thead|tfoot)([a-z][\w-]*+)"
    r"(?:\s++[^\s\"'<>/=]++(?:=(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s\"'<>=`]++))?+)*\s*+>[^<]*+</\1>"
)
_MAY_STAY_OPEN = pattern(rf"<(?=[a-z])(?!(?:br|img|hr|embed|meta)[\s/>])(?!{_LEAF})", re.I)
# The first letter is tested alone: most tags fail there, at half the cost.
_FORMATTING_WITH_ATTRIBUTES = pattern(
    rf"<(?=[biusefcnt])(?=(?:[bius]|em|font|strong|small|big|code|tt|nobr|strike)[\s/])(?!{_LEAF})", re.I
)
_MAX_OPTIONS, _MAX_ATTRIBUTES = 10_000, 300_000
_MAX_UNSPLIT_SIZE = 1_000_000  # characters; a smaller page cannot have too many attributes
_QUOTED = pattern(r"\"[^\"]*\"|'[^']*'")
_MAX_UNFOLLOWED_TAGS = 15_000  # with so few tags, elements inside each other cost a parser under half a second
_MAX_UNFOLLOWED_COPIES = 1_000_000  # formatting elements that a parser would make at most

_NOT_PAGE_TYPES = pattern(
    r"\A\s*(?:(?:image|audio|video|font|model)/|application/(?:pdf|zip|json|ld\+json|javascript|gzip|x-gzip)\b"
    r"|text/(?:css|javascript|csv|calendar)\b)",
    re.I,
)
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_STARTS_AS_MARKUP = re.compile(rb"\A\s*<[!?/a-zA-Z]")
_UTF16_STARTS = (b"<\0", b"\0<")  # UTF-16 without a byte order mark
_SAMPLE_BYTES, _TAIL_BYTES = 4096, 200
_MIN_CONTROLS = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest page that is cleaned. Sizes in bytes (characters where the body is text)."""

    size: int = 20_000_000
    depth: int = 5_000  # elements inside each other
    attributes: int = 1_000  # on one tag
    attribute_size: int = 5_000_000
    tags: int = 200_000  # start and end tags, and the formatting elements that a parser adds
    blocks: int = 30_000
    text: int = 4_000_000  # bytes in UTF-8 of all blocks


class PageRefused(ValueError):
    """A page that is not cleaned. ``outcome`` is not_html, too_large or too_deep; ``detail`` is the reason."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome
        self.detail = detail

    def __reduce__(self) -> tuple[type[PageRefused], tuple[str, str]]:
        return type(self), (self.outcome, self.detail)


def check_text(blocks: int, size: int, limits: Limits | None) -> None:
    """Raise PageRefused when a page has more blocks or more text (``size`` in bytes) than the limits allow."""
    if limits and blocks > limits.blocks:
        raise PageRefused("too_large", f"the page has more than {limits.blocks:,} blocks")
    if limits and size > limits.text:
        raise PageRefused("too_large", f"the page has more than {limits.text:,} bytes of text")


def check_body(body: bytes | str, content_type: str | None, limits: Limits, *, tags: bool = False) -> None:
    """Raise PageRefused when a body is too large or is no text at all; with ``tags``, as ``check_markup`` does, too."""
    if len(body) > limits.size:
        raise PageRefused("too_large", f"the page has {len(body):,} bytes, the limit is {limits.size:,}")
    head, tail = _bytes(body[:_SAMPLE_BYTES]), _bytes(body[-_TAIL_BYTES:])
    if format_name := other_format(head, tail):
        raise PageRefused("not_html", f"the body is {format_name}")
    if content_type and _NOT_PAGE_TYPES.match(content_type):
        raise PageRefused("not_html", f"the server calls it {content_type.split(';')[0].strip()[:80]}")
    if isinstance(body, bytes) and _is_binary(head, content_type):
        raise PageRefused("not_html", "the body is binary data")
    if tags:
        check_markup(body.decode("latin-1") if isinstance(body, bytes) else body, limits)


def _bytes(part: bytes | str) -> bytes:
    return part.removeprefix("\ufeff").encode("latin-1", "replace") if isinstance(part, str) else part


def _is_binary(head: bytes, content_type: str | None) -> bool:
    if _STARTS_AS_MARKUP.match(head) or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    if head.startswith(_UTF16_STARTS) or "utf-16" in (content_type or "").lower():
        return False
    controls = len(_CONTROL.findall(head))
    return controls >= _MIN_CONTROLS and controls * 25 > len(head)


def check_markup(source: str, limits: Limits) -> None:
    """Raise PageRefused when a parser would need very long, or very much memory, for a page's tags."""
    tags = source.count("<")
    if not tags:
        return
    if tags > limits.tags and source.count("<!") > limits.tags:
        raise PageRefused("too_large", f"the page has more than {limits.tags:,} comments")
    _check_attributes(source, limits)
    if (
        tags > min(_MAX_UNFOLLOWED_TAGS, limits.tags)
        or (len(source) > _MAX_UNSPLIT_SIZE and len(source.split()) + tags > _MAX_ATTRIBUTES)
        or (tags - source.count("</") > limits.depth and len(_MAY_STAY_OPEN.findall(source)) > limits.depth)
        or (tags > 1_000 and len(_FORMATTING_WITH_ATTRIBUTES.findall(source)) * tags > _MAX_UNFOLLOWED_COPIES)
    ):
        _follow_tags(source, limits)


def _check_attributes(source: str, limits: Limits) -> None:
    """Match tag after tag; the match stops at the first with too many attributes."""
    tags = _tags_with_at_most(limits.attributes)
    match = tags.match(source)
    end = match.end() if match else 0
    if end < len(source):
        detail = f"a tag at character {end:,} has more than {limits.attributes:,} attributes"
        raise PageRefused("too_large", detail)
    if len(source) > limits.attribute_size and _value_over(limits.attribute_size).search(source):
        raise PageRefused("too_large", f"an attribute is longer than {limits.attribute_size:,} characters")


@cache
def _tags_with_at_most(attributes: int) -> re.Pattern[str]:
    tag = rf"{_TAG_NAME}(?:{_ATTRIBUTE}){{0,{attributes}}}+[{_SPACES}/]*+(?:>|\Z)"
    # End tags first: they are a third of a page's tags and have no attributes.
    return re.compile(rf"(?:[^<]*+<(?:/|{_SKIPPED}|{tag}|(?![a-z]))){_REPEATED}[^<]*+", re.I)


@cache
def _value_over(size: int) -> re.Pattern[str]:
    return re.compile(rf"=[{_SPACES}]*+(?:\"[^\"<]{{{size}}}|'[^'<]{{{size}}}|[^{_SPACES}>\"'<]{{{size}}})")


def _follow_tags(source: str, limits: Limits) -> None:
    """Count the tags and the open elements, much as a parser does."""
    elements = OpenElements()
    tags = count = 0
    options = -1  # options of the open menu, -1 while none is open
    for match in _TAG.finditer(source):
        slash, name, attributes, text = match.group(2, 3, 4, 5)
        if not name:
            continue
        tags, name = tags + 1, name.lower()
        if attributes:
            count += len(_QUOTED.sub("", attributes).split())
            if count > _MAX_ATTRIBUTES:
                raise PageRefused("too_large", f"the page has more than {_MAX_ATTRIBUTES:,} attributes")
        if name == "select":
            options = -1 if slash else 0
        elif options >= 0 and not slash and name == "option":
            options += 1
            if options > _MAX_OPTIONS:  # a parser goes through all options of a menu for each of them
                raise PageRefused("too_large", f"a menu has more than {_MAX_OPTIONS:,} options")
        if slash:
            elements.end(name)
        else:
            elements.start(name, attributes)
        if text:
            elements.text()
        if len(elements) > limits.depth:
            raise PageRefused("too_deep", f"elements are nested more than {limits.depth:,} deep")
        if tags > limits.tags:
            raise PageRefused("too_large", f"the page has more than {limits.tags:,} tags")
        if tags + elements.made > limits.tags:
            raise PageRefused("too_deep", f"formatting left open makes more than {limits.tags:,} elements")
