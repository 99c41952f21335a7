"""A forum's furniture, and the posts it stands around."""

from __future__ import annotations

import pytest

RULE = "rules.forum_chrome"


@pytest.mark.parametrize(
    "line",
    ["Forum Navigation", "Uploaded files:", "Code: Select all", "Thread Starter", "Hochgeladene Dateien:"],
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
