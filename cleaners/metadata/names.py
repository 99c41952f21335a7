"""Names of authors, made fit to show."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LEAD = re.compile(
    r"\A\s*(?:(?:written|posted|published|reviewed|story|text|words|reported|edited|created|started)\s+by\b|by\b(?!\s*$)|author\b\s*:?|"
    r"von|par|por|di|da|door|af|av|de|autor(?:a|in)?\s*:|автор\s*:|yazar\s*:|作者\s*[:：/]|文\s*[/／]|記者|بقلم\s*:?)\s*[:：]?\s+(?=\S)",
    re.I,
)
_TAIL = re.compile(
    r"\s*(?:[|•·–—]\s.*|\(.*|<.*|,?\s+(?:on|at|am|le|el|il|op|den)\s+(?=.*\d).*|\s-\s.*|\s/\s.*|[,;]?\s*\d{1,4}\W.*|"
    r"\s+(?:published|updated|posted|staff writer|contributor|follow|read more|view profile|view all|last updated)\b.*)\Z",
    re.I | re.S,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\{|\.(?:com|org|net)\b|\A(?:admin(?:istrator)?|author|authors|none|null|undefined|unknown|user|root|webmaster|"
    r"guest|anonymous|contributor|by|written by|redakteur|staff|n/a|share|comments?|home|menu|follow|subscribe|posted|editor)\Z",
    re.I,
)
_LONGEST = 80
_MOST = 12


def clean_name(text: str) -> str:
    """One author's name without "By", dates and titles around it; "" when it is no name."""
    text = " ".join(text.split())
    for _ in range(2):
        text = _LEAD.sub("", text)
    text = _TAIL.sub("", text).strip(" ,;:|-–—·•\"'“”")
    if not 2 <= len(text) <= _LONGEST or _NO_NAME.search(text) or not any(char.isalpha() for char in text):
        return ""
    return text


def join_names(names: Iterable[str]) -> str:
    """Several authors in one line, each once."""
    cleaned = [name for name in map(clean_name, names) if name]
    unique = {name.casefold(): name for name in reversed(cleaned)}
    return ", ".join(list(reversed(unique.values()))[:_MOST])
