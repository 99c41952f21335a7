"""The path from the home page to this one."""

from __future__ import annotations

import re

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import Lines, drop, lines_of, title_place

_HOME = "home|homepage|start|startseite|accueil|inicio|início|strona główna|главная|ana ?sayfa|الرئيسية|首页|首頁|ホーム|トップ|홈|forum|forums|blog|news"
_TRAIL = re.compile(rf"^(?:you are here:? ?|sie sind hier:? ?|vous êtes ici ?:? ?)?(?:{_HOME}) ?(?:[>›»→⟩▸❯/|\\]|::|&gt;) ?\S")
_GLYPH = re.compile(r"\s*[>›»→⟩▸❯]\s*")
_GLUED = re.compile(rf"^(?:{_HOME}) (\S.*)$")
_TOKENS = frozenset(("breadcrumb", "breadcrumbs", "breadcrumb-trail", "woocommerce-breadcrumb", "bread-crumb", "breadcrumb-list"))


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    title = title_place(lines, decided)
    edge = max(lines.start, (title or -1) + 3)
    found = [place for place in range(min(edge, len(lines))) if place != title and _is_trail(lines, place, edge)]
    found += [place for place in lines.short(12) if place != title and page.origin == "html" and _marked(page, lines, place)]
    return drop(lines, found, "breadcrumb: the path to this page")


def _is_trail(lines: Lines, place: int, edge: int) -> bool:
    key = lines.keys[place]
    if not key or lines.prose[place] or lines.blocks[place].kind is Kind.CODE:
        return False
    if _TRAIL.match(key):
        return True
    glued = _GLUED.match(key)
    if glued and any(place != other < edge for other in lines.at.get(glued[1], ())):
        return True
    parts = _GLYPH.split(lines.blocks[place].text)
    return len(parts) >= 3 and all(0 < len(part.split()) <= 6 for part in parts[:-1])


def _marked(page: Page, lines: Lines, place: int) -> bool:
    for element in page.ancestors(lines.blocks[place])[:5]:
        names = f"{element.attrs.get('class') or ''} {element.attrs.get('id') or ''} {element.attrs.get('aria-label') or ''}"
        if not _TOKENS.isdisjoint(names.casefold().split()):
            return element.end - element.start <= 12
    return False


VOICE = Voice("rules.breadcrumbs", speak)
