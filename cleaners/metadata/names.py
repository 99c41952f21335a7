"""Cleans the names of authors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..patterns import pattern

_PREFIX = pattern(
    r"\A\s*(?:(?:written|authored|posted|published|reviewed|story|text|words|reported|edited|created|started|more|posts)"
    r"\s+by\b:?|(?:view|read|see)\b.{0,20}\bby\b|name\s*[:,]|by\b(?!\s*$)|author\b\s*:?|"
    r"von|par|por|di|da|door|af|av|de|autor(?:a|in)?\s*:|автор\s*:|yazar\s*:|作者\s*[:：/]|文\s*[/／]|記者|بقلم\s*:?)"
    r"\s*[:：]?\s+(?=\S)",
    re.I,
)
# White space is collapsed before, so that no repeat of it is needed.
_SUFFIX = pattern(
    r"\s?(?:[|•·⋅–—]\s.*|\(.*|<.*|,?\s(?:on|at|am|le|el|il|op|den)\s(?=.*\d).*|\s-\s.*|\s/\s.*|"
    r"[,;]?\s?\d{1,4}\W.*|"
    r",?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?|"
    r"\s(?:published|updated|posted|staff writer|contributor|follow|read more|view profile|view all|"
    r"last updated)\b.*|"
    r"(?<=[a-z])(?-i:Published|Updated|Posted)\b.*)\Z",
    re.I | re.S,
)
_NOT_A_NAME = pattern(
    r"https?:|www\.|@|\{|\.(?:com|org|net)\b|\A(?:admin(?:istrator)?|authors?|none|null|undefined|unknown|user|root|"
    r"webmaster|guest|anonymous|contributor|by|written by|redakteur|staff|n/a|share|comments?|home|menu|"
    r"follow|subscribe|"
    r"posted|editor|sign in|log in|login|history|news|blog|team|about)\Z",
    re.I,
)
_MAX_NAME = 80  # characters
_MAX_TEXT = 500  # characters that are read
_MAX_NAMES = 12


def clean_name(text: str) -> str:
    """One author's name without "By", dates and titles around it; "" for a text that is no name."""
    text = " ".join(text[:_MAX_TEXT].split())
    for _ in range(2):
        text = _PREFIX.sub("", text)
    text = _SUFFIX.sub("", text).strip(" ,;:|-–—·•\"'“”")
    if not 2 <= len(text) <= _MAX_NAME or _NOT_A_NAME.search(text) or not any(char.isalpha() for char in text):
        return ""
    return text


def join_names(names: Iterable[str]) -> str:
    """Several authors in one line, each once."""
    unique: dict[str, str] = {}
    for name in filter(None, map(clean_name, names)):
        unique.setdefault(name.casefold(), name)
    return ", ".join(list(unique.values())[:_MAX_NAMES])
