"""Fuzz targets of what comes from outside besides pages: addresses, feeds, robots.txt, archives, files of a person.

Each takes any bytes; the first byte chooses the variant (a base, a media type, a suffix), the rest is the input.
"""

from __future__ import annotations

import math
import tempfile
from contextlib import chdir, suppress
from functools import cache
from pathlib import Path

import httpx

from cleaners import PageRefused
from flows.errors import UsageError
from flows.fetch.answer_child import read_answer as read_answer_of
from flows.fetch.answer_reader import ReadJob
from flows.fetch.content import asks_not_to_follow, check_page, robots_directives
from flows.fetch.robots import RobotsFile
from flows.fetch.urls import host_of, normal_form, origin_of, parse_url, redacted, redirect_of, split_credentials
from flows.fetch.visit import Target
from flows.http.content_codings import decode_content
from flows.http.errors import (
    BadEncoding,
    BadUrl,
    BlockedScheme,
    NeedsRendering,
    NoContent,
    NotFeed,
    NotHtml,
    TooLarge,
    Truncated,
)
from flows.http.exchange import Exchange
from flows.settings import SETTINGS_FILE, Settings, load_settings
from flows.sites.files import read_site_file
from flows.store.raw import PageError, read_sidecar
from flows.warc.answers import read_answer, scan_warc
from flows.warc.rehash import rehash

BASE = "https://gull.example/a/b?c=d"
MAX_BYTES = 100_000
NO_ADDRESS = (BadUrl, BlockedScheme)
NO_CONTENT = (TooLarge, Truncated, BadEncoding)
CODINGS = (
    "gzip",
    "deflate",
    "br",
    "zstd",
    "gzip, br",
    "x-gzip,deflate",
    "identity, br",
    "br,br,br,br",
    "compress",
    "\0",
)
MEDIA_TYPES = ("text/html", "", "application/xhtml+xml; charset=x", "text/plain", "image/png", "TEXT/HTML;")
ARCHIVES = ("a.warc", "a.warc.gz", "a.wacz", "a.wet.gz")
ANSWER_OUTCOMES = ("ok", "damaged", "too_large", "bad_encoding", "truncated")


def fuzz_addresses(data: bytes) -> None:
    """Any text is an address or is refused by name; an address has one spelling, and no credentials stay in it."""
    first, text = variant(data)
    with suppress(*NO_ADDRESS):
        url = parse_url(text, httpx.URL(BASE) if first % 2 else None)
        assert url.scheme in ("http", "https")
        assert url.host
        assert not url.fragment
        assert origin_of(url).endswith(host_of(url))
        assert not split_credentials(url)[0].userinfo
        assert parse_url(str(url)) == url
    with suppress(*NO_ADDRESS):
        normal = normal_form(text)
        assert normal_form(normal) == normal
    assert len(redacted(text)) <= len(text)
    with suppress(*NO_ADDRESS):
        redirect = redirect_of(answer(302, b"x", [(b"location", data[1:])]))
        assert redirect is None or not redirect.userinfo


def fuzz_feeds(data: bytes) -> None:
    """A feed, a sitemap and the links of a page give targets that can be written, or it is refused by name."""
    first, _ = variant(data)
    role = ("feed", "sitemap", "page")[first % 3]
    with suppress(NotFeed, PageRefused, *NO_CONTENT):
        for url, host, kind, metadata in read_answer_of(ReadJob(role, BASE), data[1:]):
            assert kind in ("page", role)
            assert not host or host_of(parse_url(url)) == host
            target = Target(url, source_metadata=metadata)
            for text in (target.url, *target.source_metadata.values()):
                text.encode("utf-8")


def fuzz_robots(data: bytes) -> None:
    """Any robots.txt allows or forbids any address."""
    first, _ = variant(data)
    path, _, body = data[1:].partition(b"\n")
    robots = RobotsFile(body if first % 2 else data[1:])
    url = "https://gull.example/" + path.decode("utf-8", "replace").lstrip("/")
    decision = robots.may_fetch(url, "winnow")
    assert bool(decision.line) == bool(decision.number)
    delay = robots.crawl_delay("winnow")
    assert delay is None or (math.isfinite(delay) and delay >= 0)


def fuzz_answers(data: bytes) -> None:
    """The check after a fetch accepts a body, or refuses it by name; its directives are text."""
    first, text = variant(data)
    with suppress(NotHtml, NoContent, NeedsRendering, PageRefused):
        if check_page(data[1:], MEDIA_TYPES[first % len(MEDIA_TYPES)]):
            assert list(read_answer_of(ReadJob("shell", BASE), data[1:])) == []
    directives = robots_directives(data[1:], [text[:100]])
    assert asks_not_to_follow(directives) in (True, False)


def fuzz_codings(data: bytes) -> None:
    """Coded data is decoded up to the limit, or refused by name."""
    first, _ = variant(data)
    with suppress(*NO_CONTENT):
        assert len(decode_content(data[1:], CODINGS[first % len(CODINGS)], MAX_BYTES)) <= MAX_BYTES or first % 10 == 6


def fuzz_records(data: bytes) -> None:
    """Any archive gives answers or named damage, the same again by their locations; so does hashing it again."""
    first, _ = variant(data)
    path = written(ARCHIVES[first % len(ARCHIVES)], data[1:])
    with suppress(OSError):  # of a WACZ file whose directory points outside of it
        for found in scan_warc(path, MAX_BYTES):
            assert found.outcome in ANSWER_OUTCOMES
            assert len(found.body) <= MAX_BYTES
            assert found.is_page in (True, False)
            if found.location:
                assert read_answer(path, found.location, MAX_BYTES).outcome in ANSWER_OUTCOMES
        for record in rehash(path):
            assert isinstance(record.damage, str)


def fuzz_sidecars(data: bytes) -> None:
    """A sidecar is read, or refused as bad_sidecar."""
    path = written("page.html.json", data)
    try:
        metadata = read_sidecar(str(path))
    except PageError as error:
        check_outcome(error.outcome, ("bad_sidecar",))
        return
    for text in (metadata.url, metadata.fetched_at, metadata.content_type):
        text.encode("utf-8")


def fuzz_settings(data: bytes) -> None:
    """A site file and a winnow.toml are read, or refused with a message for the person who wrote them."""
    with suppress(UsageError):
        for rules in read_site_file(written("gull.example.toml", data)):
            assert rules.holds_on("2026-01-01") in (True, False)
    with suppress(UsageError), chdir(written(SETTINGS_FILE, data).parent):
        assert isinstance(load_settings(), Settings)


def check_outcome(outcome: str, known: tuple[str, ...]) -> None:
    assert outcome in known


def variant(data: bytes) -> tuple[int, str]:
    """The first byte, and the rest as text; half surrogate pairs too, as JSON may hold them."""
    rest = data[1:]
    try:
        return data[0] if data else 0, rest.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data[0] if data else 0, rest.decode("utf-8", "replace")


def answer(status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> Exchange:
    return Exchange(BASE, [], status, "", "HTTP/1.1", headers or [], body, body, True)


@cache
def folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="winnow-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def written(name: str, data: bytes) -> Path:
    """A file of this name and content, the same path each time."""
    path = folder() / name
    path.write_bytes(data)
    return path


TARGETS = {
    "addresses": fuzz_addresses,
    "feeds": fuzz_feeds,
    "robots": fuzz_robots,
    "answers": fuzz_answers,
    "codings": fuzz_codings,
    "records": fuzz_records,
    "sidecars": fuzz_sidecars,
    "settings": fuzz_settings,
}
