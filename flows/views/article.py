"""The article as HTML: its own Markdown, read by a Markdown library that is allowed no HTML and no picture."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

from ..safe_text import printable
from .frame import safe_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_MAX_DEPTH = 100  # lists and quotations inside one another


def article_html(markdown: str) -> Markup:
    """Markdown as HTML. Links lead to http, https and mailto addresses; every other markup is text."""
    markdown, reader = printable(markdown), _reader()
    tokens = reader.parse(markdown)
    if any(token.level >= _MAX_DEPTH - 1 for token in tokens):  # what lies deeper would be left out
        return Markup("<pre>{}</pre>\n").format(markdown)
    return Markup(reader.renderer.render(tokens, reader.options, {}))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_DEPTH}).enable("table").disable("image")
    reader.validateLink = lambda url: bool(safe_address(url))  # type: ignore[method-assign]
    reader.normalizeLink = lambda url: safe_address(url)  # type: ignore[method-assign]
    reader.add_render_rule("link_open", _link_open)
    reader.add_render_rule("table_open", lambda *_: '<div class="scroll"><table>\n')
    reader.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return reader


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    tokens[at].attrSet("rel", "noopener noreferrer nofollow")
    return renderer.renderToken(tokens, at, options, env)
