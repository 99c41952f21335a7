"""Style sheets and scripts that leaked into the text."""

from __future__ import annotations

import re

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import lines_of, drop

_STYLE = re.compile(r"[.#@][\w-]+[^{};<>]{0,80}\{[^{}]{0,200}[\w-]+\s*:\s*[^{};]{1,120};?[^{}]{0,400}\}")
_SCRIPT = re.compile(
    r"window\.(?:datalayer|googletag|adsbygoogle|_taboola|ga|fbq|_gaq)|googletag\.(?:cmd|display)|\(adsbygoogle = |document\.(?:write|getelementbyid)\("
    r"|var _gaq\b|_gaq\.push|fbq\('|gtag\('|\$\(document\)\.ready\(|jquery\(document\)|\(function ?\(.{0,20}\) ?\{|<!\[cdata\[|//\]\]>|!function\("
)
_MARK = ("{", "(", "[", "/")


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    if any(block.kind is Kind.CODE for block in lines.blocks):
        return {}  # a page that shows code may well talk of it in a line
    places = []
    for place, block in enumerate(lines.blocks):
        text = block.text
        if "{" in text and text.count("{") <= text.count("}") + 1 and _STYLE.search(text[:2000]) and _mostly_code(text):
            places.append(place)
        elif ("(" in text or "[" in text) and _mostly_code(text) and _SCRIPT.search(text[:2000].casefold()):
            places.append(place)
    if len(places) * 3 > len(lines):
        return {}
    return drop(lines, places, "style sheet or script that leaked into the text")


def _mostly_code(text: str) -> bool:
    """More braces, brackets, colons and semicolons than prose ever holds."""
    sample = text[:400]
    signs = sum(sample.count(sign) for sign in "{}();:=[]#$'")
    return signs * 14 > len(sample)


VOICE = Voice("rules.leaked_code", speak)
