"""Writes formulas between dollar signs, so that programs that know no formulas show harmless text.

Spaces mean nothing in TeX: they separate signs that together would be a tag, a link or an attribute in Markdown.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from ..page import Block, Mark

FORMULAS = ("formula", "display")
# Pairs of signs that begin something in Markdown or a template; a space is written between them.
_PAIRS = re.compile(r"<(?=[A-Za-z/!?$])|\](?=[(\[:])|\[(?=[\^\[])|!(?=\[)|\{(?=[{%#!:])|\*(?=\{)")
# Commands with which TeX, MathJax or KaTeX read files, load code, follow addresses or change themselves.
_COMMANDS = re.compile(
    r"\\(?:href|url|includegraphics|html[A-Za-z]{1,10}|input|include|write|immediate|openout|openin|read|catcode|csname|def|gdef"
    r"|edef|xdef|let|futurelet|newcommand|renewcommand|providecommand|newenvironment|require|style|class|cssId|data|special"
    r"|directlua|usepackage|verbatiminput|lstinputlisting|loop|expandafter|unicode|mmlToken)(?![A-Za-z])"
)
# Names that a list of attributes in braces must not have; letters apart mean the same in TeX.
_ATTRIBUTE = re.compile(
    r"\b(?=on[a-z]|style=|href=|src=|action=|formaction=|data=|srcdoc=)([a-z])(?=[a-z]{1,20}=)", re.I
)
_ENTITY = re.compile(r"&(?=#|\w{1,40};)")
_MAX_DISPLAYED = 100  # of one block; where there are more, they are written within the lines
_SAFE_START = re.compile(r"[A-Za-z\\&{(]")
_LIST_START = re.compile(r"[A-Za-z0-9]{1,9}[.)]")
_DOLLAR = re.compile(r"(?<!\\)\$")
_SPECIAL = str.maketrans({"`": "‘", "\u2028": " ", "\u2029": " "})


def inline_formula(tex: str) -> str:
    """A formula within a line; "" where it cannot be written so that it ends where it should."""
    safe = safe_tex(" ".join(tex.split()))
    return f"${safe}$" if safe else ""


def display_formula(tex: str) -> list[str]:
    """A formula on lines of its own; [] where it cannot be written so."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, safe_tex(tex).split("\n"))):
        if lines and (not _SAFE_START.match(line) or _LIST_START.match(line)):
            lines[-1] += f" {line}"  # alone it could begin a list, a heading or a quotation
        else:
            lines.append(line)
    if lines and (not _SAFE_START.match(lines[0]) or _LIST_START.match(lines[0])):
        return [f"$${' '.join(lines)}$$"]
    return ["$$", *lines, "$$"] if lines else []


def safe_tex(tex: str) -> str:
    """TeX without what could act or end the formula; "" for commands that do more than show signs."""
    tex = tex.translate(_SPECIAL).strip()
    if (len(tex) - len(tex.rstrip("\\"))) % 2:
        tex = tex[:-1].rstrip()  # it would escape the dollar sign at the end
    if _COMMANDS.search(tex) or len(_DOLLAR.findall(tex)) % 2:
        return ""
    brackets = itertools.cycle(("\\(", "\\)"))
    tex = _DOLLAR.sub(lambda _: next(brackets), tex)
    tex = _PAIRS.sub(lambda match: f"{match[0]} ", tex)
    return _ENTITY.sub("& ", _ATTRIBUTE.sub(r"\1 ", tex))


def split_displayed(block: Block) -> list[tuple[Block, bool]]:
    """The parts of a block: its displayed formulas, and the text before, between and after them.

    Each with whether it is such a formula.
    """
    displayed = sorted((mark for mark in block.marks if mark.kind == "display"), key=lambda mark: mark.start)
    if not 0 < len(displayed) <= _MAX_DISPLAYED:
        return [(block, False)]
    parts: list[tuple[Block, bool]] = []
    position = 0
    for mark in displayed:
        parts.append((_part(block, position, mark.start), False))
        parts.append((_part(block, mark.start, mark.end), True))
        position = max(position, mark.end)
    parts.append((_part(block, position, len(block.text)), False))
    return [(part, is_formula) for part, is_formula in parts if part.text]


def _part(block: Block, start: int, end: int) -> Block:
    text = block.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    marks = (
        Mark(mark.kind, max(mark.start, start) - start, min(mark.end, end) - start, mark.href)
        for mark in block.marks if mark.start < end and start < mark.end
    )  # fmt: skip
    return replace(block, text=text, marks=tuple(marks))
