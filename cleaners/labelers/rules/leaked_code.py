"""Style sheets and scripts that leaked into the text."""

from __future__ import annotations

from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import Line, Lines, drop
from ...reading.markup import is_code_like

_PROPERTY = "color|background|margin|padding|display|width|height|font|border|position|float|text|line|max|min|top"
_STYLE = pattern(
    r"[.#@][\w-]+[^{};<>]{0,80}\{\s*(?:[.#@][^{}]{0,80}\{\s*)?"
    rf"(?:{_PROPERTY})[\w-]*\s*:[^{{}};]{{1,120}}[;}}]"
)
_TRACKER = pattern(
    r"window\.(?:datalayer|googletag|adsbygoogle|_taboola|fbq|_gaq)|googletag\.(?:cmd|display|pubads)"
    r"|\(adsbygoogle = |var _gaq\b|_gaq\.push|fbq\('|gtag\('|datalayer\.push|<!\[cdata\[|//\]\]>|taboola"
)
_IDENTIFIER = pattern(r"\b[A-Za-z]+(?:-[a-z]+)+|\b[a-z]+[A-Z]\w+|\b(?:css|CSS|JavaScript|padding|margin|selector)\b")
_CHARS_PER_SIGN = 14  # at most, in code
_MAX_OTHER_LINES = 2  # with more other lines of code, the page shows code


def label(reading: Reading, decided: Decisions) -> Labels:
    if any(line.kind is Kind.CODE for line in reading.lines):
        return {}  # a page that shows code may contain code in its text as well
    leaked, others = [], 0
    for line in reading.lines:
        text = line.text
        if "{" in text or "(" in text or "[" in text:
            if _has_many_signs(text) and (
                _TRACKER.search(text[:3000].casefold()) or ("{" in text and _STYLE.search(text[:3000]))
            ):
                leaked.append(line)
            elif is_code_like(text[-200:]):
                others += 1
    if others > _MAX_OTHER_LINES:
        return {}
    leaked = [line for line in leaked if not _is_shown(reading.lines, line)]
    return drop(leaked, "style sheet or script that leaked into the text")


def _is_shown(lines: Lines, line: Line) -> bool:
    """Whether the article shows the code: a colon is before it, or the prose has one of its longer words."""
    before = lines.between(line.index - 1, line.index)
    if before and before[0].text.endswith((":", "：")):
        return True
    names = frozenset(_IDENTIFIER.findall(line.text[:400]))
    prose = (other.text for other in lines if other.is_prose and other is not line)
    return any(not names.isdisjoint(_IDENTIFIER.findall(text)) for text in prose)


def _has_many_signs(text: str) -> bool:
    """Whether a text has more braces, brackets, colons and semicolons than prose has."""
    sample = text[:400]
    signs = sum(sample.count(sign) for sign in "{}();:=[]#$'")
    return signs * _CHARS_PER_SIGN > len(sample)
