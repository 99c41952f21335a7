"""No character that acts on a screen or breaks a file comes through any output."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from cleaners import characters, clean
from flows.cli.terminal import line, printable
from flows.job import CleanJob
from flows.safe_text import json_text, markdown_text
from flows.store.document import markdown_of
from flows.views.frame import render
from flows.views.page import view

PAGE = clean("<h1>Low water</h1><p>The river fell to its lowest level since the gauge was set up in 1911.</p>")


def front_matter(text: str) -> str:
    return markdown_of(
        PAGE, CleanJob("a.html", f"raw/{text}", "a.html", store=".", target="a", url=f"https://e.example/{text}")
    ).decode()


def html_view(text: str) -> str:
    document = PAGE.to_document()
    decisions = [{**decision, "text": text, "evidence": text} for decision in document["decisions"]]
    return view({**document, "headline": text, "author": text, "url": text, "decisions": decisions})


OUTPUTS: dict[str, Callable[[str], str]] = {
    "terminal": printable,
    "log line": line,
    "JSON": lambda text: json_text({text: [text]}, indent=1),
    "Markdown report": markdown_text,
    "front matter": front_matter,
    "HTML text": lambda text: render("views/frame.html.j2", title=text, body=text),
    "HTML view": html_view,
}
# Literal on purpose: a character that is lost from the table is missed here.
UNSAFE = {
    "C0 controls": "\0\x01\x07\x08\x0b\x0c\x0e\x1b\x1f",
    "C1 controls": "".join(map(chr, range(0x7F, 0xA0))),
    "line separators": "\u2028\u2029",
    "direction marks": "\u061c\u200e\u200f",
    "direction overrides": "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "byte order mark": "\ufeff",
    "noncharacters": "\ufffe\uffff",
    "lone surrogates": "\ud800\udbff\udc00\udfff",
}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("kind", UNSAFE)
def test_an_unsafe_character_comes_through_no_output(kind: str, output: str) -> None:
    for char in UNSAFE[kind]:
        written = OUTPUTS[output](f"before{char}after")
        assert char not in written, f"U+{ord(char):04X}"
        assert not re.search(f"[{characters.UNSAFE}]", written)
        assert "after" in written


@pytest.mark.parametrize("output", OUTPUTS)
def test_letters_of_all_scripts_come_through_every_output(output: str) -> None:
    text = "naïve Straße гавань 港口 ميناء נמל ท่าเรือ 👩\u200d🚀"
    assert text in OUTPUTS[output](text)
