"""The path from the home page to this one."""

from __future__ import annotations

from ...lexicon.text import first_word
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop
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


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    edge = lines.start if title is None else title.index + 3
    homes = frozenset(lines.starting_with(_HOMES, _MOST))
    found = [line for line in lines.between(0, edge) if _is_trail(lines, line, edge, homes)]
    for element in reading.elements_named(_TOKENS):
        if element.end - element.start <= _MOST:
            found += [line for line in lines.inside(element) if line.words <= _MOST]
    return drop((line for line in found if line is not title), "breadcrumb: the path to this page")


def _is_trail(lines: Lines, line: Line, edge: int, homes: frozenset[Line]) -> bool:
    """Whether a line is a path: it opens with a home page (``homes``), or has its parts set apart by arrows."""
    if not line.normalised or line.words > _MOST or line.is_prose or line.kind is Kind.CODE:
        return False
    if line in homes:
        if _TRAIL.match(line.normalised):
            return True
        glued = _GLUED.match(line.normalised)
        if glued and any(line is not other and other.index < edge for other in lines.by_text.get(glued[1], ())):
            return True
    if not _ANY_GLYPH.search(line.text):
        return False
    parts = _GLYPH.split(line.text)
    return len(parts) >= 3 and all(0 < len(part.split()) <= 6 for part in parts[:-1]) and not is_code_like(line.text)
