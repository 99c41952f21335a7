"""Readers' comments under an article go; a forum's posts and an article on comments stay."""

from __future__ import annotations

import pytest

RULE = "rules.comments"
SECTION = [
    "2 thoughts on “A harbour town rebuilds its old sea wall”",
    "Tom says:",
    "I laid the third stone myself.",
    "Reply",
    "Ada says:",
    "Well done!",
    "Reply",
]


def test_drops_section_of_flattened_text(in_text):
    assert in_text(RULE, tail=SECTION) == SECTION


def test_drops_elements_named_comments(in_html):
    tail = '<div id="comments"><h3>One comment</h3><p>I laid the third stone myself.</p></div>'
    assert in_html(RULE, tail=tail) == ["One comment", "I laid the third stone myself."]


def test_spares_forum_threads(in_text):
    assert in_text(RULE, head=["Forum Navigation"], tail=SECTION) == []


def test_spares_label_without_comments(in_text):
    assert in_text(RULE, middle=["Comments"]) == []


def test_spares_the_discussion_of_a_link_that_readers_vote_on(in_html):
    head = '<div class="voters"><a href="/upvote">412</a></div>'
    comments = '<ol class="comments"><li>I laid the third stone myself.</li></ol>'
    assert in_html(RULE, head=head, tail=comments) == []


def test_drops_comments_that_readers_vote_on_under_an_article(in_html):
    comments = '<ol class="comments"><li>I laid the third stone myself. <span class="votes">12 votes</span></li></ol>'
    assert "I laid the third stone myself. 12 votes" in in_html(RULE, tail=comments)


def test_spares_page_that_is_the_discussion(in_html):
    posts = "".join(f"<p>{number} {'word ' * 60}.</p>" for number in range(12))
    assert in_html(RULE, tail=f'<div class="comments">{posts}</div>') == []


@pytest.mark.parametrize("label", ["Comments (2)", "Kommentarer", "Komentáře", "टिप्पणियाँ"])
def test_drops_undated_comments_without_buttons(in_text, label):
    section = [label, "Hanna", "I walked past it on Sunday.", "Jorge", "My grandfather laid the first stone there."]
    assert in_text(RULE, tail=section) == section


def test_drops_names_and_texts_in_one_line(in_text):
    section = ["2 comments", "tallow: I saw it last night.", "hopper: Same here, from the pump house."]
    assert in_text(RULE, tail=section) == section


@pytest.mark.parametrize(
    "section",
    [
        ["Discussion", "Limits", "We measured for one year only.", "Outlook", "More walls will be measured."],
        ["Comments", "What the council says", "It is pleased with the wall.", "What comes next", "A second wall."],
    ],
)
def test_spares_sections_of_the_article(in_text, section):
    assert in_text(RULE, tail=section) == []
