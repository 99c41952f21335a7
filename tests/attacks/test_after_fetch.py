"""What is done with an answer after it was fetched: no parser and no unbounded pattern in the process that fetches."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import random
import sys
import time
from pathlib import Path

import pytest
from measured import Measured, run_measured

sys.path.insert(0, str(Path(__file__).parents[1] / "flows" / "fetch"))
from hostile import PAGE, Call, Handler, Hostile, coded, page
from visits import quick, visit_one

from flows.fetch.answer_reader import AnswerReader, ReadingError, ReadJob
from flows.fetch.content import check_page, robots_directives
from flows.fetch.shell import check_shell
from flows.http.errors import FetchError

MAX_MB = 300
SCRIPT = b"<!doctype html><script>1</script>"
XML = {"Content_Type": "application/xml"}


def packed(body: bytes) -> Handler:
    return coded(gzip.compress(body), "gzip")


PAGES: dict[str, tuple[Handler, str]] = {
    "comments": (page(b"<!-- -->" * 45 + b"x"), "ok"),
    "many-comments": (page(b"<!-- --> " * 400 + b"<p>" + b"words " * 99), "ok"),
    "deep": (packed(SCRIPT + b"<div>" * 600_000), "ok"),
    "formatting": (page(SCRIPT + b"".join(b"<font a=%d><p>" % n for n in range(20_000))), "ok"),
    "attributes": (page(SCRIPT + b"<p " + b"a=b " * 200_000), "ok"),
    "shell": (page(SCRIPT + b"<div id=root></div>"), "needs_rendering"),
    "only-scripts": (page(SCRIPT), "no_content"),
    "directives": (page(b"<meta " * 16_000 + b"name" * 9000 + PAGE), "ok"),
}
LARGE_PAGES = {
    "20-mb-of-tags": (packed(SCRIPT + b"<p>&nbsp;" * 2_100_000), "ok"),
    "20-mb-of-options": (packed(SCRIPT + b"<option>&nbsp;" * 1_400_000), "ok"),
    "20-mb-of-comments": (packed(SCRIPT + b"<!-- -->" * 2_400_000), "no_content"),
}
LISTINGS: dict[str, tuple[str, Handler, str]] = {
    "json-deep": ("feed", page(b'{"items":' + b"[" * 100_000), "not_feed"),
    "json-half-a-character": ("feed", page(b'{"items":[{"url":"/shell-free","title":"\\ud800"}]}'), "ok"),
    "json-bad-address": ("feed", page(b'{"items":[{"url":"http://h.example:99999/\\ud800"}]}'), "ok"),
    "xml-deep": ("feed", packed(b"<rss>" + b"<item>" * 500_000), "not_feed"),
    "html-deep": ("feed", packed(b"<!doctype html><html>" + b"<div>" * 600_000), "not_feed"),
    "html-formatting": ("feed", page(b"<html>" + b"".join(b"<b a=%d><p>" % n for n in range(40_000))), "not_feed"),
}
LARGE_LISTINGS = {
    "json-many": ("feed", packed(b'{"items":[' + b'{"url":"/x"},' * 1_400_000 + b"{}]}"), "not_feed"),
    "xml-wide": ("sitemap", packed(b"<urlset>" + b"<url><loc></loc></url>" * 100_000), "ok"),
    "xml-nested": ("feed", packed(b"<rss><item>" + b"<a>" * 200 + b"x" * 9_000_000), "ok"),
}


def fetched(folder: Path, server: Hostile, *arguments: str, **options: float) -> tuple[dict[str, str], Measured]:
    """The outcome of each address, by its path."""
    common = ("fetch", "--pace", "0", "--log", "json", "--allow-address", server.address)
    done = run_measured(*common, *arguments, cwd=folder, timeout=100, **options)  # type: ignore[arg-type]
    assert "Traceback" not in done.errors
    events = [json.loads(line) for line in done.errors.splitlines() if line.startswith("{")]
    return {e["url"].removeprefix(server.url("/")): e["outcome"] for e in events if "url" in e}, done


def outcomes_of(folder: Path, pages: dict, listings: dict) -> dict[str, str]:
    """The outcome of each, fetched with as little memory as was promised."""
    routes = {f"/{name}": handler for name, (handler, _) in pages.items()}
    routes |= {f"/{name}": handler for name, (_, handler, _) in listings.items()} | {"/shell-free": page()}
    with Hostile(routes) as server:
        given = [server.url(f"/{name}") for name in pages]
        for name, (role, *_) in listings.items():
            given += [f"--{role}", server.url(f"/{name}")]
        outcomes, done = fetched(folder, server, *given)
    assert done.code == 1
    assert done.peak_mb < MAX_MB
    return outcomes


@pytest.mark.slow
def test_every_page_and_listing_has_an_outcome(tmp_path: Path) -> None:
    expected = {name: outcome for name, (_, outcome) in PAGES.items()}
    expected |= {name: outcome for name, (_, _, outcome) in LISTINGS.items()}
    outcomes = outcomes_of(tmp_path, PAGES, LISTINGS)
    assert {name: outcomes.get(name) for name in expected} == expected


@pytest.mark.slow
def test_so_has_every_large_one(tmp_path: Path) -> None:
    """Which one depends on how fast the machine is."""
    outcomes = outcomes_of(tmp_path, LARGE_PAGES, LARGE_LISTINGS)
    assert LARGE_PAGES.keys() | LARGE_LISTINGS.keys() <= outcomes.keys()
    assert set(outcomes.values()) <= {"ok", "no_content", "not_feed"}


@pytest.mark.slow
def test_large_answers_of_many_hosts_are_not_in_memory_together(tmp_path: Path) -> None:
    shell = SCRIPT + b"<template></template><p>"  # a template: only a parser can tell whether there is text
    large = gzip.compress(shell + b"words &amp; words " * 1_000_000)
    noise = shell + random.Random(1).randbytes(475_000).hex().encode()

    async def answer(call: Call) -> None:
        if call.path == "/large":
            await call.answer(large, Content_Encoding="gzip")
        else:
            await call.answer(noise, "200 OK" if call.path == "/noise" else "404 Not Found")

    with Hostile({"*": answer}) as server:
        urls = [f"http://h{n}.localhost:{server.port}/{path}" for n in range(16) for path in ("large", "noise")]
        _, done = fetched(tmp_path, server, *urls)
    assert done.code == 0
    assert done.peak_mb < MAX_MB


@pytest.mark.slow
def test_links_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    body = PAGE + b"<div>" * 600_000
    with Hostile({"/": packed(body), "/b": page(PAGE + b"<a href=/c>c</a>"), "/c": page()}) as server:
        outcomes, done = fetched(tmp_path, server, server.url("/"), server.url("/b"), "--follow")
    assert outcomes == {"": "ok", "b": "ok", "c": "ok"}
    assert "its links could not be read: elements are nested more than 5,000 deep" in done.errors


@pytest.mark.slow
def test_a_match_that_backtracks_costs_its_links(tmp_path: Path) -> None:
    """The expression of --match is the user's, the address that it is tried on is not."""

    async def read() -> list[object]:
        reader = AnswerReader(1, seconds=1.0)
        try:
            with pytest.raises(ReadingError, match="not read within 1 s"):
                await reader.read_all(ReadJob("page", "http://e.org/", "(a+)+$"), b"<a href=/" + b"a" * 60 + b"b>x</a>")
            return await reader.read_all(ReadJob("page", "http://e.org/", "a"), b"<a href=/a>a</a>")
        finally:
            await reader.aclose()

    assert asyncio.run(read()) == [["http://e.org/a", "e.org", "page", {}]]


def test_a_signal_is_obeyed_while_an_answer_is_read(tmp_path: Path) -> None:
    link = b"<a href=/" + b"a" * 60 + b"b>x</a>"  # on which the expression backtracks for ever
    with Hostile({f"/{n}": page(PAGE + link) for n in range(8)}) as server:
        given = [server.url(f"/{n}") for n in range(8)]
        _, done = fetched(tmp_path, server, *given, "--follow", "--match", "(a+)+$", stop_after=2.0)
    assert done.code == 143
    assert done.seconds < 10


@pytest.mark.slow
def test_a_signal_is_obeyed_at_any_moment(tmp_path: Path) -> None:
    routes = {f"/{name}": handler for name, (handler, _) in PAGES.items()}
    with Hostile(routes) as server:
        given = [server.url(f"/{name}") for name in PAGES]
        for moment in range(8):
            folder = tmp_path / str(moment)
            folder.mkdir()
            _, done = fetched(folder, server, *given, "--follow", stop_after=0.3 + 0.25 * moment)
            assert done.code in (143, 1), done.errors  # or it was done before
            assert done.seconds < 10


UNITS = (
    *(b"<!-- -->", b"<!--", b"<!--->", b"<!---", b"<?xml?>", b"<?xml", b" ", b"<", b"<a ", b'<a "', b"<a '<a \"", b"a"),
    *(b'<a ="', b"<a='x'", b"<a x=y ", b"<script>", b"<style></style>", b"<title>", b"<svg>", b"&", b"</", b"<!", b"-"),
    *(b"<meta ", b"<meta name", b"<meta name=robots ", b"<meta name=robots content=", b"name ", b"\xef\xbb\xbf"),
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_the_checks_without_a_parser_take_linear_time(unit: bytes) -> None:
    def seconds(size: int) -> float:
        best = 99.0
        for _ in range(2):
            started = time.process_time()
            for start in (b"", b"<!doctype html><script></script>"):
                body = start + unit * (size // len(unit))
                with contextlib.suppress(FetchError):
                    check_page(body, "text/html")
                robots_directives(body, [])
            best = min(best, time.process_time() - started)
        return best

    large = seconds(1_000_000)
    assert large < 0.15 or large / max(seconds(250_000), 0.001) < 10  # for four times the size; quadratic is sixteen


@pytest.mark.parametrize(
    "html",
    [
        "<div id=root></div>", "<div id=root data-page='<p>" + "word " * 99 + "'></div>", "<noscript>" + "word " * 99,
        "<template><template></template>" + "word " * 99 + "</template>", "<title>" + "word " * 99 + "</title>",
        "&nbsp;" * 300, "\u200b" * 300, "\xa0" * 300, "<!-- > " + "word " * 99 + "-->", "<a title='" + "word " * 99,
        "<style>" + "word " * 99 + "</style>", '<a title="x > ' + "word " * 99 + '"></a>',
        "<plaintext>" + "word " * 9, "<textarea>" + "word " * 9 + "</textarea>",
    ],
)  # fmt: skip
def test_a_page_without_text_is_never_taken_for_one_with_text(html: str) -> None:
    body = b"<!doctype html><body><script>1</script>" + html.encode()
    assert check_page(body, "text/html")


def test_a_page_with_text_needs_no_parser() -> None:
    body = b"<!doctype html><head><title>t</title></head><nav><a href='/'>x</a></nav><script>1</script><p>"
    body += b"A sentence of some words. " * 20
    assert not check_page(body, "text/html")
    check_shell(body)
    with Hostile({"/": page(body)}) as server:
        assert visit_one(server.url("/"), quick(server.address)).outcome == "ok"
