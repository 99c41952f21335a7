"""The title: its first true copy is kept as the title, the other copies near it are dropped."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote, urlsplit

from ...page import Decisions, Kind, Page, Verdict, Verdicts, Voice
from ..lines import Lines, lines_of, normalise
from ..phrases import phrases

_NEAR = 12  # lines: a copy this close to the title is a copy, farther down it may be a refrain
_HEAD = 150  # lines of a flattened page in which the title is looked for
_SEPARATOR = re.compile(r"\s+[|–—:·»•/\\-]+\s+|\s*[|»]\s*|: ")
_WORD = re.compile(r"\w+")
_NOT_TITLE = re.compile(
    r"^(?:by|von|par|por|di|door) [A-Z]|^\W*\d[\d\s.,:/-]*$|[@©]|\b(?:19|20)\d\d\b.{0,16}\d:\d\d|^(?:https?:|www\.)"
)
_TABLES = ("menu", "menu_label", "skip_link", "share", "network", "login", "comment_form", "forum_chrome",
           "related", "newsletter", "ad_label", "cookie", "tag_label", "pager", "footer", "published", "placeholder")  # fmt: skip
_FURNITURE = frozenset().union(*(phrases(table) for table in _TABLES))
_KEPT = Verdict(True, "the title of the page", role="title")


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    names = _declared(page)
    place = _in_markup(page, lines, names) if page.origin == "html" else _in_text(page, lines)
    if place is None:
        return {}
    title = lines.blocks[place]
    found = {title.index: Verdict(True, _KEPT.reason, title.text[:120], 0.95, "title")}
    same = {lines.keys[place], *names}
    last = max(place + _NEAR, lines.start)
    for other in range(min(last + 1, len(lines))):
        if other != place and not lines.prose[other] and _is_copy(lines.keys[other], lines.keys[place], same):
            block = lines.blocks[other]
            found[block.index] = Verdict(False, "copy of the title", block.text[:120])
    return found


def _is_copy(key: str, title: str, same: set[str]) -> bool:
    if not key:
        return False
    if key == title or (key in same and len(key) >= len(title)):
        return True
    return key.startswith(title + " ") and key.count(" ") >= 3 and bool(_SITE_TAIL.match(key[len(title) :]))


_SITE_TAIL = re.compile(r" (?:[|–—·»-]|::) .{1,60}$")


def _declared(page: Page) -> dict[str, int]:
    """What the head calls the page, whole and without the site's name: key to rank (0 is best)."""
    found: dict[str, int] = {}
    for title in page.title_candidates:
        found.setdefault(normalise(title), len(found))
    for title in page.title_candidates:
        cuts = [match.span() for match in _SEPARATOR.finditer(title)]
        for start, end in cuts:
            for part in (title[:start], title[end:]):
                key = normalise(part)
                if key.count(" ") >= 1 or len(key) >= 12:
                    found.setdefault(key, len(found))
    found.pop("", None)
    site = {normalise(text) for name, text in page.head.meta if name in ("og:site_name", "application-name")}
    return {key: rank for key, rank in found.items() if key not in site or len(found) == 1}


def _in_markup(page: Page, lines: Lines, names: dict[str, int]) -> int | None:
    """The best heading that says what the head declares; else another line that does, in the head."""
    headings = [
        place for place, block in enumerate(lines.blocks) if block.kind is Kind.HEADING and lines.keys[place]
    ]  # fmt: skip
    matching = [place for place in headings if lines.keys[place] in names]
    if matching:
        return min(matching, key=lambda place: (lines.blocks[place].level, place))
    first = [place for place in headings if lines.blocks[place].level == 1]
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


def _in_text(page: Page, lines: Lines) -> int | None:
    """Flattened text: the line the address names, else a repeated line, else the first or last fit one of the head."""
    fit = [place for place in range(min(lines.start, _HEAD)) if _could_be(lines, place)]
    if not fit:
        return None
    slug = _slug(page.url)
    if len(slug) >= 3:
        best = max(fit, key=lambda place: (_overlap(slug, lines.keys[place]), -lines.words[place]))
        if _overlap(slug, lines.keys[best]) >= 0.6:
            return best
    often = Counter(lines.keys[place] for place in fit)
    again = [place for place in fit if often[lines.keys[place]] > 1 and lines.words[place] >= 4]
    tailed = [place for place in fit if _named_again(lines, place)]
    for places in (again, tailed):
        if places:
            return max(places, key=lambda place: (lines.words[place], -place))
    if fit[0] == 0 and lines.words[0] >= 4:
        return 0
    long = [place for place in fit if lines.words[place] >= 4]
    return max(long, key=lambda place: (min(lines.words[place], 8), place)) if long else None


def _could_be(lines: Lines, place: int) -> bool:
    block, key = lines.blocks[place], lines.keys[place]
    if lines.prose[place] or block.kind is Kind.CODE or not 2 <= lines.words[place] <= 30 or key in _FURNITURE:
        return False
    if block.text.endswith((".", ":", ",", ";", "。")) and not block.text.endswith("..."):
        return False
    return not _NOT_TITLE.search(block.text)


def _named_again(lines: Lines, place: int) -> bool:
    """Whether the head also holds this line followed by a site's name."""
    key = lines.keys[place]
    if lines.words[place] < 3:
        return False
    return any(
        other.startswith(key) and _SITE_TAIL.match(other[len(key) :])
        for other in lines.keys[: lines.start] if len(other) > len(key)
    )  # fmt: skip


def _slug(url: str | None) -> set[str]:
    """The words of the last part of an address."""
    if not url:
        return set()
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    return {word for word in _WORD.findall(max(parts, key=len).casefold().replace("_", " ")) if len(word) > 2} if parts else set()


def _overlap(slug: set[str], key: str) -> float:
    words = set(_WORD.findall(key))
    return len(slug & words) / len(slug) if words else 0.0


VOICE = Voice("rules.title", speak)
