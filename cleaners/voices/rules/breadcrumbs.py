"""The path from the home page to this one."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.text import first_word
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Lines, drop, title_place
from ...reading.markup import is_code_like

_HOME = (
    "home|homepage|start|startseite|accueil|inicio|início|strona główna|главная|ana ?sayfa|الرئيسية|首页|首頁"
    "|ホーム|トップ|홈|forum|forums|blog|news"
)
_TRAIL = pattern(
    rf"^(?:you are here:? ?|sie sind hier:? ?|vous êtes ici ?:? ?)?(?:{_HOME}) ?(?:[>›»→⟩▸❯/|\\]|::|&gt;) ?\S"
)
_GLYPH = pattern(r"\s+[>→]\s+|\s*[›»⟩▸❯]\s*")
_ANY_GLYPH = pattern("[>→›»⟩▸❯]")  # quickly tells the many lines that hold none
_MOST = 16  # words, and lines of an element, that are one path
_GLUED = pattern(rf"^(?:{_HOME}) (\S.*)$")
_HOMES = frozenset(first_word(word) for word in _HOME.replace(" ?", " ").split("|")) | frozenset(
    ("you", "sie", "vous", "anasayfa")
)
_TOKENS = frozenset(
    ("breadcrumb", "breadcrumbs", "breadcrumb-trail", "woocommerce-breadcrumb", "bread-crumb", "breadcrumb-list")
)


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    title = title_place(lines, decided)
    edge = lines.start if title is None else title + 3
    homes = frozenset(lines.opened_by(_HOMES, _MOST))
    found = [place for place in range(min(edge, len(lines))) if place != title and _is_trail(lines, place, edge, homes)]
    for element in reading.elements_named(_TOKENS):
        if element.end - element.start <= _MOST:
            inside = (lines.position.get(index) for index in range(element.start, element.end))
            found += [place for place in inside if place is not None and place != title and lines.words[place] <= _MOST]
    return drop(lines, found, "breadcrumb: the path to this page")


def _is_trail(lines: Lines, place: int, edge: int, homes: frozenset[int]) -> bool:
    """Whether a line is a path: it opens with a home page (``homes``), or has its parts set apart by arrows."""
    key = lines.keys[place]
    if not key or lines.words[place] > _MOST or lines.prose[place] or lines.blocks[place].kind is Kind.CODE:
        return False
    if place in homes:
        if _TRAIL.match(key):
            return True
        glued = _GLUED.match(key)
        if glued and any(place != other < edge for other in lines.at.get(glued[1], ())):
            return True
    if not _ANY_GLYPH.search(lines.blocks[place].text):
        return False
    parts = _GLYPH.split(lines.blocks[place].text)
    return (
        len(parts) >= 3
        and all(0 < len(part.split()) <= 6 for part in parts[:-1])
        and not is_code_like(lines.blocks[place].text)
    )


VOICE = Voice("rules.breadcrumbs", speak)
