"""The article as HTML: its own Markdown, rendered by a Markdown library with HTML and pictures turned off."""

from __future__ import annotations

import re
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

_CALLOUT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]")
_PLACE = "#"  # with what follows, a place on the page
_MAX_DEPTH = 100  # lists and quotations inside one another


def article_html(markdown: str) -> Markup:
    """Markdown as HTML. Links lead to http, https and mailto addresses; HTML and pictures are shown as text."""
    markdown, parser = printable(markdown), _parser()
    tokens = parser.parse(markdown)
    for before, sign, text in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.type == "blockquote_open" and sign.type == "paragraph_open" and text.content[:2] == "[!":
            _name_callout((text.children or [])[0])
    if any(token.level >= _MAX_DEPTH - 1 for token in tokens):  # the parser would leave out what is deeper
        return Markup("<pre>{}</pre>\n").format(markdown)
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def _name_callout(token: Token) -> None:
    """Show the sign of a callout, "[!NOTE]", as its name."""
    if match := _CALLOUT.fullmatch(token.content):
        token.type, token.tag, token.content = "callout", "", match[1].capitalize()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_DEPTH})
    parser.enable(["table", "strikethrough"]).disable("image")
    parser.validateLink = lambda url: url == _PLACE or bool(safe_address(url))  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: _PLACE if url[:1] == _PLACE else safe_address(url)  # type: ignore[method-assign]
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("callout", lambda _, tokens, index, *__: f"<strong>{tokens[index].content}</strong><br>")
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    if tokens[index].attrGet("href") == _PLACE:  # to a place on the page, which is not in the article
        return "<a>"
    tokens[index].attrSet("rel", "noopener noreferrer nofollow")
    return renderer.renderToken(tokens, index, options, env)
