"""A forum's furniture, and the posts it stands around."""

from __future__ import annotations

import pytest

from cleaners import clean

RULE = "rules.forum_chrome"


@pytest.mark.parametrize(
    "line",
    [
        "Forum Navigation",
        "Uploaded files:",
        "Code: Select all",
        "Thread Starter",
        "Hochgeladene Dateien:",
        "Thema durchsuchen",
        "Today's Posts",
    ],
)
def test_drops(in_text, line):
    assert in_text(RULE, tail=[line]) == [line]


def test_drops_profiles(in_text):
    profile = ["Posts: 214", "Joined: 12 Mar 2019"]
    assert in_text(RULE, tail=profile) == profile


def test_spares_key_value_content(in_text):
    assert in_text(RULE, middle=["Location: the north quay", "Height: 4 m"]) == []
    assert in_text(RULE, middle=["Posts of oak stand in the water."]) == []


def test_spares_posts(in_text):
    assert in_text(RULE, tail=["I had the same leak last year, tar helped.", "Thanks!"]) == []


POST = (
    '<div class="post"><dl class="postprofile"><dt>obeam</dt><dd>Kiln fixer</dd></dl>'
    '<div class="content">Lower the kiln slowly.</div><div class="signature">Mugs, mostly.</div></div>'
)


def test_drops_profiles_and_signatures_beside_posts(in_html):
    assert in_html(RULE, head="<p>Forum Navigation</p>", middle=POST) == [
        "Forum Navigation", "obeam", "Kiln fixer", "Mugs, mostly.",
    ]  # fmt: skip


def test_spares_a_signature_where_no_forum_is(in_html):
    assert in_html(RULE, middle=POST) == []


def test_spares_a_part_too_long_for_a_profile(in_html):
    story = f'<div class="poster"><p>{"A word about this poster of 1931. " * 9}</p></div>'
    assert in_html(RULE, head="<p>Forum Navigation</p>", middle=story) == ["Forum Navigation"]


def test_drops_the_line_that_says_who_posted_and_when(in_text):
    line = "Post by obeam » Tue 3 Feb 2026 20:40"
    assert in_text(RULE, head=["Forum Navigation"], tail=[line]) == ["Forum Navigation", line]
    assert in_text(RULE, tail=[line]) == []


POSTED = ["Post by obeam » Tue 3 Feb 2026 20:40", "Post by kilnman » Wed 4 Feb 2026 9:12"]


def test_drops_the_way_back_up_under_every_post_of_a_forum(in_text):
    tail = [POSTED[0], "Lower it.", "Top", POSTED[1], "I had the same leak.", "Top"]
    gone = ["Forum Navigation", POSTED[0], "Top", POSTED[1], "Top"]
    assert in_text(RULE, head=["Forum Navigation"], tail=tail) == gone
    assert in_text(RULE, tail=tail) == []


def test_spares_an_answer_that_says_top(in_text):
    tail = [POSTED[0], "Lower it slowly.", POSTED[1], "Top!"]
    assert in_text(RULE, head=["Forum Navigation"], tail=tail) == ["Forum Navigation", *POSTED]
    answers = ["Top!", "I had the same leak.", "Top!"]
    assert in_text(RULE, head=["Forum Navigation"], tail=answers) == ["Forum Navigation"]


def test_spares_a_path_and_a_quotation(in_text):
    tail = ["Kilns » Glazes » Report 2026", "He said » wait until May 2026 or later, and then fire the kiln again."]
    assert in_text(RULE, head=["Forum Navigation"], tail=tail) == ["Forum Navigation"]


VBULLETIN = ["#1", "Join Date", "May 2007", "Location", "Lower Strand", "Posts", "904"]


def test_drops_numbers_and_profiles_of_flattened_posts(in_text):
    head = ["Forum Navigation", "Results 1 to 3 of 3"]
    tail = [
        *VBULLETIN,
        "Both.",
        "Reply With Quote",
        "#2",
        "Posts",
        "33",
        "All times are GMT. The time now is 04:12 PM.",
    ]
    assert in_text(RULE, head=head, tail=tail) == [*head, *(line for line in tail if line != "Both.")]
    assert "904" not in in_text(RULE, tail=tail[:7])


def test_keeps_a_short_post_in_flattened_text():
    lines = [
        "Mühlen-Forum", "Foren-Übersicht", "Welches Lager für ein Rad mit drei Metern?",
        "von Jonas » Sa 6. Jan 2018, 20:14", "Unser Rad läuft seit dem Herbst unruhig, das Lager ist ausgeschlagen.",
        "Nach oben", "Jonas", "Beiträge: 412", "Registriert: Do 3. Mai 2012, 18:22",
        "von Jonas » So 7. Jan 2018, 09:30", "Danke dir!", "Nach oben",
    ]  # fmt: skip
    decisions = {decision.block.text: decision for decision in clean("\n".join(lines)).decisions}
    assert decisions["Danke dir!"].kept
    assert not decisions["Nach oben"].kept
