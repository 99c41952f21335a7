"""Text on its way out: JSON that round-trips and acts on no terminal, Markdown that shows exactly the text."""

from __future__ import annotations

import json
import re

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.safe_text import json_text, markdown_text, one_line

ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
NASTY = st.text(alphabet="*_`[]()<>#+-=.!|~\\&;:\"'$%^{}@/ \n\t\r\x1b\x9b\u202e\u2028\ufeff\ufffe\uffff0aZé字")
READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | NASTY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | NASTY, inner, max_size=3),
    max_leaves=8,
)


def shown(markdown: str, kind: str) -> str:
    """The text of the elements of a kind, as a reader sees it; other elements are a fault."""
    tokens = READER.parse(markdown)
    inside = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == f"{kind}_open"]
    leaves = [leaf for token in inside for leaf in token.children or []]
    assert {leaf.type for leaf in leaves} <= {"text", "text_special"}, markdown
    return "".join(leaf.content for leaf in leaves)


@given(VALUES, st.sampled_from([None, 1]))
def test_json_comes_back_and_acts_on_no_terminal(value: object, indent: int | None) -> None:
    text = json_text(value, indent)
    assert json.loads(text) == value
    assert not ACTS.search(text.replace("\n", ""))
    text.encode("utf-8")


@given(NASTY)
@example("a ##")
@example("snake_case __init__ _x_")
@example("&amp; &#60; <b> [x](y) ![z](w) | ~~s~~")
def test_a_title_as_markdown_shows_exactly_the_title(title: str) -> None:
    line = markdown_text(title)
    assert "\n" not in line
    if line:
        assert shown(f"# {line}", "heading") == one_line(title)
        assert shown(f"| a |\n|---|\n| {line} |", "td") == one_line(title)


@given(NASTY | st.text())
@example("\ufffe\uffff")
def test_one_line_is_a_quoted_text_in_yaml_too(text: str) -> None:
    line = one_line(text)
    assert yaml.safe_load(f"x: {json.dumps(line, ensure_ascii=False)}\n") == {"x": line}
    assert not ACTS.search(line)
