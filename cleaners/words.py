"""Words as quality is counted: runs of letters and digits; in scripts without spaces each character is a word.

Without it a whole clause of Chinese would weigh as much as one word of English.
"""

from __future__ import annotations

from .patterns import pattern

# Chinese characters, Japanese kana, Thai, Lao, Khmer.
_SPACELESS = (
    "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_ANY_SPACELESS = pattern(f"[{_SPACELESS}]")
_WORD = pattern(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+")


def words_of(text: str) -> list[str]:
    """The words of the lower-cased text."""
    return _WORD.findall(text.lower())


def length_in_words(text: str) -> int:
    """About how many words a text has, by its spaces and its characters of scripts without spaces; at least 1."""
    spaces = 1 + text.count(" ")
    return spaces if text.isascii() else spaces + len(_ANY_SPACELESS.findall(text))
