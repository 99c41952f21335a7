"""A feed or sitemap that cannot be read is a failure wherever its outcome is shown: once, and the same everywhere."""

from __future__ import annotations

import gzip
import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hostile import PAGE, Handler, Hostile, page

from flows.cli import run_command
from flows.fetch.visit import Target, Visit
from flows.store.fetched import open_fetched

PLACE = b"<url><loc>/one</loc></url>"
MAP = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + PLACE + b"</urlset>"
PACKED = gzip.compress(MAP)
INDEX = b"<sitemapindex><sitemap><loc>/map.xml.gz</loc></sitemap></sitemapindex>"
FEED = b"<rss><channel><item><link>/one</link></item></channel></rss>"
UNREADABLE = {
    "truncated gzip": ("sitemap", PACKED[:-12], "truncated"),
    "damaged gzip": ("sitemap", PACKED[:20] + b"\xff" * 20 + PACKED[40:], "bad_encoding"),
    "gzip that explodes": ("sitemap", gzip.compress(MAP + b" " * 70_000_000), "too_large"),
    "a page in place of a sitemap": ("sitemap", PAGE, "not_feed"),
    "a page that names no feed": ("feed", PAGE, "not_feed"),
    "XML that breaks off before the first entry": ("feed", FEED[:25], "not_feed"),
    "JSON that breaks off": ("feed", b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url', "not_feed"),
    "no text at all": ("feed", b"", "not_feed"),
    "noise": ("feed", bytes(range(128, 250)), "not_feed"),
}
READABLE = {
    "a feed without entries": ("feed", b"<rss><channel><title>Nothing yet</title></channel></rss>"),
    "a JSON feed without entries": ("feed", b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
    "a sitemap without entries": ("sitemap", MAP.replace(PLACE, b"")),
    "a feed whose end is missing": ("feed", FEED[:-20]),
}


def fetch(server: Hostile, raw: Path, *options: str) -> int:
    return run_command(["fetch", "--raw", str(raw), "--allow-address", server.address, "--pace", "0", *options])


def rows(raw: Path) -> dict[str, tuple[str, str]]:
    """Path and outcome of each address in the list of fetched pages."""
    with open_fetched(raw) as fetched:
        return {"/" + row["url"].split("/", 3)[3]: (row["outcome"], row["warc"]) for row in fetched.rows()}


@pytest.mark.slow
@pytest.mark.parametrize("name", UNREADABLE)
def test_it_is_a_failure_in_every_output(name: str, tmp_path: Path, capsys) -> None:
    role, body, outcome = UNREADABLE[name]
    with Hostile({"/list": page(body, Content_Type="application/octet-stream"), "/one": page()}) as server:
        code = fetch(server, tmp_path, f"--{role}", server.url("/list"), "--log", "json")
    out, err = capsys.readouterr()
    *visits, end = map(json.loads, err.splitlines())
    assert code == 1
    assert [(line["event"], line["role"], line["outcome"]) for line in visits] == [("visited", role, outcome)]
    assert visits[0]["detail"]
    assert end["outcomes"] == {outcome: 1}
    assert "0 fetched, 0 unchanged, 1 failed" in out
    assert outcome in out
    assert rows(tmp_path) == {"/list": (outcome, "")}  # and nothing in the archive calls it well


@pytest.mark.slow
@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_is_ok(name: str, tmp_path: Path, capsys) -> None:
    role, body = READABLE[name]
    with Hostile({"/list": page(body), "/one": page()}) as server:
        assert fetch(server, tmp_path, f"--{role}", server.url("/list")) == 0, capsys.readouterr()
    assert {outcome for outcome, _ in rows(tmp_path).values()} == {"ok"}


def test_in_an_index_the_sitemaps_beside_it_are_read(tmp_path: Path) -> None:
    index = INDEX.replace(b"</sitemapindex>", b"<sitemap><loc>/good.xml</loc></sitemap></sitemapindex>")
    routes: dict[str, Handler] = {
        "/sitemap.xml": page(index), "/map.xml.gz": page(PACKED[:-12]), "/good.xml": page(MAP), "/one": page(),
    }  # fmt: skip
    with Hostile(routes) as server:
        assert fetch(server, tmp_path, "--sitemap", server.url("/sitemap.xml")) == 1
    found = {path: outcome for path, (outcome, _) in rows(tmp_path).items()}
    assert found == {"/sitemap.xml": "ok", "/map.xml.gz": "truncated", "/good.xml": "ok", "/one": "ok"}


@pytest.mark.slow
def test_a_repaired_source_is_read_and_a_broken_one_does_not_replace_it(tmp_path: Path) -> None:
    with Hostile({"/map.xml.gz": page(PACKED[:-12], ETag='"1"'), "/one": page()}) as server:
        arguments = ("--sitemap", server.url("/map.xml.gz"))
        assert fetch(server, tmp_path, *arguments) == 1
        server.routes["/map.xml.gz"] = page(PACKED, ETag='"1"')
        assert fetch(server, tmp_path, *arguments) == 0
        repaired = rows(tmp_path)["/map.xml.gz"]
        server.routes["/map.xml.gz"] = page(PACKED[:-12], ETag='"2"')
        assert fetch(server, tmp_path, *arguments) == 1
    assert repaired[0] == "ok"
    assert rows(tmp_path)["/map.xml.gz"] == ("truncated", repaired[1])


def test_a_visit_does_not_change() -> None:
    visit = Visit(Target("http://example.org/"))
    with pytest.raises(FrozenInstanceError):
        visit.tries = 2  # type: ignore[misc]
