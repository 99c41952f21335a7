"""The path from the home page to this one."""

from __future__ import annotations

from ...lexicon.text import first_word
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop
from ...reading.markup import is_code_like

_HOME_REGEX = (
    "home|homepage|start|startseite|accueil|inicio|início|strona główna|главная|ana ?sayfa|الرئيسية|首页|首頁"
    "|ホーム|トップ|홈|forum|forums|blog|news"
)
_PATH_FROM_HOME = pattern(
    rf"^(?:you are here:? ?|sie sind hier:? ?|vous êtes ici ?:? ?)?(?:{_HOME_REGEX}) ?(?:[>›»→⟩▸❯/|\\]|::|&gt;) ?\S"
)
_ARROW = pattern(r"\s{1,40}[>→]\s{1,40}|\s{0,40}[›»⟩▸❯]\s{0,40}")
_ANY_ARROW = pattern("[>→›»⟩▸❯]")  # a quick test for the many lines that contain none
_MAX_SIZE = 16  # words of a path in a line; lines of a path in an element
_HOME_WITHOUT_ARROW = pattern(rf"^(?:{_HOME_REGEX}) (\S.*)$")
_FIRST_WORDS = frozenset(first_word(word) for word in _HOME_REGEX.replace(" ?", " ").split("|")) | frozenset(
    ("you", "sie", "vous", "anasayfa")
)
_ELEMENT_NAMES = frozenset(
    ("breadcrumb", "breadcrumbs", "breadcrumb-trail", "woocommerce-breadcrumb", "bread-crumb", "breadcrumb-list")
)


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    title = lines.title(decided)
    end = lines.start if title is None else title.index + 3
    home_lines = frozenset(lines.starting_with(_FIRST_WORDS, _MAX_SIZE))
    paths = [line for line in lines.between(0, end) if _is_path(lines, line, end, home_lines)]
    for element in reading.elements_named(_ELEMENT_NAMES):
        if element.end - element.start <= _MAX_SIZE:
            paths += [line for line in lines.inside(element) if line.words <= _MAX_SIZE]
    return drop((line for line in paths if line is not title), "breadcrumb: the path to this page")


def _is_path(lines: Lines, line: Line, end: int, home_lines: frozenset[Line]) -> bool:
    """Whether a line is a path: it starts with the home page (see ``home_lines``), or has arrows between its parts."""
    if not line.normalised or line.words > _MAX_SIZE or line.is_prose or line.kind is Kind.CODE:
        return False
    if line in home_lines:
        if _PATH_FROM_HOME.match(line.normalised):
            return True
        match = _HOME_WITHOUT_ARROW.match(line.normalised)
        if match and any(line is not other and other.index < end for other in lines.by_text.get(match[1], ())):
            return True
    if not _ANY_ARROW.search(line.text):
        return False
    parts = _ARROW.split(line.text)
    return len(parts) >= 3 and all(0 < len(part.split()) <= 6 for part in parts[:-1]) and not is_code_like(line.text)
