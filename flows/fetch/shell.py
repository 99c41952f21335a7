"""Whether the text of a page is added by a script. It parses the page: call it where it can be killed."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from ..http.errors import NeedsRendering, NoContent
from .content import MAX_SHELL_TEXT

_MOUNT_SELECTOR = "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, app-root, [ng-app], [data-reactroot]"


def check_shell(body: bytes) -> None:
    """Raises NeedsRendering for a page whose text a script adds: it has an empty mount point or asks for JavaScript.

    Raises NoContent for a page without any text.
    """
    tree = LexborHTMLParser(body)
    noscript_texts = [node.text() for node in tree.css("noscript")]
    mounts = [node for node in tree.css(_MOUNT_SELECTOR) if not node.text(strip=True)]
    for node in tree.css("script, style, noscript, template, head"):
        node.decompose()
    text = " ".join((tree.body.text(separator=" ") if tree.body else "").split())
    if len(text) > MAX_SHELL_TEXT:
        return
    if mounts:
        name = mounts[0].attributes.get("id") or mounts[0].tag
        raise NeedsRendering(f"nothing in <{mounts[0].tag}> {name!r} until a script has run")
    if any("javascript" in text.lower() for text in noscript_texts):
        raise NeedsRendering("the page asks for JavaScript and shows next to nothing without it")
    if not text:
        raise NoContent("the page holds only scripts")
