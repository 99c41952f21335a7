"""Characters that control a screen or are invisible, and the ranges of scripts: the one table that all filters use.

Each constant is part of a character class, to be written between the brackets of a regular expression.
"""

from __future__ import annotations

CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # all but white space and line ends
BREAKS = "\x0b\x0c\x85\u2028\u2029"  # end a line on some screens and in some file formats
DIRECTION_MARKS = "\u200e\u200f\u061c"
DIRECTION_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
SURROGATES = "\ud800-\udfff"
NONCHARACTERS = "\ufffe\uffff"  # no YAML and no XML file may hold them

SOFT_HYPHEN = "\xad"
JOINERS = "\u200c\u200d"
ZERO_WIDTH = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a"
)
TAGS = "\U000e0000-\U000e007f"
IDEOGRAPH_SELECTORS = "\U000e0100-\U000e01ef"  # choose a form of one ideograph

# Invisible to a reader, for a filter of a page's text. Without direction marks, which right-to-left text needs.
INVISIBLE = (
    f"{CONTROLS}{BREAKS}{NONCHARACTERS}{SOFT_HYPHEN}{ZERO_WIDTH}{JOINERS}{TAGS}{IDEOGRAPH_SELECTORS}"
    f"{DIRECTION_OVERRIDES}"
)
# Moves a cursor, ends a line, changes the direction of writing or breaks a file, for a filter of output.
# Without tab, line feed and carriage return, which some outputs need.
UNSAFE = f"{CONTROLS}{BREAKS}{DIRECTION_MARKS}{DIRECTION_OVERRIDES}\ufeff{NONCHARACTERS}{SURROGATES}"

# The letters of scripts.
GREEK = "\u0370-\u03ff"
HEBREW = "\u0590-\u05ff"
DEVANAGARI = "\u0900-\u097f"
BENGALI = "\u0980-\u09ff"
ARMENIAN = "\u0530-\u058f"
GURMUKHI = "\u0a00-\u0a7f"
GUJARATI = "\u0a80-\u0aff"
TAMIL = "\u0b80-\u0bff"
TELUGU = "\u0c00-\u0c7f"
KANNADA = "\u0c80-\u0cff"
MALAYALAM = "\u0d00-\u0d7f"
SINHALA = "\u0d80-\u0dff"
THAI = "\u0e00-\u0e7f"
LAO = "\u0e80-\u0eff"
MYANMAR = "\u1000-\u109f"
GEORGIAN = "\u10a0-\u10ff"
ETHIOPIC = "\u1200-\u137f"
KHMER = "\u1780-\u17ff"
KANA = "\u3040-\u30ff"
HAN = "\u4e00-\u9fff"
HAN_RARE = "\u3400-\u4dff\uf900-\ufaff"  # alone no evidence of Chinese: text decoded with a wrong charset has them
HANGUL = "\uac00-\ud7af"

# Scripts written without spaces between words: length is counted in characters there.
UNSPACED = f"{THAI}{LAO}{KHMER}{KANA}{HAN}{HAN_RARE}"
