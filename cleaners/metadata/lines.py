"""Reads by-lines and dates that are lines of their own: the only source in flattened text, the last one in HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ..page import Block, Decision, Kind
from ..patterns import pattern
from .dates import parse_date
from .names import BYLINE_ALONE, BYLINE_START, clean_name, is_person, split_names

_MAX_BLOCKS_AFTER = 40  # blocks after the title that may contain the by-line
_MAX_LINE = 120  # characters
_BY_AFTER_DATE = pattern(r"[\s|·•,–—/][Bb][Yy]:?\s(?=[^\Wa-z\d_])")
_ASIAN_LABEL = pattern(r"(?:作者|撰文|文字|记者|記者|通讯员)(?:\s?[:：]\s?|\s)([^\s，,；;|｜/／()（）:：]{2,16})")
_KOREAN_REPORTER = pattern(r"(?<![가-힣])([가-힣]{2,4})\s?(?:기자|특파원)")
_GLUED_BY = pattern(r"By(?=[A-Z][a-z])")
_AUTHOR_PATH = pattern(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|auteur|profiles?|people|contributors?|by|staff|writers?|producers|users?|"
    r"journalist(?:e|en|s)?|redakteure?|team|person|columnists?|reporters?|medarbejder|u)/[^/?#]{2,}|/@[\w.-]{2,40}/?(?:$|\?)",
    re.I,
)
_MAX_LINK_DISTANCE = 8  # blocks after the title
_LOWER_CASE_PARTS = frozenset("van von der den de del della di da dos la le el al bin ibn and und et y e".split())
_DATE_LABEL = pattern(
    r"(?:\b(?:published|posted|date|created|on|am|le|el|il|opublikowano|publié|veröffentlicht|publicado|pubblicato|"
    r"erschienen|stand|дата|yayın\w*)\b|发布|公開|投稿|掲載)",
    re.I,
)
_UPDATED = pattern(
    r"updated|modified|revised|mis à jour|aktualisiert|actualizado|atualizado|aggiornat|bijgewerkt|güncelle|"
    r"zaktualizowano|uppdaterad|opdateret|oppdatert|päivitetty|aktualizováno|обновл|оновлен|更新|수정|تحديث|עודכן|अपडेट|"
    r"cập nhật|diperbarui|แก้ไข",
    re.I,
)
_MAX_DATE_WORDS = 9

Found = tuple[str, str]  # a date as ISO 8601, and the line it was read from


def _blocks_near_title(decisions: Sequence[Decision], after: int = _MAX_BLOCKS_AFTER) -> list[Block]:
    """The blocks near the title, or the page's first ones."""
    title = next((index for index, decision in enumerate(decisions) if decision.role == "title"), -1)
    if title < 0:
        title = next((index for index, decision in enumerate(decisions) if _is_top_heading(decision.block)), 0)
    blocks = [decision.block for decision in decisions[max(0, title - 8) : title + after]]
    return [block for block in blocks if not block.hidden and len(block.text) <= _MAX_LINE]


def _is_top_heading(block: Block) -> bool:
    return block.kind is Kind.HEADING and block.level == 1 and not block.hidden


def author_line(decisions: Sequence[Decision]) -> list[str]:
    """The authors in a by-line near the title, such as "By Ada Finch and Tom Reed"; [] for none."""
    blocks = _blocks_near_title(decisions)
    for index, block in enumerate(blocks):
        following = blocks[index + 1].text if index + 1 < len(blocks) else ""
        names = list(takewhile(_looks_like_a_name, _names_of_line(" ".join(block.text.split()), following)))
        if names:
            return names
    return []


def _names_of_line(text: str, following: str) -> list[str]:
    """The names in a by-line; ``following`` is the next line, which has them where the by-line is "By" alone."""
    if match := BYLINE_START.match(text) or _GLUED_BY.match(text):
        return split_names(text[match.end() :])
    if match := _ASIAN_LABEL.search(text) or _KOREAN_REPORTER.search(text):
        return split_names(match[1])
    if BYLINE_ALONE.match(text):
        return split_names(following)
    match = _BY_AFTER_DATE.search(text) if any(map(str.isdigit, text)) else None
    return list(filter(is_person, split_names(text[match.end() :]))) if match else []


def author_links(decisions: Sequence[Decision]) -> list[str]:
    """The names in links to pages of authors, near the title; [] for none."""
    names: list[str] = []
    for block in _blocks_near_title(decisions, _MAX_LINK_DISTANCE):
        for mark in block.marks:
            if mark.kind == "link" and _AUTHOR_PATH.search(mark.href[-200:]):
                name = clean_name(block.text[mark.start : mark.end])
                if name and is_person(name):
                    names.append(name)
        if names:
            break
    return names


def _looks_like_a_name(text: str) -> bool:
    """One to six words, each with a capital (or in a script without capitals)."""
    parts = text.replace(",", " ").split()
    if not 1 <= len(parts) <= 6:
        return False
    return all(not part[0].islower() or part in _LOWER_CASE_PARTS for part in parts)


def date_lines(decisions: Sequence[Decision], month_first: bool) -> tuple[Found, Found]:
    """The dates of publication and of the last change on lines near the title, each with its line; "" for none."""
    published = updated = ("", "")
    for block in _blocks_near_title(decisions):
        text = block.text
        if published[0] or not any(char.isdigit() for char in text):
            continue
        if len(text.split()) > _MAX_DATE_WORDS and not _DATE_LABEL.search(text) and not text[:2].isdigit():
            continue
        label = _UPDATED.search(text)
        before, after = (text[: label.start()], text[label.start() :]) if label else (text, "")
        if date := parse_date(before, month_first):
            published = (date, text)
        if not updated[0] and (date := parse_date(after, month_first)):
            updated = (date, text)
    return published, updated
