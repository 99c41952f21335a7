from __future__ import annotations

import dataclasses
import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Metadata, clean
from flows.job import CleanJob
from flows.store.document import as_json, front_matter, json_of, markdown_of, one_line

JOB = CleanJob("p", "news.example/a.html", "/x", url="https://news.example/a", fetched_at="2024-05-01T12:00:00Z")
PAGE = clean("A title\n\nA first paragraph of the article, long enough to be one.\n\nAnd a second one.")


def parsed(title: str, author: str) -> dict[str, object]:
    page = dataclasses.replace(PAGE, metadata=Metadata(title=title, authors=(author,)))
    text = markdown_of(page, JOB).decode()
    _, head, body = text.split("---\n", 2)
    assert body == "\n" + page.markdown.strip("\n") + "\n"
    fields = yaml.safe_load(head)
    assert fields == front_matter(page, JOB)
    return fields


@given(st.text(), st.text())
def test_front_matter_parses_back_whatever_a_page_says(title: str, author: str) -> None:
    fields = parsed(title, author)
    assert fields["title"] == one_line(title)
    assert fields["author"] == one_line(author)
    assert fields["authors"] == [one_line(author)]


@pytest.mark.parametrize(
    "title",
    [
        "---", "yes", "2024-05-01", "a: b", "- x", "'\"", "{a: [b]}", "# no", "!!python/object:os.system",
        "\x1b[31mred\r\n---\n",
    ],
)  # fmt: skip
def test_titles_that_look_like_yaml_stay_text(title: str) -> None:
    assert parsed(title, "x")["title"] == one_line(title)
    assert not set(one_line(title)) & {"\x1b", "\n", "\r"}


def test_the_document_holds_every_decision_and_where_the_page_lay() -> None:
    document = json.loads(json_of(PAGE, JOB))
    assert [entry["text"] for entry in document["decisions"]] == [decision.block.text for decision in PAGE.decisions]
    assert document["source"]["raw"] == "news.example/a.html"
    assert document["source"]["fetchedAt"] == "2024-05-01T12:00:00Z"


def test_half_a_surrogate_pair_becomes_a_question_mark_and_nothing_else_changes() -> None:
    decision = {"text": "a\ud800b “é” \U0001f41f", "span": [1, 2], "level": None, "kept": True}
    assert json.loads(as_json(decision)) == {**decision, "text": "a?b “é” \U0001f41f"}
    whole = {**decision, "text": 'quoted " and \n é'}
    assert as_json(whole) == json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
