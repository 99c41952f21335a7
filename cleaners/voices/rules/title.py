"""The title: its first true copy is kept as the title, the other copies near it are dropped."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.text import normalise
from ...page import Decisions, Kind, Page, Verdict, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines

_NEAR = 12  # lines: a copy this close to the title is a copy, farther down it may be a refrain
_SURE = 0.5  # below this likelihood a title is named, but nothing is dropped for it
_LIKELY = 0.15  # below this no line is called the title
_SEPARATOR = pattern(r"\s+[|–—:·»•/\\-]+\s+|\s*[|»]\s*|: ")
_SITE_TAIL = pattern(r" (?:[|–—·»-]|::) .{1,60}$")
_WORD = pattern(r"\w+")


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    names: dict[str, int] = {}
    if reading.page.origin == "html":
        names = _declared(reading)
        place, sure = _in_markup(lines, names, _beginnings(reading)), 0.95
    else:
        place, sure = reading.headline or (None, 0.0)
    if place is None or sure < _LIKELY:
        return {}
    title = lines.blocks[place]
    found = {title.index: Verdict(True, "the title of the page", title.text[:120], round(sure, 2), "title")}
    if sure < _SURE:
        return found
    for other in range(_last(lines, place) + 1):
        if other != place and not lines.prose[other] and _is_copy(lines.keys[other], lines.keys[place], names):
            block = lines.blocks[other]
            found[block.index] = Verdict(False, "copy of the title", block.text[:120])
    return found


def _last(lines: Lines, title: int) -> int:
    """The last line that may be a copy: near the title, before the body has gone on below it."""
    last = title
    while last + 1 < len(lines) and last - title < _NEAR and not (lines.prose[last] and last > lines.start):
        last += 1
    return last


def _is_copy(key: str, title: str, names: dict[str, int]) -> bool:
    """The title again, whole or with the site's name after it."""
    if not key or not title:
        return False
    if key == title or (key in names and title in key):
        return True
    return key.startswith(title) and bool(_SITE_TAIL.match(key[len(title) :]))


def _declared(reading: Reading) -> dict[str, int]:
    """What the head calls the page, whole and without the site's name: key to rank (0 is best)."""
    found: dict[str, int] = {}
    for title in reading.declared_titles:
        found.setdefault(normalise(title), len(found))
    for title in reading.declared_titles:
        cuts = [match.span() for match in _SEPARATOR.finditer(title)]
        for start, end in cuts:
            for part in (title[:start], title[end:]):
                key = normalise(part)
                if key.count(" ") >= 1 or len(key) >= 12:
                    found.setdefault(key, len(found))
    found.pop("", None)
    site = _site_names(reading.page)
    return {key: rank for key, rank in found.items() if key not in site or len(found) == 1}


def _site_names(page: Page) -> set[str]:
    return {normalise(text) for name, text in page.head.meta if name in ("og:site_name", "application-name")}


def _beginnings(reading: Reading) -> set[str]:
    """What stands before a separator in the titles that the head declares, however short."""
    found = {normalise(title[: cut.start()]) for title in reading.declared_titles for cut in _SEPARATOR.finditer(title)}
    return found - _site_names(reading.page)


def _in_markup(lines: Lines, names: dict[str, int], beginnings: set[str]) -> int | None:
    """The best heading that says what the head declares; else another line that does, in the head."""
    headings = [
        place for place, block in enumerate(lines.blocks) if block.kind is Kind.HEADING and lines.keys[place]
    ]  # fmt: skip
    matching = [place for place in headings if lines.keys[place] in names]
    if matching:
        longest = max(len(lines.keys[place]) for place in matching)
        full = [place for place in matching if len(lines.keys[place]) * 2 > longest]  # not the site's name
        return min(full, key=lambda place: (lines.blocks[place].level, place))
    first = [place for place in headings if lines.blocks[place].level == 1]
    begun = [place for place in first if lines.keys[place] in beginnings]
    if len(begun) == 1:
        return begun[0]
    alike = [place for place in first if any(_alike(lines.keys[place], name) for name in names)]
    if alike:
        return alike[0]
    plain = [
        place for key in names.keys() & lines.at.keys() for place in lines.at[key]
        if key.count(" ") >= 2 and place <= lines.start + 3 and lines.blocks[place].linked * 2 <= len(key)
    ]  # fmt: skip
    if plain:
        return min(plain)
    long = [place for place in first if lines.words[place] >= 3]
    return long[0] if len(long) == 1 and len(first) == 1 else None


def _alike(key: str, name: str) -> bool:
    """Whether two titles share most of their words."""
    mine, theirs = set(_WORD.findall(key)), set(_WORD.findall(name))
    shared = len(mine & theirs)
    return shared >= 3 and shared * 5 >= 3 * min(len(mine), len(theirs)) and shared * 3 >= len(mine)


VOICE = Voice("rules.title", speak)
