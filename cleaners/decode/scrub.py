"""Characters that a reader never sees: controls, zero-width and tag characters, direction overrides."""

from __future__ import annotations

import re

_CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
_SOFT_HYPHEN = "\xad"
_ZERO_WIDTH = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a"
)
_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
_TAGS = "\U000e0000-\U000e007f"
_ALWAYS = f"{_CONTROLS}{_SOFT_HYPHEN}{_ZERO_WIDTH}{_OVERRIDES}"

# Joiners shape letters in these scripts and bind emoji; anywhere else they only hide.
_JOINED = (
    "\u0590-\u109f\u1780-\u18af\ua840-\ua87f\ufb1d-\ufefc\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
    "\U00011000-\U00011fff"
)
_JOINERS = f"(?<![{_JOINED}])[\u200c\u200d]+|(?<=[\u200c\u200d])[\u200c\u200d]+"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c]+")

# Flags of England, Scotland and Wales are spelt with tag characters; nothing else needs them.
_FLAGGED = ("gbeng", "gbsct", "gbwls")
_REGIONS = ("".join(chr(0xE0000 + ord(letter)) for letter in region) for region in _FLAGGED)
_FLAG = f"\U0001f3f4(?:{'|'.join(_REGIONS)})\U000e007f"
_TAG_RUN = f"{_FLAG}|[{_TAGS}]+"
_SELECTORS = "[\U000e0100-\U000e01ef]"  # choose a form of one ideograph
_IDEOGRAPHS = "[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_VARIATIONS = f"(?<!{_IDEOGRAPHS}){_SELECTORS}+|(?<={_SELECTORS}){_SELECTORS}+"

_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SEEN = re.compile(f"[\x0b\x0c\x85\u2028\u2029\u061c\u200c-\u200f\U000e0100-\U000e01ef{_TAGS}{_ALWAYS}]")
_SUSPICIOUS = re.compile(f"[{_CONTROLS}{_OVERRIDES}{_TAGS}]")
_REMOVED = re.compile(f"{_TAG_RUN}|[{_ALWAYS}]+|{_JOINERS}|{_VARIATIONS}")
_REFERENCE = re.compile(
    r"&(?:#(?:x0*([0-9a-f]{1,6})(?![0-9a-f])|0*(\d{1,7})(?!\d));?|(shy;?|ZeroWidthSpace;|NoBreak;))", re.I
)
_WHITE = (0x09, 0x0A, 0x0C, 0x0D)
_SURROGATE = re.compile("[\ud800-\udfff]")


def has_invisible(text: str) -> bool:
    """Whether there may be something for `scrub` to do; cheap."""
    return _SEEN.search(text) is not None


def is_suspicious(text: str) -> bool:
    """Whether the text holds what no honest page needs: controls, tag characters, direction overrides."""
    return _SUSPICIOUS.search(text) is not None


def scrub(text: str) -> str:
    """The text without the characters nobody sees.

    Removed: control characters (tab and line ends stay), soft hyphens, zero-width
    and tag characters, direction overrides and isolates. Joiners stay behind the
    letters and emoji that need them, direction marks stay on a page with right-to-left letters.
    Unusual line ends become line feeds.
    """
    if not has_invisible(text):
        return text
    if not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION_MARKS.sub("", text)
    return _REMOVED.sub(_flag_only, _BREAKS.sub("\n", text))


def _flag_only(match: re.Match[str]) -> str:
    return match[0] if match[0][0] == "\U0001f3f4" else ""


def scrub_markup(source: str) -> str:
    """HTML source without invisible characters, be they written out or as character references."""
    return scrub(_REFERENCE.sub(_written_out, source))


def _written_out(match: re.Match[str]) -> str:
    if match[3]:
        return ""
    code = int(match[1], 16) if match[1] else int(match[2])
    if code < 0x20:
        return match[0] if code in _WHITE else ""
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return match[0]  # the parser knows what is meant
    char = chr(code)
    return char if has_invisible(char) else match[0]


def mend_surrogates(text: str) -> str:
    """Text that can be written as UTF-8: pairs of surrogates joined, lone ones replaced by U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
