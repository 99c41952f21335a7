"""Cleans the TeX of a formula, and tells TeX from other text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..patterns import pattern

MAX_TEX = 20_000  # characters; a longer formula is left as the page's text
_SOURCE_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n|\Z)")
_STYLE = re.compile(r"\{?\s*\\(?:displaystyle|textstyle|scriptstyle|strut)(?![A-Za-z])\s*")
_COMMAND = pattern(r"\\(?:[A-Za-z]{2,}|[,;:!{}|])")
_SIGNS = pattern(r"[A-Za-z0-9)\]}|']\s?[\^_]\s?[A-Za-z0-9({\\*+-]|[\^_]\{")
_RELATION = pattern(r"[A-Za-z0-9)\]}]\s*(?:[=<>+*/≤≥≠≈∈×·−-]|\\)\s*[A-Za-z0-9(\[{\\-]")
_SHORT = pattern(
    r"-?(?:[A-Za-z](?:'|\d|\([A-Za-z](?:\s?,\s?[A-Za-z])*\))?|\d{1,6}(?:\.\d{1,6})?[A-Za-z]?|\([\w, +-]{1,12}\))\Z"
)
_NAME = pattern(r"[A-Za-z]{2,}\w*\Z")
_BRACED = pattern(r"\\(?:text|mathrm|operatorname|textrm|textbf|mbox|hbox|label|tag|begin|end)\*?\s?\{[^{}]*\}")
_WORDS = pattern(r"(?<![\\A-Za-z])(?:[A-Za-z]{2,}[,;]?\s+[A-Za-z]{3,}|[A-Za-z]{3,}[,;]?\s+[A-Za-z]{2,})(?![A-Za-z])")
_DELIMITERS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$latex", "$"), ("$", "$"), ("`$", "$`"))
_ENVIRONMENT = re.compile(r"\\begin\{(equation|displaymath|math)\*?\}")


@dataclass(frozen=True, slots=True)
class Formula:
    """The TeX of a formula, "" where another element of the page has it. ``is_wide``: set in display style."""

    tex: str
    display: bool = False
    is_wide: bool = False
    number: str = ""  # the page's number of an equation, such as "(3)"


def formula(source: str, display: bool) -> Formula | None:
    """A formula from TeX with or without delimiters; None for an empty one, and for what is too long."""
    if len(source) > MAX_TEX:
        return None
    tex, delimiter = without_delimiters(source)
    tex, is_wide = _without_style(_SOURCE_COMMENT.sub("\n", tex) if "%" in tex else tex)
    display = display or delimiter in ("$$", "\\[")
    lines = [" ".join(line.split()) for line in tex.split("\n")]
    tex = ("\n" if display else " ").join(filter(None, lines))
    return Formula(tex, display, is_wide) if tex else None


def without_delimiters(source: str) -> tuple[str, str]:
    """TeX without the signs that begin and end it on the page, and the first of them ("" for none)."""
    tex = source.strip()
    for opening, closing in _DELIMITERS:
        if len(tex) > len(opening) + len(closing) and tex.startswith(opening) and tex.endswith(closing):
            return tex[len(opening) : -len(closing)].strip(), opening
    match = _ENVIRONMENT.match(tex)
    if match and tex.endswith(f"\\end{{{match[0][7:]}"):
        return tex[match.end() : tex.rindex("\\end")].strip(), "\\["
    return tex, "\\[" if tex.startswith("\\begin{") else ""


def _without_style(tex: str) -> tuple[str, bool]:
    """TeX without the command for its size around it, and whether it was the one of displayed formulas."""
    tex = tex.strip()
    match = _STYLE.match(tex)
    if not match:
        return tex, False
    rest = tex[match.end() :]
    if match[0][0] == "{":
        if not _closes_at_end(tex):
            return tex, False
        rest = rest[:-1]
    return rest.strip(), "display" in match[0]


def _closes_at_end(tex: str) -> bool:
    """Whether the brace that a text begins with is closed by its last character."""
    depth, escaped = 0, False
    for position, sign in enumerate(tex):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return position == len(tex) - 1
    return False


def is_tex(text: str) -> bool:
    """Whether a text has a command, a script or a relation of TeX, and no words of a sentence outside \\text{}."""
    if not (_COMMAND.search(text) or _SIGNS.search(text) or _RELATION.search(text)):
        return False
    return not _WORDS.search(_BRACED.sub(" ", text))


def is_surely_tex(text: str) -> bool:
    """As `is_tex`, for text on a page that is not known to show formulas: no relation or name_of_this alone."""
    if '"' in text or _NAME.match(text.strip()):
        return False
    return bool(_COMMAND.search(text) or _SIGNS.search(text)) and is_tex(text)


def is_short_tex(text: str) -> bool:
    """Whether a text is a variable or a number, which is a formula only between a formula's delimiters."""
    return _SHORT.match(text) is not None
