"""The programs that people render Markdown with, and what they make of it: its text, and what could act."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence

import markdown
from lxml import html
from markdown_it import MarkdownIt

PANDOC = shutil.which("pandoc")
PYTHON_MARKDOWN = ["extra", "admonition", "attr_list", "toc", "sane_lists"]
_BETWEEN = "between-two-documents"
_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a br hr div span "
    "table thead tbody tr th td colgroup col".split()
)
_ATTRIBUTES = frozenset("href id class start type style title data-cites aria-hidden tabindex rel".split())
_SAFE_VALUES = {"href": ("http:", "https:", "mailto:", "#"), "style": ("text-align", "width")}


def _pandoc(reader: str) -> Callable[[Sequence[str]], list[str]]:
    def render(texts: Sequence[str]) -> list[str]:
        assert PANDOC
        source = f"\n\n{_BETWEEN}\n\n".join(texts)
        made = subprocess.run([PANDOC, "-f", reader, "-t", "html", "--wrap=preserve"], input=source.encode(),
                              capture_output=True, check=True, timeout=300).stdout.decode()  # fmt: skip
        return made.split(f"<p>{_BETWEEN}</p>")

    return render


def _markdown_it(preset: str) -> Callable[[Sequence[str]], list[str]]:
    parser = MarkdownIt(preset, {"html": True, "linkify": False})
    return lambda texts: [parser.render(text) for text in texts]


# Each renders several texts at once, because pandoc takes a tenth of a second to start.
RENDERERS: dict[str, Callable[[Sequence[str]], list[str]]] = {
    "commonmark": _markdown_it("commonmark"),
    "github": _markdown_it("gfm-like"),
    "python-markdown": lambda texts: [markdown.markdown(text, extensions=PYTHON_MARKDOWN) for text in texts],
} | ({
    "pandoc-gfm": _pandoc("gfm"),
    "pandoc-commonmark": _pandoc("commonmark_x-smart"),
    "pandoc-markdown": _pandoc("markdown-smart"),
} if PANDOC else {})  # fmt: skip


def tree_of(rendered: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{rendered}</div>")


def visible_text(rendered: str) -> str:
    """The text of rendered Markdown, without white space."""
    return "".join("".join(tree_of(rendered).text_content()).split())


def what_could_act(rendered: str) -> list[str]:
    """The elements, attributes and addresses that Markdown of winnow never asks for."""
    found: list[str] = []
    for element in tree_of(rendered).iter():
        if element.tag not in _TAGS:
            found.append(str(element.tag))
            continue
        for name, value in element.attrib.items():
            is_safe = value.lower().startswith(_SAFE_VALUES.get(name, ""))
            if name not in _ATTRIBUTES or not is_safe:
                found.append(f"{element.tag} {name}={value}")
    return found
