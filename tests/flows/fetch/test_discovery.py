"""Feeds, sitemaps, lists and a crawl within one site: what leads where, and what is never followed."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from hostile import PAGE, Handler, Hostile, page, redirect
from visits import quick, visit_one

from flows.fetch.crawl import CrawlLimits
from flows.fetch.discovery import page_links
from flows.fetch.feeds import read_feed, read_sitemap
from flows.fetch.session import FetchPlan, FetchProgress, fetch_all
from flows.fetch.sources import TargetSources
from flows.fetch.urls import normal_form, redacted
from flows.fetch.visit import Target, Visit
from flows.http.errors import FetchError, NotFeed
from flows.store.fetched import open_fetched

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><link>http://e.org/</link>
<item><title>One &amp; only</title><link> /one </link><pubDate>Mon, 01 Jan 2024 10:00:00 GMT</pubDate></item>
<item><guid>http://e.org/two</guid></item><item><guid isPermaLink="false">tag:3</guid></item>
<item><title>No link</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><link href="http://e.org/"/>
<entry><title type="html">One</title><link rel="edit" href="/edit"/><link href="/one"/>
<updated>2024-01-01</updated></entry>
<entry><link rel="alternate" href="http://e.org/two"/><published>2023-05-06</published></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>One</title>
<link>/one</link><dc:date>2024</dc:date></item>
<item><link>http://e.org/two</link></item></rdf:RDF>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [
{"url": "/one", "title": "One", "date_published": "2024"},
{"external_url": "http://e.org/two"}, {"id": 3}, {"url": 4}]}"""
MAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> /one </loc>
<lastmod>2024-01-01</lastmod>
<news:news><news:title>One</news:title></news:news></url><url><loc>http://e.org/two</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/map.xml.gz</loc></sitemap>
<sitemap><loc>http://127.0.0.1:1/private.xml</loc></sitemap></sitemapindex>"""
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><title>&e;&x;</title><link>/one</link></item></rss>"""


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF, JSON])
def test_feeds(feed: bytes) -> None:
    listing = read_feed(feed)
    assert [entry.url for entry in listing.pages] == ["/one", "http://e.org/two"]
    assert listing.pages[0].metadata["date"]
    assert listing.pages[0].metadata.get("title", "One").startswith("One")


def test_a_web_page_names_its_feeds() -> None:
    html = (
        b"<!doctype html><link rel=alternate type=application/rss+xml href=/feed>"
        b"<link rel=alternate hreflang=de href=/de>"
    )
    assert read_feed(html).sources == ["/feed"]


@pytest.mark.parametrize(
    "html",
    [
        b"<!doctype html><html><menu><item><link href=/x></item></menu><entry><a href=/y>y</a></entry></html>",
        b"<p>A page without <url><loc>http://e.org/x</loc></url> a root</p>",
    ],
)
def test_a_web_page_with_elements_of_their_names_is_no_list(html: bytes) -> None:
    for read in (read_feed, lambda body: read_sitemap(body, 10**6)):
        with pytest.raises(NotFeed):
            read(html)


def test_a_web_page_that_leads_to_no_feed_is_a_failure(tmp_path: Path) -> None:
    """It names itself, or a page that names it, as a feed."""
    html = "<!doctype html><html><link rel=alternate type=application/rss+xml href={}><p>The ferry left.</p></html>"
    names = {"/self": "/self#x", "/a": "/b", "/b": "/a", "/to-feed": "/feed"}
    routes = {path: page(html.format(other).encode()) for path, other in names.items()}
    with Hostile({**routes, "/feed": page(RSS, Content_Type="application/rss+xml"), "/one": page()}) as server:
        assert run(tmp_path, server, Target(server.url("/self"), "feed")) == {"/self": "not_feed"}
        assert run(tmp_path, server, Target(server.url("/a"), "feed")) == {"/a": "ok", "/b": "not_feed"}
        found = run(tmp_path, server, Target(server.url("/to-feed"), "feed"))
        assert found["/to-feed"] == found["/feed"] == found["/one"] == "ok"


@pytest.mark.parametrize("sitemap", [MAP, gzip.compress(MAP), b"http://x/\n/no\n", ATOM])
def test_sitemaps(sitemap: bytes) -> None:
    urls = [entry.url for entry in read_sitemap(sitemap, 10**6).pages]
    assert urls in (["/one", "http://e.org/two"], ["http://x/"])


def test_no_entity_is_expanded() -> None:
    started = time.perf_counter()
    listing = read_feed(LAUGHS)
    assert time.perf_counter() - started < 1
    text = str(listing)
    assert "haha" not in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "junk", [b"", b"<", b"{", b"[1]", b'{"items": 3}', b"\xff" * 99, b"<a>" * 9999, b"<rss>", PAGE], ids=lambda x: x[:9]
)
def test_junk_is_no_feed(junk: bytes) -> None:
    for read in (read_feed, lambda body: read_sitemap(body, 10**6)):
        with pytest.raises(NotFeed):
            read(junk)


@pytest.mark.parametrize(
    "damaged", [b"<rss><item><link>/x</link>", b"<rss><item><link:>/y</link:><link>/x</link></item></rss>"]
)
def test_of_a_damaged_feed_is_listed_what_can_be_read(damaged: bytes) -> None:
    assert [entry.url for entry in read_feed(damaged).pages] == ["/x"]
    assert [entry.url for entry in read_sitemap(damaged, 10**6).pages] == ["/x"]


def test_a_sitemap_bomb_is_refused() -> None:
    with pytest.raises(FetchError, match="larger"):
        read_sitemap(gzip.compress(bytes(5_000_000)), 1_000_000)


def test_links() -> None:
    html = (
        b"<base href='http://e.org/base/'><a href=one>1</a><a href='/two#part'>2</a><a href='//f.org/x'>3</a>"
        b"<a rel=nofollow href=/no>n</a><a href='javascript:x()'>j</a><a href=mailto:a@b>m</a>"
        b"<a href=data:,x>d</a>"
        b"<a href=/picture.JPG>p</a><a href='http://[bad'>b</a><a>none</a><a href=one>again</a>"
    )
    assert page_links(html, "http://e.org/page") == ["http://e.org/base/one", "http://e.org/two", "http://f.org/x"]


@pytest.mark.parametrize(
    ("spelled", "normal"),
    [
        ("HTTP://Example.ORG:80/a/../b?b=2&a=1#x", "http://example.org/b?a=1&b=2"),
        ("https://example.org/x?utm_source=a&id=7&fbclid=b", "https://example.org/x?id=7"),
        ("http://example.org", "http://example.org/"),
        ("http://user:pw@example.org/", "http://example.org/"),
    ],
)
def test_one_form_for_each_address(spelled: str, normal: str) -> None:
    assert normal_form(spelled) == normal


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("http://user:pw@example.org/a@b?c=d@e", "http://example.org/a@b?c=d@e"),
        ("https:\\\\user:p@w@example.org", "https:\\\\example.org"),
        ("//user@example.org/", "//example.org/"),
        ("http://user:pw@[::1", "http://[::1"),
        ("http://example.org/@user", "http://example.org/@user"),
        ("mailto:me@example.org", "mailto:example.org"),
        ("nonsense", "nonsense"),
    ],
)
def test_an_address_is_shown_without_its_password(given: str, shown: str) -> None:
    assert redacted(given) == shown
    visit = visit_one(given, quick()) if "example" not in given else None
    assert visit is None or "pw" not in visit.detail + visit.final_url + visit.host


class Visits(FetchProgress):
    def __init__(self) -> None:
        self.visits: list[Visit] = []

    def visited(self, visit: Visit) -> None:
        self.visits.append(visit)


def run(root: Path, server: Hostile, *targets: Target, follow: CrawlLimits | None = None) -> dict[str, str]:
    progress = Visits()
    fetch_all(root, FetchPlan(targets, quick(server.address), follow), progress)
    return {visit.target.url.removeprefix(server.url("")): visit.outcome for visit in progress.visits}


def test_a_feed_leads_to_its_pages_and_what_it_says_is_recorded(tmp_path: Path, canary) -> None:
    feed = RSS.replace(b"http://e.org/two", f"http://127.0.0.1:{canary.port}/".encode())
    with Hostile({"/feed": page(feed, Content_Type="application/rss+xml"), "/one": page()}) as server:
        found = run(tmp_path, server, Target(server.url("/feed"), "feed"))
        assert found == {"/feed": "ok", "/one": "ok", f"http://127.0.0.1:{canary.port}/": "blocked_address"}
        with open_fetched(tmp_path) as fetched:
            row = fetched.find(server.url("/one"))
        assert '"title": "One & only"' in row["said"]
        assert '"date": "Mon, 01 Jan 2024 10:00:00 GMT"' in row["said"]
        assert row["found_in"] == server.url("/feed")
    assert canary.connections == 0


@pytest.mark.slow
def test_an_unchanged_feed_still_leads_to_its_pages(tmp_path: Path) -> None:
    feed = RSS.replace(b"<guid>http://e.org/two</guid>", b"<link>/two</link>")
    with Hostile({"/feed": page(feed), "/one": page(b"", "500 Oops"), "/two": page()}) as server:
        assert run(tmp_path, server, Target(server.url("/feed"), "feed"))["/one"] == "server_error"
        server.routes["/one"] = page()
        again = run(tmp_path, server, Target(server.url("/feed"), "feed"))
    assert again == {"/feed": "unchanged", "/one": "ok", "/two": "unchanged"}


def test_an_index_of_sitemaps(tmp_path: Path) -> None:
    packed = gzip.compress(MAP.replace(b"http://e.org/two", b"/two"))
    routes: dict[str, Handler] = {
        "/sitemap.xml": page(INDEX, Content_Type="application/xml"),
        "/map.xml.gz": page(packed, Content_Type="application/gzip"),
        "/one": page(),
        "/two": page(),
    }
    with Hostile(routes) as server:
        found = run(tmp_path, server, Target(server.url("/sitemap.xml"), "sitemap"))
    assert found.pop("http://127.0.0.1:1/private.xml") == "blocked_address"
    assert set(found.values()) == {"ok"}
    assert set(found) == {"/sitemap.xml", "/map.xml.gz", "/one", "/two"}


def site(server: Hostile, other: str) -> dict[str, Handler]:
    def linking(*links: str) -> Handler:
        return page(PAGE + "".join(f"<a href='{link}'>x</a>" for link in links).encode())

    return {
        "/": linking("/a", "/b?utm_source=x", f"{other}/away", "/a#again", "ftp://x/"),
        "/a": linking("/a/deep", "/"),
        "/b": linking("/c"),
        "/a/deep": linking("/a/deeper"),
        "/a/deeper": linking("/a/deepest"),
        "/a/deepest": page(),
        "/c": page(),
    }


@pytest.mark.slow
def test_a_crawl_stays_in_its_site_and_its_limits(tmp_path: Path, canary) -> None:
    other = f"http://127.0.0.1:{canary.port}"
    with Hostile({}) as server:
        server.routes = site(server, other)
        start = Target(server.url("/"))
        everything = run(tmp_path / "1", server, start, follow=CrawlLimits())
        assert set(everything) == {"/", "/a", "/b", "/c", "/a/deep", "/a/deeper", "/a/deepest"}
        shallow = run(tmp_path / "2", server, start, follow=CrawlLimits(max_depth=1))
        assert set(shallow) == {"/", "/a", "/b"}
        assert len(run(tmp_path / "3", server, start, follow=CrawlLimits(max_pages=3))) == 3
        matched = run(tmp_path / "4", server, start, follow=CrawlLimits(match="/a"))
        assert set(matched) == {"/", "/a", "/a/deep", "/a/deeper", "/a/deepest"}
        server.hits.clear()
        again = run(tmp_path / "1", server, start, follow=CrawlLimits())
        assert set(again) == set(everything)
        assert set(again.values()) == {"unchanged"}
    assert canary.connections == 0


def test_a_page_that_asks_not_to_be_followed(tmp_path: Path) -> None:
    body = PAGE.replace(b"<p>", b"<meta name=robots content='index, nofollow'><a href=/a>a</a><p>")
    with Hostile({"/": page(body), "/a": page()}) as server:
        assert set(run(tmp_path, server, Target(server.url("/")), follow=CrawlLimits())) == {"/"}


def test_a_site_that_moved_is_followed_where_it_is(tmp_path: Path) -> None:
    progress = Visits()
    with Hostile({"/": page(PAGE + b"<a href=/a>a</a>"), "/a": page()}) as new, Hostile({}) as old:
        old.routes["*"] = redirect(new.url("/"))
        policy = quick(new.address, old.address, obey_robots=False)
        fetch_all(tmp_path, FetchPlan([Target(old.url("/"))], policy, CrawlLimits()), progress)
    assert [visit.target.url for visit in progress.visits] == [old.url("/"), new.url("/a")]


def test_a_list_of_addresses(tmp_path: Path, monkeypatch) -> None:
    text = (
        "\ufeffhttp://e.org/1\r\n\r\n# a comment\r\n  http://e.org/2  # and why\r\nhttp://e.org/1\r\nnonsense\r\n"
        + "x" * 30_000
        + "\nhttp://e.org/3"
    )
    (tmp_path / "list.txt").write_text(text, "utf-8", newline="")
    targets = list(TargetSources(file=str(tmp_path / "list.txt")).targets())
    assert [target.url[:20] for target in targets] == [
        "http://e.org/1", "http://e.org/2", "http://e.org/1", "nonsense", "x" * 20, "http://e.org/3",
    ]  # fmt: skip
    assert targets[3].found_in == f"line 6 of {tmp_path / 'list.txt'}"
    assert targets[5].found_in.startswith("line 8 of")
    with open(tmp_path / "list.txt") as piped:
        monkeypatch.setattr("sys.stdin", piped)
        assert [target.url for target in TargetSources(file="-").targets()] == [target.url for target in targets]


def test_bad_lines_are_named_and_the_run_goes_on(tmp_path: Path) -> None:
    with Hostile({"/1": page(), "/2": page()}) as server:
        lines = [server.url("/1"), "nonsense", "http://[::1", server.url("/1"), "file:///etc/passwd", server.url("/2")]
        (tmp_path / "list.txt").write_text("\n".join(lines))
        progress = Visits()
        targets = TargetSources(file=str(tmp_path / "list.txt")).targets()
        outcomes = fetch_all(tmp_path / "raw", FetchPlan(targets, quick(server.address)), progress)
        assert server.hits["/1"] == 1
    assert outcomes == {"ok": 2, "bad_url": 2, "blocked_scheme": 1}
    outcomes = {
        visit.target.found_in.split(" of ")[0]: visit.outcome for visit in progress.visits if not visit.succeeded
    }
    assert outcomes == {"line 2": "bad_url", "line 3": "bad_url", "line 5": "blocked_scheme"}
    with open_fetched(tmp_path / "raw") as fetched:
        assert len(list(fetched.rows())) == 5
