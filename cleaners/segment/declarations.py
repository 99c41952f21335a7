"""Whether CSS declarations hide text from a reader, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|em|rem|vw|vh|%|pt|ch|ex|cm|in)?", re.I)
_MAX_CACHED, _MAX_STYLE = 300, 20_000  # characters of a style attribute that is cached, or read at all
_ZERO = re.compile(r"[+-]?(?=[.0])0*+\.?0*+(?:px|em|rem|vw|vh|%|pt)?\Z")
_OFF_SCREEN = {"px": 900.0, "pt": 700.0, "em": 50.0, "rem": 50.0, "ch": 90.0, "ex": 90.0, "vw": 100.0, "vh": 100.0,
        "%": 100.0, "cm": 25.0, "in": 10.0}  # fmt: skip
_TINY = frozenset(("0", "1px", "0px", "0%", "0em", "0rem", "0.1px", "0.01px", "0pt", "1pt"))
_CLIPPED_AWAY = re.compile(
    r"inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|polygon\(\s*0(?:px|%)?(?:[\s,]+0(?:px|%)?)+\s*\)"
)
_CLIP_RECT = re.compile(r"rect\(([^)]{0,80})\)")
_SCALED_AWAY = re.compile(r"scale[xy3]?d?\(\s*0*\.?0+\s*[,)]")
_TRANSLATED = re.compile(r"translate[xy3]?d?\(\s{0,20}([^)]{0,200})\)")
_MAY_HIDE = re.compile(r"none|hidden|collapse|opacity|clip|indent|size|-\d|transparent|scale|(?<!-)color", re.I)
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\Z")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:\s*[,/]\s*(1|1\.0|100%))?\s*\)\Z")
_COLOUR_NAMES = {"white": "ffffff", "black": "000000", "red": "ff0000", "yellow": "ffff00", "blue": "0000ff",
        "lime": "00ff00", "green": "008000", "gray": "808080", "grey": "808080", "silver": "c0c0c0"}  # fmt: skip

Style = Mapping[str, str]


def cause_of_style(style: str) -> str:
    """Why a style attribute hides text, "" where it does not.

    Only what certainly hides counts: not, for example, transparent letters over a background image or gradient.
    """
    return _cached_cause(style) if len(style) <= _MAX_CACHED else cause_of(declarations(style[:_MAX_STYLE]))


@lru_cache(4096)  # a page repeats the same few styles
def _cached_cause(style: str) -> str:
    return cause_of(declarations(style)) if _MAY_HIDE.search(style) else ""


def declarations(style: str) -> dict[str, str]:
    """Values by property, in lower case: the last of each name, but "!important" before others."""
    values: dict[str, str] = {}
    important: set[str] = set()
    for part in style.lower().split(";"):
        name, colon, value = part.partition(":")
        if not colon:
            continue
        name, value = name.strip(), value.strip()
        plain, exclamation, _ = value.partition("!")
        if exclamation:
            important.add(name)
        elif name in important:
            continue
        values[name] = plain.rstrip()
    return values


def cause_of(style: Style) -> str:
    """Why declarations hide text, "" where they do not."""
    if style.get("display") == "none":
        return "display: none"
    if style.get("visibility") in ("hidden", "collapse"):
        return f"visibility: {style['visibility']}"
    if style.get("content-visibility") == "hidden":
        return "content-visibility: hidden"
    if _ZERO.match(style.get("opacity", "1")):
        return "opacity: 0"
    if _ZERO.match(style.get("font-size", "1")):
        return "font-size: 0"
    return _off_screen_cause(style) or _size_cause(style) or _colour_cause(style)


def _off_screen_cause(style: Style) -> str:
    """The cause where text is moved off the screen or clipped completely."""
    if _is_far(style.get("text-indent", "")):
        return "text-indent off the screen"
    if style.get("position") in ("absolute", "fixed"):
        clip = _CLIP_RECT.search(style.get("clip", ""))
        if clip and set(clip[1].replace(",", " ").split()) <= _TINY:
            return "clip: nothing left"
        if any(_is_far(style.get(side, "")) for side in ("left", "right", "top", "inset-inline-start")):
            return "off the screen"
    if _is_far(style.get("margin-left", "")) or _is_far(style.get("margin-top", "")):
        return "off the screen"
    if _CLIPPED_AWAY.match(style.get("clip-path", "")):
        return "clip: nothing left"
    transform = style.get("transform", "")
    if _SCALED_AWAY.search(transform):
        return "transform: scale(0)"
    translated = _TRANSLATED.search(transform)
    if translated and any(_is_far(part, percent=1000.0) for part in translated[1].split(",")):
        return "off the screen"
    return ""


def _is_far(value: str, percent: float = 100.0) -> bool:
    match = _LENGTH.match(value)
    if not match or not match[1].startswith("-"):
        return False
    unit = match[2] or "px"
    return float(match[1]) <= -(percent if unit == "%" else _OFF_SCREEN[unit])


def _size_cause(style: Style) -> str:
    """The cause where a box has no size or one pixel, and its text does not overflow."""
    overflow = style.get("overflow", "") or style.get("overflow-y", "") or style.get("overflow-x", "")
    if not overflow.startswith(("hidden", "clip")):
        return ""
    sides = [style.get(name, "") in _TINY for name in ("height", "width")]
    if all(sides) or _ZERO.match(style.get("height") or "x") or _ZERO.match(style.get("width") or "x"):
        return "zero size"
    return "zero size" if any(_ZERO.match(style.get(name) or "x") for name in ("max-height", "max-width")) else ""


def _colour_cause(style: Style) -> str:
    """The cause where letters are transparent or have the colour of their background."""
    colour = style.get("color", "")
    if not colour:
        return ""
    background = style.get("background-color", "") or style.get("background", "")
    if colour == "transparent" and not any(name.startswith(("background", "-webkit", "text-shadow")) for name in style):
        return "color: transparent"
    own = _hex_colour(colour)
    if own and own == _hex_colour(background) and "background-image" not in style and "text-shadow" not in style:
        return "letters in the colour of their background"
    return ""


def _hex_colour(value: str) -> str:
    """Six hex digits of an opaque colour, "" for anything else."""
    match = _HEX.match(value)
    if match:
        digits = match[1]
        return digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    match = _RGB.match(value)
    if match:
        return "".join(f"{min(int(match[part]), 255):02x}" for part in (1, 2, 3))
    return _COLOUR_NAMES.get(value, "")
