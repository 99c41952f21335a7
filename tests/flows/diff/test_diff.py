"""What differs between versions of pages: the right passages, grouped by labeler, the worst pages first."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from stores import Command, files

from flows.diff import Summary, compare, compare_trees, diff, read_version
from flows.diff.page import html_of
from flows.errors import UsageError

Block = tuple[str, bool, str, str]
KEPT, PROMO = ("The river fell to its lowest level.", True, "model", "reads as prose"), "Buy a mug now."


def document(*blocks: Block, **fields: Any) -> bytes:
    """A page's document with these blocks: (text, kept, labeler, reason)."""
    names = ("text", "kept", "decidedBy", "reason")
    decisions = [dict(zip(names, block, strict=True)) for block in blocks]
    markdown = "\n".join(text for text, kept, _, _ in blocks if kept)
    fields_of_page = {"headline": "Low water", "url": "", "markdown": markdown, **fields}
    return json.dumps({**fields_of_page, "decisions": decisions}).encode()


def effects(old: bytes, new: bytes) -> list[tuple[str, str]]:
    change = compare("a/x", read_version(old, "old"), read_version(new, "new"))
    return [(passage.effect, passage.text) for passage in change.passages]


def put(root: Path, **pages: bytes) -> Path:
    for name, content in pages.items():
        (root / "a.example").mkdir(parents=True, exist_ok=True)
        (root / "a.example" / f"{name}.json").write_bytes(content)
    return root


def test_each_effect_is_reported_once() -> None:
    old = document(
        KEPT, (PROMO, True, "model", "reads as prose"), ("Share", False, "rules.share", "a share bar"),
        ("Old line of prose.", True, "model", "x"), ("Menu", False, "rules.menu", "stands on 3 of 4 pages"),
        ("Foot", False, "rules.footer", "a footer"),
    )  # fmt: skip
    new = document(
        KEPT, (PROMO, False, "site_memory", "stands on 8 of 9 pages"), ("Share", True, "model", "reads as prose"),
        ("New line of prose.", True, "model", "x"), ("Menu", False, "rules.menu", "stands on 4 of 5 pages"),
        ("Foot", False, "site_memory", "stands on 8 of 9 pages"), ("Unseen", False, "rules.hidden", "hidden"),
    )  # fmt: skip
    assert effects(old, new) == [
        ("dropped", PROMO), ("back", "Share"), ("gone", "Old line of prose."), ("new", "New line of prose."),
        ("reason", "Foot"),
    ]  # fmt: skip
    assert effects(old, old) == []


def test_metadata_and_other_markdown_are_reported() -> None:
    old, new = document(KEPT, author="A. Pell"), document(KEPT, author="B. Pell", markdown="other")
    change = compare("a/x", read_version(old, "old"), read_version(new, "new"))
    assert change.metadata == [("author", "A. Pell", "B. Pell")]
    assert change.rewritten
    trail_only = compare("a/x", read_version(document(KEPT), "o"), read_version(document(KEPT, notes=["n"]), "n"))
    assert not trail_only.visible


def test_groups_join_pages_and_the_worst_page_comes_first(tmp_path: Path) -> None:
    long = "A longer line that was dropped as well, this time."
    old = put(tmp_path / "old", one=document(KEPT, (PROMO, True, "model", "")), gone=document(KEPT),
              same=document(KEPT),
              two=document(KEPT, (PROMO, True, "model", ""), (long, True, "model", "")))  # fmt: skip
    since = "stands on 3 of 4 pages, first seen 3 May 2026"
    new = put(tmp_path / "new", one=document(KEPT, (PROMO, False, "site_memory", since)),
              fresh=document(KEPT), same=document(KEPT),
              two=document(KEPT, (PROMO, False, "site_memory", "stands on 7 of 9 pages"),
                           (long, False, "rules.promo", "a call")))  # fmt: skip
    summary = compare_trees(old, new)
    assert (summary.compared, summary.changed, summary.same) == (3, 2, 1)
    assert (summary.added, summary.removed) == (["a.example/fresh"], ["a.example/gone"])
    assert [change.name for change in summary.worst] == ["a.example/two", "a.example/one"]
    groups = [(group.effect, group.decided_by, group.reason, group.words, group.pages) for group in summary.groups]
    assert groups == [
        ("dropped", "rules.promo", "a call", 10, 1), ("dropped", "site_memory", "stands on … of … pages", 8, 2),
    ]  # fmt: skip


def test_only_the_worst_pages_are_kept_in_memory() -> None:
    summary = Summary(max_shown=2)
    for number in range(9):
        lines = [(f"Line {n} of it.", True, "model", "") for n in range(number + 1)]
        old = read_version(document(*lines), "o")
        summary.add(compare(f"a/{number}", old, read_version(document(), "n")))
    assert [change.name for change in summary.worst] == ["a/8", "a/7"]
    assert (summary.changed, summary.words["gone"]) == (9, 4 * 45)


def test_what_cannot_be_compared_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    (tmp_path / "y.json").write_bytes(document(KEPT))
    (tmp_path / "tree").mkdir()
    for old, new, says in (("x.json", "y.json", "x.json is no clean page"), ("nowhere", "y.json", "no .*nowhere"),
                           ("tree", "y.json", "one is a folder")):  # fmt: skip
        with pytest.raises(UsageError, match=says):
            diff(tmp_path / old, tmp_path / new)
    bad = compare_trees(put(tmp_path / "a", p=b"{"), put(tmp_path / "b", p=document(KEPT)))
    assert bad.unreadable == ["a.example/p"]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.found += [f"on:{name}" for name, _ in attrs if name.startswith("on")]


def test_the_page_runs_nothing_whatever_the_texts_hold() -> None:
    nasty = '<script>alert(1)</script><img src=x onerror="y">\x1b[31m'
    old = read_version(document((nasty, True, "model", nasty), headline=nasty, url="javascript:alert(1)"), "o")
    block = (nasty, False, f"rules.{nasty}", nasty)
    new = read_version(document(block, headline=nasty, url="javascript:alert(1)"), "n")
    summary = Summary()
    summary.add(compare(nasty, old, new))
    page = html_of(summary, nasty, nasty)
    tags = _Tags()
    tags.feed(page)
    assert not {"script", "img", "iframe", "form"} & set(tags.found)
    assert not [tag for tag in tags.found if tag.startswith("on:")]
    assert "default-src 'none'" in page
    assert 'href="javascript' not in page
    assert "\x1b" not in page


@pytest.mark.slow
def test_the_command_is_plain_in_a_pipe_and_every_line_whole(winnow: Command, tmp_path: Path) -> None:
    wide = "日本語の長い行です。" * 12
    put(tmp_path / "old", one=document(KEPT, (wide, True, "model", "")), two=document(KEPT))
    put(tmp_path / "new", one=document(KEPT, (wide, False, "site_memory", "stands on 3 of 4")), two=document(KEPT))
    done = winnow("diff", "old", "new", "--html", "d.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 of 2 pages changed; 1 word dropped.")
    assert "site memory: stands on … of …" in done.stdout
    assert "\x1b" not in done.stdout
    assert f"- {wide}\n" in done.stdout, "a pipe has no columns: nothing is cut or wrapped"
    assert (tmp_path / "d.html").read_text().startswith("<!doctype html>")
    output = json.loads(winnow("diff", "old", "new", "--json").stdout)
    assert output["pages"] == {"compared": 2, "changed": 1, "same": 1, "unnoticed": 0}
    assert output["worst"][0]["passages"][0]["fate"] == "dropped"
    same = winnow("diff", "old", "old")
    assert same.stdout == "0 of 2 pages changed.\n"
    wrong = winnow("diff", "old", "nowhere")
    assert (wrong.returncode, wrong.stdout) == (2, "")


def test_a_pages_markdown_is_replaced_by_its_document(winnow: Command, tmp_path: Path) -> None:
    for name, kept in (("a", True), ("b", False)):
        (tmp_path / f"{name}.json").write_bytes(document(KEPT, (PROMO, kept, "site_memory", "stands on 3 of 4 pages")))
        (tmp_path / f"{name}.md").write_text("x")
    assert winnow("diff", "a.md", "b.md").stdout.startswith("The article changed; 4 words dropped.")


def test_a_store_and_itself_do_not_differ(tmp_path: Path) -> None:
    from flows.options import RunOptions
    from flows.runs.run import clean_pages
    from tests.flows.runs.test_learn import fill

    fill(tmp_path / "raw", 0, 3)
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    assert files(tmp_path / "clean")
    summary = compare_trees(tmp_path / "clean", tmp_path / "clean")
    assert (summary.compared, summary.same) == (3, 3)
