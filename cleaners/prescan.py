"""Checks a page in linear time before any parser reads it: is it text, and can it be parsed in reasonable time?"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache

from .patterns import pattern

_SPACES = "\t\n\f\r "
_ATTRIBUTE = (
    rf"[{_SPACES}/]*+[^{_SPACES}/>][^{_SPACES}=/>]*+[{_SPACES}]*+"
    rf"(?:=[{_SPACES}]*+(?:\"[^\"]*+\"|'[^']*+'|[^{_SPACES}>\"'][^{_SPACES}>]*+)?+)?+"
)
# Before 3.11.5 a possessive group that fails half-way does not give back what it matched (CPython issue 106052).
_REPEATED = "*+" if sys.version_info >= (3, 11, 5) else "*"
_TAG_NAME = rf"[a-z][^{_SPACES}/>]*+"
_SKIPPED = r"script\b(?:[^<]++|<(?!/script))*+|style\b(?:[^<]++|<(?!/style))*+|!--(?:[^-]++|-(?!->))*+"

_TAG = pattern(rf"<(?:{_SKIPPED}|(/?)({_TAG_NAME}))", re.I)
_FORMATTING_NAMES = "[bius]|em|font|strong|small|big|code|tt|nobr|strike"
_FORMATTING = pattern(rf"<(/?)({_FORMATTING_NAMES})(?=[\s/>])([^>]*)", re.I)
# The first letter is tested alone: most tags fail there, at half the cost.
_FORMATTING_WITH_ATTRIBUTES = pattern(rf"<(?=[biusefcnt])(?:{_FORMATTING_NAMES})[\s/]", re.I)
_MAX_EQUAL_OPEN = 3  # a parser reopens at most three equal formatting elements

# Elements that do not nest: void ones, and those that the next of their kind closes.
_NO_DEPTH = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dd dt tr td th tbody thead tfoot option optgroup rp rt".split()
)

_MAGIC = (
    (b"%PDF-", "a PDF file"), (b"%!PS", "a PostScript file"), (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive or office file"), (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x1f\x8b", "gzip data"), (b"BZh9", "bzip2 data"), (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"SQLite format 3", "a database"),
    (b"\x89PNG\r\n", "a PNG image"), (b"GIF8", "a GIF image"), (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"), (b"MM\0*", "a TIFF image"), (b"\0\0\1\0", "an icon"),
    (b"OggS\0", "Ogg sound or film"), (b"ID3\x03", "MP3 sound"), (b"ID3\x04", "MP3 sound"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"\0asm", "WebAssembly"),
    (b"wOFF", "a web font"), (b"wOF2", "a web font"),
)  # fmt: skip
_IMAGE_OR_FILM = re.compile(rb"\0\0\0.ftyp|RIFF.{4}(?:WEBP|WAVE|AVI )", re.S)
_NOT_PAGE_TYPES = pattern(
    r"\s*(?:image|audio|video|font|model)/(?!svg)|\s*application/(?:pdf|zip|json|ld\+json|javascript|gzip|x-gzip)\b"
    r"|\s*text/(?:css|javascript|csv|calendar)\b",
    re.I,
)
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_STARTS_AS_MARKUP = re.compile(rb"\s*<[!?/a-zA-Z]")
_UTF16_STARTS = (b"<\0", b"\0<")  # UTF-16 without a byte order mark
_SAMPLE_BYTES = 4096
_MIN_CONTROLS = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest page that is cleaned. Sizes in bytes (characters where the body is text)."""

    size: int = 20_000_000
    depth: int = 5_000  # elements inside each other
    attributes: int = 1_000  # on one tag
    attribute_size: int = 5_000_000
    repeated: int = 4_000_000  # elements that a parser would make of formatting tags left open


class PageRefused(ValueError):
    """A page that is not cleaned. ``outcome`` is not_html, too_large or too_deep; ``detail`` is the reason."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome
        self.detail = detail

    def __reduce__(self) -> tuple[type[PageRefused], tuple[str, str]]:
        return type(self), (self.outcome, self.detail)


def check_body(body: bytes | str, content_type: str | None, limits: Limits, *, tags: bool = False) -> None:
    """Raise PageRefused when a body is too large or is no text at all; with ``tags``, as ``check_markup`` does, too."""
    if len(body) > limits.size:
        raise PageRefused("too_large", f"the page has {len(body):,} bytes, the limit is {limits.size:,}")
    sample = body[:_SAMPLE_BYTES]
    head = sample if isinstance(sample, bytes) else sample.encode("latin-1", "replace")
    format_name = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    if not format_name and _IMAGE_OR_FILM.match(head):
        format_name = "an image, a sound or a film"
    if format_name:
        raise PageRefused("not_html", f"the body is {format_name}")
    if content_type and _NOT_PAGE_TYPES.match(content_type):
        raise PageRefused("not_html", f"the server calls it {content_type.split(';')[0].strip()[:80]}")
    if isinstance(body, bytes) and _is_binary(head, content_type):
        raise PageRefused("not_html", "the body is binary data")
    if tags:
        check_markup(body.decode("latin-1") if isinstance(body, bytes) else body, limits)


def _is_binary(head: bytes, content_type: str | None) -> bool:
    if _STARTS_AS_MARKUP.match(head) or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    if head.startswith(_UTF16_STARTS) or "utf-16" in (content_type or "").lower():
        return False
    controls = len(_CONTROL.findall(head))
    return controls >= _MIN_CONTROLS and controls * 25 > len(head)


def check_markup(source: str, limits: Limits) -> None:
    """Raise PageRefused when a parser would need very long for a page's tags."""
    tags = source.count("<")
    if not tags:
        return
    _check_attributes(source, limits)
    if tags > limits.depth and tags - source.count("</") > limits.depth:  # depth is at most the number of start tags
        _check_depth(source, limits)
    if tags * tags > limits.repeated and len(_FORMATTING_WITH_ATTRIBUTES.findall(source)) * tags > limits.repeated:
        _check_formatting(source, tags, limits)


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


def _check_depth(source: str, limits: Limits) -> None:
    """Count the open elements, much as a parser does."""
    stack: list[str] = []
    open_counts: dict[str, int] = {}
    for slash, name in _TAG.findall(source):
        tag = name.lower()
        if not tag or tag in _NO_DEPTH:
            continue
        if not slash:
            stack.append(tag)
            open_counts[tag] = open_counts.get(tag, 0) + 1
            if len(stack) > limits.depth:
                raise PageRefused("too_deep", f"elements are nested more than {limits.depth:,} deep")
        elif open_counts.get(tag):
            closed = ""
            while closed != tag:
                closed = stack.pop()
                open_counts[closed] -= 1


def _check_formatting(source: str, tags: int, limits: Limits) -> None:
    """Count open <b>, <font> and the like: a parser reopens them in every paragraph, so a small page can grow huge."""
    open_elements: dict[str, list[str]] = {}
    open_count = max_open = 0
    for slash, name, attributes in _FORMATTING.findall(source):
        same_name = open_elements.setdefault(name.lower(), [])
        if slash:
            open_count -= 1 if same_name else 0
            del same_name[-1:]
        elif same_name[-_MAX_EQUAL_OPEN:] != [attributes] * _MAX_EQUAL_OPEN:
            same_name.append(attributes)
            open_count += 1
            max_open = max(max_open, open_count)
    if max_open * tags > limits.repeated:
        raise PageRefused("too_deep", f"{max_open:,} formatting elements are left open over {tags:,} tags")
