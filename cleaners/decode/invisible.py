"""Removes characters that a reader never sees: controls, zero-width and tag characters, direction overrides."""

from __future__ import annotations

import re

from .. import characters as chars
from ..patterns import pattern

_INVISIBLE = pattern(f"[{chars.INVISIBLE}{chars.DIRECTION_MARKS}]")
_RUN = pattern(f"[{chars.INVISIBLE}]+")
_SUSPICIOUS = pattern(f"[{chars.CONTROLS}{chars.NONCHARACTERS}{chars.DIRECTION_OVERRIDES}{chars.TAGS}]")
_BREAK = pattern(f"[{chars.BREAKS}]")
_NEEDS_CONTEXT = pattern(f"[{chars.TAGS}{chars.JOINERS}{chars.IDEOGRAPH_SELECTORS}]")
_IDEOGRAPH_SELECTOR = pattern(f"[{chars.IDEOGRAPH_SELECTORS}]")
_RIGHT_TO_LEFT = pattern("[\u0590-\u08ff\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")

# Joiners change the shape of letters in these scripts and join emoji; elsewhere they do nothing visible.
_JOINABLE = pattern(
    "[\u0590-\u109f\u1780-\u18af\ua840-\ua87f\ufb1d-\ufefc\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
    "\U00011000-\U00011fff]"
)
_IDEOGRAPH = pattern("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# The flags of England, Scotland and Wales are written with tag characters; nothing else needs them.
_BLACK_FLAG = "\U0001f3f4"
_FLAG_NAMES = ("gbeng", "gbsct", "gbwls")
_FLAG_TAGS = tuple("".join(chr(0xE0000 + ord(letter)) for letter in name) + "\U000e007f" for name in _FLAG_NAMES)

_REFERENCE = pattern(
    r"&(?:#(?:x0*([0-9a-f]{1,6})(?![0-9a-f])|0*(\d{1,7})(?!\d));?|(shy;?|ZeroWidthSpace;|NoBreak;))", re.I
)
_WHITE_SPACE = (0x09, 0x0A, 0x0C, 0x0D)
_UNASSIGNED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)  # in windows-1252, by which browsers read such numbers
_SURROGATE = pattern(f"[{chars.SURROGATES}]")


def has_invisible(text: str) -> bool:
    """Whether `scrub` may have something to remove; cheap."""
    return _INVISIBLE.search(text) is not None


def is_suspicious(text: str) -> bool:
    """Whether the text holds what no ordinary page needs: controls, tag characters, direction overrides."""
    return _SUSPICIOUS.search(text) is not None


def scrub(text: str) -> str:
    """The text without invisible characters.

    Removed: control characters (but tab and line ends), soft hyphens, zero-width and tag characters,
    direction overrides and isolates. Joiners stay after letters and emoji that need them, direction
    marks on a page with right-to-left letters. Unusual line ends become line feeds.
    """
    if not has_invisible(text):
        return text
    if any(mark in text for mark in chars.DIRECTION_MARKS) and not _RIGHT_TO_LEFT.search(text):
        for mark in chars.DIRECTION_MARKS:
            text = text.replace(mark, "")
    return _RUN.sub(_visible_part, text)


def _visible_part(match: re.Match[str]) -> str:
    """What replaces a run of invisible characters: it depends on the character before."""
    run = match[0]
    if _NEEDS_CONTEXT.match(run):
        before = match.string[match.start() - 1 : match.start()]
        if run[0] in chars.JOINERS:
            return run[0] if _JOINABLE.match(before) else ""
        if _IDEOGRAPH_SELECTOR.match(run):
            return run[0] if _IDEOGRAPH.match(before) else ""
        if before == _BLACK_FLAG:
            return next((tags for tags in _FLAG_TAGS if run.startswith(tags)), "")
    return "\n" if _BREAK.search(run) else ""


def scrub_markup(source: str) -> str:
    """HTML source without invisible characters, written directly or as character references."""
    return scrub(_REFERENCE.sub(_resolve_reference, source))


def _resolve_reference(match: re.Match[str]) -> str:
    if match[3]:
        return ""
    code = int(match[1], 16) if match[1] else int(match[2])
    if code < 0x20:
        return match[0] if code in _WHITE_SPACE else ""
    if code in _UNASSIGNED:
        return ""
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return match[0]  # the parser handles these
    char = chr(code)
    return char if has_invisible(char) else match[0]


def repair_surrogates(text: str) -> str:
    """Text that can be written as UTF-8: pairs of surrogates joined, lone ones replaced by U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
