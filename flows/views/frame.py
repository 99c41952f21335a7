"""The frame of every HTML page of winnow: one file, one style, and a content policy under which nothing can run.

A page is a Jinja2 template that extends `frame.html.j2`. Autoescape shows every value as text, and characters that act
on a screen are removed from the whole page. Addresses go through the macro `link` of `macros.html.j2`. The page has its
style inside and loads nothing; its content policy allows that one style, by its hash, and nothing else: no script, no
picture, no frame, no form.

Colours are variables of `frame.css` (``--paper --card --ink --soft --line --wash --accent --link --keep``) with other
values in dark mode and in print; use no other colours.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..safe_text import one_line, printable
from .labelers import colours, display_name, name_in_sentence

_FLOWS = Path(__file__).parents[1]
_SCHEMES = ("http", "https", "mailto")
_IGNORED = re.compile(r"[\t\n\r]")  # as browsers do
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def render(template: str, css: str = "", **values: object) -> str:
    """A whole HTML page. ``template`` is a path in this package ("report/page.html.j2").

    ``css`` is the page's own style after the shared one. Raises ValueError for a style that could end its element,
    jinja2.UndefinedError for a value that the template misses.
    """
    style = style_of("views/frame.css") + css
    if "<" in style:
        raise ValueError("a style sheet with a < in it could end its own element")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = _templates().get_template(template).render(style=Markup(style), style_digest=digest, **values)
    return printable(page)


def style_of(name: str) -> str:
    """The text of a style sheet; ``name`` is a path in this package."""
    return (_FLOWS / name).read_text("utf-8")


def safe_address(address: object) -> str:
    """An absolute http, https or mailto address in plain ASCII; "" for every other."""
    target = _IGNORED.sub("", printable(str(address)).strip())
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme not in _SCHEMES or not (parts.hostname or parts.scheme == "mailto"):
        return ""
    return _STRAY_PERCENT.sub("%25", quote(target, safe="!#$%&'()*+,/:;=?@~-._", errors="replace"))


def percent(share: float) -> str:
    """A share between 0 and 1 in whole percent; "100 %" and "0 %" only for all and nothing."""
    if 0.99 < share < 1:
        return "over 99 %"
    return "under 1 %" if 0 < share < 0.01 else f"{share * 100:.0f} %"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 page", "2 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_FLOWS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = (colours, counted, display_name, name_in_sentence, one_line, percent, safe_address)
    templates.filters |= {function.__name__: function for function in filters} | {"figure": "{:,}".format}
    return templates
