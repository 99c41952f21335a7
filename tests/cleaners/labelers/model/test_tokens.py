"""Tokens: what in the markup, the text and the links of a block has a learned rate."""

from __future__ import annotations

from cleaners.labelers.model.tokens import is_english, link_tokens, markup_groups, markup_tokens, text_tokens
from cleaners.page import Block, Element, Kind, Mark


def element(tag: str, **attrs: str) -> Element:
    return Element(tag, {name.replace("_", "-"): value for name, value in attrs.items()}, -1, 0, 0)


def block(text: str, *hrefs: str) -> Block:
    marks = tuple(Mark("link", 0, len(text), href) for href in hrefs)
    return Block(0, text, Kind.PARAGRAPH, (0, len(text)), marks=marks)


def tokens_of(text: str) -> list[str]:
    return text_tokens(block(text), text.lower().split())


def test_a_name_is_taken_whole_and_in_words() -> None:
    tokens = markup_tokens(markup_groups(element("div", **{"class": "postBody-2"}), None))
    assert {"<div", ".postbody-0", ".post", ".body"} <= set(tokens)


def test_names_of_different_attributes_are_kept_apart() -> None:
    tokens = set(markup_tokens(markup_groups(element("div", id="main", role="main", aria_label="main"), None)))
    assert {"#main", "@main", "~main"} <= tokens
    assert ".main" not in tokens


def test_the_element_around_an_element_is_in_its_tokens() -> None:
    inside = markup_tokens(markup_groups(element("p"), element("div", **{"class": "comment"})))
    assert "comment>p" in inside
    assert "comment>p" not in markup_tokens(markup_groups(element("p"), element("div")))


def test_equal_elements_give_equal_tokens_in_any_order_of_attributes() -> None:
    one = markup_groups(element("div", id="a", role="main"), None)
    other = markup_groups(element("div", role="main", id="a"), None)
    assert one == other
    assert markup_tokens(one) == markup_tokens(other)


def test_a_repeated_name_is_one_token() -> None:
    tokens = markup_tokens(markup_groups(element("div", **{"class": "menu menu main-menu"}), None))
    assert tokens.count(".menu") == 1


def test_text_gives_its_words_once_its_ends_and_a_short_line_whole() -> None:
    tokens = tokens_of("read read more about 2024")
    assert tokens.count("read") == 1
    assert {"^read", "^read read", "$2024", "$about 2024", "=read read more about 0"} <= set(tokens)
    assert "2024" not in tokens, "a number is no word that comes again"


def test_a_long_line_is_no_phrase() -> None:
    assert not any(token.startswith("=") for token in tokens_of("one two three four five six seven eight nine"))


def test_a_text_without_words_is_a_phrase() -> None:
    assert text_tokens(block("***"), []) == ["=***"]


def test_links_give_host_folders_and_scheme() -> None:
    assert {"//share.example", "/sharer", "/php"} <= set(
        link_tokens(block("Share", "https://www.share.example/sharer.php?u=1"))
    )
    assert "mailto:" in link_tokens(block("Write", "mailto:a@b.example"))
    assert any(token.endswith("#") for token in link_tokens(block("Up", "#top")))
    assert link_tokens(block("No link")) == []


def test_english_is_recognised_by_its_function_words() -> None:
    english = "the wall of the harbour and the boats in it are older than that".split()
    german = "die mauer des hafens und die boote darin sind viel älter als das".split()
    assert is_english([english])
    assert not is_english([german])
