"""The article as HTML: its own Markdown, read by a Markdown library that is allowed no HTML and no picture."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .shell import plain, safe_address, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_DEEPEST = 100  # lists and quotations inside one another
_NOTHING = '<p class="soft">Nothing is left that belongs to an article.</p>'


def article_html(markdown: str, language: str = "") -> str:
    """Markdown as HTML. Links lead to http, https and mailto addresses; every other markup is text."""
    lang = f' lang="{language}"' if _LANGUAGE.match(language) else ""
    body = _body(plain(markdown)) if markdown.strip() else _NOTHING
    return f'<article class="article" dir="auto"{lang}>\n{body}</article>'


def _body(markdown: str) -> str:
    tokens = _reader().parse(markdown)
    if any(token.level >= _DEEPEST - 1 for token in tokens):  # what lies deeper would be left out
        return f"<pre>{text(markdown)}</pre>\n"
    return str(_reader().renderer.render(tokens, _reader().options, {}))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt  # not needed to clean a page, and slow to import

    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table").disable("image")
    reader.validateLink = lambda url: bool(safe_address(url))  # type: ignore[method-assign]
    reader.normalizeLink = lambda url: safe_address(url)  # type: ignore[method-assign]
    reader.add_render_rule("link_open", _link_open)
    reader.add_render_rule("table_open", lambda *_: '<div class="scroll"><table>\n')
    reader.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return reader


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    tokens[at].attrSet("rel", "noopener noreferrer nofollow")
    return renderer.renderToken(tokens, at, options, env)
