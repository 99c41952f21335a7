"""What cannot be read is said to be unreadable: it neither vanishes from a run nor counts as deleted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from stores import Command, article
from unprivileged import without_rights

from flows.store.raw import printable_path, source_path


def findings(winnow: Command, **options: object) -> list[tuple[str, str]]:
    done = winnow("verify", "--json", **options)
    return [(each["kind"], each["where"]) for each in json.loads(done.stdout)["findings"]]


def test_a_folder_that_cannot_be_listed_fails_and_its_pages_are_not_gone(winnow: Command, tmp_path: Path) -> None:
    options, closed = without_rights(), tmp_path / "raw" / "closed.example"
    for name in ("closed.example/a.html", "closed.example/b.html", "open.example/c.html"):
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).write_text(article(name))
    first = winnow("run", "--no-prefect", **options)
    assert (first.returncode, "3 cleaned" in first.stdout) == (0, True), first.stderr
    closed.chmod(0)
    try:
        done = winnow("run", "--no-prefect", **options)
        assert done.returncode == 1
        assert "closed.example\tunreadable\tthis folder cannot be listed: Permission denied" in done.stdout
        found = findings(winnow, **options)
    finally:
        closed.chmod(0o755)
    assert {kind for kind, _ in found} == {"unreadable_file"}
    assert "closed.example" in {where for _, where in found}
    assert winnow("run", "--no-prefect", **options).returncode == 0
    assert findings(winnow, **options) == []
    assert "unreadable" not in winnow("ledger", **options).stdout


NAMES = [
    "part#1.html", "x.warc.gz#@1.html", b"gr\xfc\xdfe.html".decode("utf-8", "surrogateescape"), "back\\x41slash.html",
    "back\\slash.html", "gr\u00fc\u00dfe.html",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_page_of_any_name_is_known_again(winnow: Command, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "raw" / "a.example"
    folder.mkdir(parents=True)
    (folder / name).write_text(article())
    assert source_path(folder, printable_path(name)) == (os.path.join(folder, name), "")
    assert winnow("run", "--no-prefect").returncode == 0
    assert findings(winnow) == []
    listed = winnow("review", "--list")
    assert (listed.returncode, listed.stderr) == (0, "")
    shown = winnow("raw", f"a.example/{printable_path(name)}")
    assert (shown.returncode, shown.stdout) == (0, article())


@pytest.mark.parametrize(
    ("raw", "file", "location"),
    [
        ("a/x.warc.gz#@12", "a/x.warc.gz", "@12"), ("x.warc#@~12", "x.warc", "@~12"), ("x.WARC.GZ#", "x.WARC.GZ", ""),
        ("x.wacz#archive/data#1.warc.gz@7+12", "x.wacz", "archive/data#1.warc.gz@7+12"),
        ("part#1/x.warc.gz#@12", "part#1/x.warc.gz", "@12"), ("x.warc#@1.html", "x.warc#@1.html", ""),
    ],
)  # fmt: skip
def test_the_place_in_an_archive_is_told_from_a_name(raw: str, file: str, location: str) -> None:
    assert source_path("raw", raw) == (os.path.join("raw", file), location)
