"""Character ranges of scripts, to be written between the brackets of a regular expression."""

from __future__ import annotations

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
