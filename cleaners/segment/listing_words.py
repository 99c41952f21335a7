"""What pages write beside their listings: the labels of buttons, and names of languages."""

from __future__ import annotations

import re

from .languages import language_label

_PROMPT = re.compile(r"(?:In|Out)\s?\[[ \d]{0,6}\]\s?:?\Z")  # of a notebook's cell

BUTTONS = frozenset((
    "copy", "copy code", "copied", "copied!", "copy to clipboard", "copy text", "copy snippet", "select all",
    "select code", "copy code to clipboard", "copy link", "copy page", "toggle word wrap", "wrap", "wrap lines",
    "raw", "view raw", "expand", "try it", "try it yourself", "run", "run code", "play", "open in playground",
    "edit", "download", "code:", "source code", "kopieren", "code kopieren", "copier",
    "copier le code", "copiar", "copiar código", "copia", "コピー", "复制", "复制代码", "複製",
    "копировать", "скопировать", "kopiuj",
    "kopiera", "kopiëren", "collapse", "show more", "enter fullscreen mode", "exit fullscreen mode", "explain",
    "open", "sao chép", "복사", "code copied", "copied to clipboard",
))  # fmt: skip


def is_button(text: str) -> bool:
    """Whether a text is that of a button beside a listing, such as "Copy", or the number of a notebook's cell."""
    return text.casefold().strip() in BUTTONS or _PROMPT.match(text.strip()) is not None


def is_label(text: str) -> bool:
    """Whether a text is what pages write beside listings: a button, or the name of a language."""
    return is_button(text) or language_label(text) is not None
