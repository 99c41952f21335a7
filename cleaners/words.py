"""Words as quality is counted: runs of letters and digits; in scripts without spaces each character is a word.

Without it a whole clause of Chinese would weigh as much as one word of English.
"""

from __future__ import annotations

from .patterns import pattern

# Chinese characters, Japanese kana, Thai, Lao, Khmer.
SPACELESS = (
    "\u0e00-\u0e3e\u0e40-\u0eff\u1780-\u17ff\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_ANY_SPACELESS = pattern(f"[{SPACELESS}]")
_WORD = pattern(rf"[{SPACELESS}]|[^\W{SPACELESS}]+")


def words_of(text: str) -> list[str]:
    """The words of the lower-cased text."""
    return _WORD.findall(text.lower())


def count_spaceless(text: str) -> int:
    """The number of characters of scripts without spaces."""
    return 0 if text.isascii() else len(_ANY_SPACELESS.findall(text))


def has_spaceless(text: str) -> bool:
    """Whether a text has characters of scripts without spaces."""
    return not text.isascii() and _ANY_SPACELESS.search(text) is not None


def length_in_words(text: str) -> int:
    """About how many words a text has, by its spaces and its characters of scripts without spaces; at least 1."""
    return 1 + text.count(" ") + count_spaceless(text)
