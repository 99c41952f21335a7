"""Cleans the names of authors and takes lists of them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..months import MONTHS
from ..patterns import pattern

# White space is collapsed before, so that no repeat of it is needed.
_BY_WORD = (
    r"(?:(?:written|authored|posted|published|story|text|words|reported|created|started|more|posts|article|report)\s"
    r"by\b:?|(?:view|read|see)\b.{0,20}\bby\b|by\b(?!\s?$)|(?:authors?|name|contributors?)\s?[:,]|author\b"
    r"|von|par|por|di|da|door|af|av|de|ved|oleh|bởi|przez|napisał[ao]?"
    r"|(?:autor(?:a|in|en|es|i|e|zy|y)?|auteurs?|tekst|text|teksti|texto|testo|texte|yazan|yazar|haber|írta|szerző|penulis"
    r"|tác giả|автор[ыи]?|текст|фото и текст|συντάκτης|γράφει ο|γράφει η)\s?:)"
)
_ASIAN_BY_WORD = (
    r"(?:(?:作者|撰文|采写|記者|记者|执笔|執筆|筆者|取材・文|ライター|編集|글쓴이)\s?[:：/／|｜]?|(?:取材・)?(?:文(?:・(?:写真|撮影))?|글)\s?[:：/／|｜]"
    r"|(?:بقلم|كتبت?|الكاتب|النص|نویسنده|نوشته)\s?[:：]?|(?:מאת|כתב|כתבה)\s?:?|(?:โดย|เขียนโดย|ผู้เขียน)\s?:?"
    r"|(?:लेखक|रिपोर्ट|द्वारा)\s?[:：]?)"
)
BYLINE_START = pattern(rf"\A(?:{_BY_WORD}\s?[:：]?\s(?=\S)|{_ASIAN_BY_WORD}\s?(?=\S))", re.I)
BYLINE_ALONE = pattern(rf"\A(?:{_BY_WORD[:-1]}|by|author)|{_ASIAN_BY_WORD})\s?[:：]?\Z", re.I)


def _months() -> str:
    names = sorted((re.escape(name) for name in MONTHS), key=len, reverse=True)
    return rf"(?:{'|'.join(names)})"


_SUFFIX = pattern(
    lambda: (
        r"\s?(?:[|•·⋅∙–—｜]\s?.*|\(.*|（.*|<.*|,?\s(?:on|at|am|le|el|il|op|den)\s(?=.*\d).*|\s-\s.*|\s/\s.*|"
        r"[/／][^/／]{1,8}(?:報導|报道|報道|電|讯|訊)|"
        rf"[,;]?\s?(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?)?{_months()}\.?,?\s(?:de\s)?\d.*|"
        r"[,;]?\s?\d{1,4}(?:st|nd|rd|th)?\W.*|"
        r"\s(?:published|updated|posted|staff writer|contributor|follow|read more|view profile|view all|"
        r"last updated|on behalf of|for the|min read)\b.*|\sin|"
        r"\s?(?:記者|记者|기자|特派员)|"
        r"(?<=[a-z])(?-i:Published|Updated|Posted)\b.*)\Z"
    ),
    re.I | re.S,
)
_NOT_A_NAME = pattern(
    lambda: (
        r"https?:|www\.|@|\{|\.(?:com|org|net)\b|page\.head|\A(?:admin(?:istrator)?|(?:the )?authors?|none|null|"
        r"undefined|unknown|user|root|"
        r"webmaster|guest|anonymous|contributors?|by|written by|posted by|redakteur|staff|n/a|share|comments?|home|"
        r"menu|follow|subscribe|skip to .*|reviews?|posts?|hi|"
        r"posted|editor|(?:sign|log) ?(?:in|up|out)?|history|news|blog|team|about|contact|(?:read|learn|more|view|"
        r"see|request|free|add|show|explore|search) .*|search|planning|options?|authorized dealer|"
        rf"{_months()}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\Z"
    ),
    re.I,
)
_DATELINE = pattern(r"[/／][^/／]{1,8}(?:報導|报道|報道|電|讯|訊)\Z")
_SEPARATOR = pattern(r"\s?[;、，／•·]\s?|,\s?(?:(?:and|und|&)\s)?|\s(?:and|und|&)\s|\swith\s(?=[A-Z])")
_SHORT_AND = pattern(r"\s(?:et|y|e|og|och|i|и|та|ve|en|și|a|és|και)\s")
_CREDENTIALS = pattern(
    r"(?:[A-Z.-]{2,7}®?(?:\s\d{1,3})?|[JS]r\.?|I{2,3}|IV|Ph\.?\s?D\.?|M\.?D\.?|[BM]\.?Sc\.?|Esq\.?|LLC|Inc\.?)"
)
_ROLE = pattern(
    r"\b(?:editor|director|writer|correspondent|reporter|manager|analyst|columnist|professor|president|founder|officer|"
    r"staff|journalist|strategist|specialist|consultant|engineer|redakteur(?:in)?|journaliste|redactora?|produc(?:er|tion)|"
    r"university|institute)\b",
    re.I,
)
_COLLECTIVE = pattern(
    r"\b(?:team|staff|editors|editorial|newsroom|desk|redaktion|redazione|rédaction|redacción|redação|redactie|redaksi|"
    r"redakcja|redakce|toimitus|редакция|contributors?|department|ministry|university|institute|association|foundation|"
    r"company|group|inc|llc|ltd|gmbh|corporation|agency|media|news|press|magazine|times|studio)\b|編輯部|编辑部|編集部|新聞社|"
    r"通讯社|日报社|기자단|هيئة التحرير",
    re.I,
)
_USERNAME = pattern(r"(?=.*[\d._-])[\w.-]+|[a-z0-9]+")
_MAX_NAME = 80  # characters
_MAX_TEXT = 500  # characters that are read
_MAX_NAMES = 40
_MAX_PERSON_WORDS = 6
_SMALL_WORDS = frozenset(
    "van von der den de del della di da dos das do la le el al bin ibn ben ter te af zu y e".split()
)


def clean_name(text: str) -> str:
    """One author's name without "By", dates and titles around it; "" for a text that is no name."""
    text = " ".join(text[:_MAX_TEXT].split())
    for _ in range(2):
        text = BYLINE_START.sub("", text).strip()
    text = _SUFFIX.sub("", text).strip(" ,;:|-–—·•\"'“”/／")
    if not 2 <= len(text) <= _MAX_NAME or _NOT_A_NAME.search(text) or not any(char.isalpha() for char in text):
        return ""
    return text


def split_names(text: str) -> list[str]:
    """The names of a text such as "By Ada Finch, Tom Reed and Bo Hale, MD", each cleaned, without duties ("editor")."""
    text = _DATELINE.sub("", BYLINE_START.sub("", " ".join(text[:_MAX_TEXT].split())))
    names: list[str] = []
    for part in _parts(text):
        if names and _CREDENTIALS.fullmatch(part.strip()):
            names[-1] = f"{names[-1]}, {part.strip()}"
        elif name := clean_name(part):
            names.append(name)
    persons = [name for name in names if not _ROLE.search(name)]
    return persons or names[:1]


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for part in _SEPARATOR.split(text)[:_MAX_NAMES]:
        sides = _SHORT_AND.split(part)
        whole = all(side.count(" ") >= 1 for side in sides)  # "Ortega y Gasset" is one name
        parts.extend(sides if whole else [part])
    return parts


def unique_names(names: Iterable[str]) -> list[str]:
    """The names in order, each once."""
    unique: dict[str, str] = {}
    for name in names:
        unique.setdefault(name.casefold(), name)
    return list(unique.values())[:_MAX_NAMES]


def join_names(names: Iterable[str]) -> str:
    """Several authors in one line, each once."""
    return ", ".join(unique_names(filter(None, map(clean_name, names))))


def is_person(name: str) -> bool:
    """Whether a name has the form of a person's: two to six words with capitals, or a short one in another script."""
    words = name.partition(",")[0].split()
    if is_collective(name) or any(char.isdigit() for char in name):
        return False
    if not name[0].isascii() and name[0].lower() == name[0].upper():  # a script without capitals
        return len(name) <= 30 and len(words) <= _MAX_PERSON_WORDS
    if not 2 <= len(words) <= _MAX_PERSON_WORDS:
        return False
    return all(not word[0].islower() or word in _SMALL_WORDS or word.startswith(("d'", "d’")) for word in words)


def is_collective(name: str) -> bool:
    """Whether a name is a team's or an organisation's by its words."""
    return bool(_COLLECTIVE.search(name))


def is_username(name: str) -> bool:
    """Whether a name looks like that of an account: one word with a digit or a sign, or without a capital."""
    return bool(_USERNAME.fullmatch(name))
