"""By-lines and dates on lines of their own: all that flattened text has, the last resort for HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..page import Block, Decision, Kind
from ..patterns import pattern
from .dates import parse_date
from .names import clean_name

_NEAR_HEAD = 40  # blocks after the title that may hold the by-line
_LONGEST = 120
_BYLINE = pattern(
    r"\A\s*(?:(?:written|posted|published|reported|words|text|story|article)\s+by|by|author|von|par|por|door|av|af|"
    r"autor(?:a|in)?|auteur|автор|yazar|作者|文|記者|بقلم)\s*[:：/]?\s+(?=\S)",
    re.I,
)
_BYLINE_ALONE = pattern(r"(?:written |posted |published )?by:?|author:?|von|par|por|автор:?|作者：?", re.I)
_LOWER = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "el", "al", "bin", "ibn",
    "and", "und", "et", "y", "e",
))  # fmt: skip
_DATE_LABEL = pattern(
    r"(?:\b(?:published|posted|date|created|on|am|le|el|il|opublikowano|publié|veröffentlicht|publicado|pubblicato|"
    r"erschienen|stand|дата|yayın\w*)\b|发布|公開|投稿|掲載)",
    re.I,
)
_UPDATED = pattern(r"updated|modified|mis à jour|aktualisiert|actualizado|aggiornat|обновл|更新", re.I)
_MOST_DATE_WORDS = 9


def _head(decisions: Sequence[Decision]) -> list[Block]:
    """The blocks near the title, or the page's first ones."""
    start = next((at for at, decision in enumerate(decisions) if decision.role == "title"), -1)
    if start < 0:
        start = next((at for at, decision in enumerate(decisions) if _is_top_heading(decision.block)), 0)
    around = decisions[max(0, start - 8) : start + _NEAR_HEAD]
    blocks = [decision.block for decision in around]
    return [block for block in blocks if not block.hidden and len(block.text) <= _LONGEST]


def _is_top_heading(block: Block) -> bool:
    return block.kind is Kind.HEADING and block.level == 1 and not block.hidden


def author_line(decisions: Sequence[Decision]) -> str:
    """The author a by-line near the title names; "" for none."""
    blocks = _head(decisions)
    for at, block in enumerate(blocks):
        text = block.text
        match = _BYLINE.match(text)
        if match:
            name = clean_name(text[match.end() :])
        elif _BYLINE_ALONE.fullmatch(text.strip()) and at + 1 < len(blocks):
            name = clean_name(blocks[at + 1].text)
        else:
            continue
        if name and _looks_like_a_name(name):
            return name
    return ""


def _looks_like_a_name(text: str) -> bool:
    """One to six words, each with a capital (or in a script without capitals)."""
    parts = text.replace(",", " ").split()
    if not 1 <= len(parts) <= 6:
        return False
    return all(part[0].islower() is False or part in _LOWER for part in parts)


def date_line(decisions: Sequence[Decision], month_first: bool) -> tuple[str, str]:
    """The date on a line of its own near the title, and that line."""
    second = ("", "")
    for block in _head(decisions):
        text = block.text
        if not any(char.isdigit() for char in text):
            continue
        few = len(text.split()) <= _MOST_DATE_WORDS
        if not few and not _DATE_LABEL.search(text):
            continue
        found = parse_date(text, month_first)
        if not found:
            continue
        if not _UPDATED.search(text):
            return found, text
        second = second if second[0] else (found, text)
    return second
