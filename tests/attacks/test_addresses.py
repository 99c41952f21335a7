"""No address from outside ends a run: wherever it comes from, it is an address or a failure with a name."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "flows" / "fetch"))
from hostile import Call, Handler, Hostile, page, redirect
from stores import Command
from visits import quick, visit_all

from cleaners import clean
from flows.cli import run_command
from flows.errors import UsageError
from flows.fetch.crawl import CrawlLimits
from flows.fetch.guard import AddressGuard
from flows.fetch.policy import policy_from
from flows.fetch.session import FetchPlan, fetch_all
from flows.fetch.urls import host_of, normal_form, origin_of, parse_url, spellings, split_credentials
from flows.fetch.visit import Target
from flows.http.errors import BadUrl, BlockedScheme, FetchError
from flows.settings import Settings
from flows.store.clean import page_id, target_of
from flows.store.fetched import open_fetched

ROOT = Path(__file__).parents[2]
BASE = httpx.URL("http://base.example/a/b?c")
NO_ADDRESS = [
    "http://xn--a/", "http://xn--/", "http://xn--0.pt/", "http://xn--a.example/", f"http://xn--{'9' * 60}/",
    "http://h.example:-1/", "http://h.example:0/", "http://h.example:65536/", f"http://h.example:{'9' * 100}/",
    f"http://h.example:{'9' * 5000}/", "http://h.example:+1/", "http://h.example:1_0/", "http://h.example:١/",
    "http://h.example:80:90/", "http://h.example:x/",
    "http://[::1", "http://[::1]x/", "http://[]/", "http://[x]/", "http://[1:2]/", "http://[v1.x]/", "http://a]/",
    "http://[::ffff:1.2.3.4.5]/", "http://[::%/", "http://[[::1]/",
    "http://", "http:", "http:///", "http://?", "http://#", "http://@/", "http://:80/", "http://:@:/",
    "http://a b/", "http://a\tb/", "http://a\0b/", "http://a\x7f/", "http://\x1b[31m/", "http://%zz/", "http://%00/",
    "http://a%2fb/", "http://a℀b/", "http://a／b/", "http://a：80/", "http://a@b℀/", "http://\u200d/", "http://1\u05d0/",
    "http://a/\x01", "http://a/\r\nX-Injected: y", "http://a\r\nb/", f"http://a/{'x' * 9000}", f"http://{'é' * 300}/",
    "http://a\ud800b/",
]  # fmt: skip
ODD = ["http://i.invalid/\ud800", "http://a..b.invalid/", "http://-.invalid/", "http://_.invalid/", "\\", "?", "//"]
ATOMS = [
    *"abz019:/?#[]@%.-_\\ \t\r\n\0\x01\x7f\x85\xa0éß１。．\u2100\u200d\ud800\udc00\u2028😀&=;,+!$'()*~|^<>\"`{}",
    *"http: https: // xn-- xn--a ::1 [::1] %zz %00 %25 localhost 127.0.0.1 .. é.example xn--bcher-kva 0x7f".split(),
    *("1" * 50, "-1", ":80", ":0", "utm_source=x", "u:p@", "h.example", "i❤.ws"),
]


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_address_has_a_reason(text: str) -> None:
    for base in (None, BASE):
        with pytest.raises((BadUrl, BlockedScheme)) as refused:
            parse_url(text, base)
        assert str(refused.value).isprintable()
    assert [one.outcome for one in visit_all([text], quick())] == ["bad_url"]


def use(text: str, base: httpx.URL | None) -> None:
    """Everything that is done with an address once it was parsed."""
    url = parse_url(text, base)
    assert re.fullmatch(r"[!-~]+", str(url)), "not plain ASCII"
    assert str(parse_url(str(url))) == str(url), "the guard would check another address than that in the archive"
    public, _ = split_credentials(url)
    normal = normal_form(str(url))
    assert re.fullmatch(r"[!-~]+", normal)
    parse_url(normal)
    assert origin_of(url).endswith(host_of(url))
    httpx.Request("GET", public.join("/robots.txt"))
    for address in (str(public), normal):
        assert target_of(address, "").count("/") == 1
        assert page_id(address, "").startswith("http")


@pytest.mark.slow
def test_whatever_is_parsed_can_be_used() -> None:
    choice, parsed = random.Random(7), 0
    for number in range(6_000):
        text = "".join(choice.choices(ATOMS, k=choice.randint(1, 8)))
        start = choice.choice(["http://", "http://h.example/", "https://u:p@h.example:81/?", "http://[::1]/", ""])
        with contextlib.suppress(BadUrl, BlockedScheme):
            use(start + text, BASE if number % 3 == 0 else None)
            parsed += 1
        assert all(spelling.encode() for spelling in spellings(start + text))
    assert parsed > 1000


def test_addresses_are_made_in_one_place() -> None:
    """Of text from outside; a module that needs an address calls ``parse_url``."""
    makers = re.compile(r"httpx\.URL\(|canonicalize_url\(")
    sources = {path: path.read_text("utf-8") for path in (ROOT / "flows").rglob("*.py") if path.name != "urls.py"}
    wrong = [path for path, text in sources.items() if makers.search(text)]
    assert wrong == []
    takers = re.compile(r"\b(urlsplit|urljoin|urlparse)\(")
    found = {path.name for path in (ROOT / "cleaners").rglob("*.py") if takers.search(path.read_text("utf-8"))}
    assert found == {"addresses.py"}


def rss(url: str) -> bytes:
    items = "".join(f"<item><link>{text}</link></item>" for text in (quoteattr(url)[1:-1], "/good"))
    return f"<rss><channel>{items}</channel></rss>".encode("utf-8", "replace")


def sitemap(url: str, kind: str = "url") -> bytes:
    rows = "".join(f"<{kind}><loc>{text}</loc></{kind}>" for text in (quoteattr(url)[1:-1], "/good"))
    return f"<urlset>{rows}</urlset>".encode("utf-8", "replace")


def links(url: str, base: str = "/") -> bytes:
    text = "<p>Words of an ordinary page.</p>" * 9
    html = f"<html><base href={quoteattr(base)}><link rel=canonical href={quoteattr(url)}><body>{text}"
    return f"{html}<a href={quoteattr(url)}>bad</a> <a href=/good>good</a>".encode("utf-8", "replace")


SOURCES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "feed": ("feed", rss),
    "json feed": ("feed", lambda url: json.dumps({"items": [{"url": url}, {"url": "/good"}]}).encode()),
    "sitemap": ("sitemap", sitemap),
    "index": ("sitemap", lambda url: sitemap(url, "sitemap")),
    "text sitemap": ("sitemap", lambda url: f"{url}\nhttp:/good".encode("utf-8", "replace")),
    "link": ("page", links),
    "base": ("page", lambda url: links("x", url)),
}


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_in_a_feed_a_sitemap_or_a_link(tmp_path: Path, source: str) -> None:
    role, body_of = SOURCES[source]
    urls = [*NO_ADDRESS, *ODD]
    routes: dict[str, Handler] = {f"/{n}": page(body_of(url)) for n, url in enumerate(urls)}
    with Hostile({**routes, "/good": page()}) as server:
        given = [Target(server.url(f"/{n}"), role) for n in range(len(urls))]
        outcomes = fetch_all(tmp_path, FetchPlan(given, quick(server.address), CrawlLimits(max_depth=1)))
    with open_fetched(tmp_path) as fetched:
        rows = {row["url"]: row["outcome"] for row in fetched.rows()}
    assert set(outcomes) <= {
        "ok",
        "bad_url",
        "dns_error",
        "not_found",
        "blocked_scheme",
        "not_feed",
        "not_html",
        "unchanged",
    }
    assert rows.get(server.url("/good"), "ok") == ("not_feed" if source == "index" else "ok")
    assert sum(outcome in ("ok", "not_feed") for outcome in rows.values()) >= len(urls)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["page", "robots"])
def test_in_a_redirect(tmp_path: Path, place: str) -> None:
    """Each on a host of its own, where the address is that of the page, or that of robots.txt."""
    urls = [re.sub(r"[\r\n\0]", "", url) for url in [*NO_ADDRESS, *ODD]]

    async def moved(call: Call) -> None:
        url = urls[int(call.header("Host").partition(".")[0][1:])]
        await redirect(url.encode("utf-8", "replace").decode("latin-1"))(call)

    with Hostile({"/robots.txt" if place == "robots" else "/moved": moved, "/good": page()}) as server:
        hosts = [f"http://h{number}.localhost:{server.port}" for number in range(len(urls))]
        targets = [Target(host + path) for host in hosts for path in ("/moved", "/good")]
        outcomes = fetch_all(tmp_path, FetchPlan(targets, quick(server.address)))
    assert outcomes.total() == 2 * len(urls)
    assert outcomes["ok"] == len(urls) or (place == "robots" and outcomes["robots_unreachable"] > len(urls))
    names = {"ok", "bad_url", "dns_error", "not_found", "too_many_redirects", "protocol_error", "robots_unreachable"}
    assert set(outcomes) <= names


@pytest.mark.slow
def test_in_a_list_and_on_the_command_line(tmp_path: Path) -> None:
    """Also as bytes that are no text."""
    lines = [url.encode("utf-8", "replace") for url in NO_ADDRESS[:20]]
    (tmp_path / "urls\udcff.txt").write_bytes(b"\n".join([*lines, b"http://caf\xe9\xff/", b"http://a/\0"]))
    given = [b"http://[::1", b"http://xn--a/", b"http://\xff", b"--feed", b"http://[\xff"]
    done = subprocess.run(
        [sys.executable, "-m", "flows", "fetch", "--from", b"urls\xff.txt", "--pace", "0", *given],
        cwd=tmp_path, capture_output=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False), done.stderr
    assert done.stdout.rstrip().endswith(b"26 failed; raw pages are in raw"), done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", ["raw", "ledger", "clean"])
def test_a_page_is_looked_up(tmp_path: Path, monkeypatch, capsys, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    fetch_all(tmp_path / "raw", FetchPlan([Target("http://xn--a/")], quick()))
    for url in ("http://h\udcff/", *NO_ADDRESS[:: 3 if command == "clean" else 1]):
        expected = {0} if (command, url) == ("ledger", "http://xn--a/") else {1, 2}
        if command == "raw":
            expected |= {3}  # nothing was fetched, so there is no store to look into
        assert run_command([command, url]) in expected, ascii(url)
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "entry",
    ["", ":", ":80", "h", "h:", "h:0", "h:x", "h:-1", "h:+1", "h:65536", "h:" + "9" * 100, "h:" + "9" * 5000, "h:١",
     "xn--a:80", "[::1:80", "[x]:80", "http://h:80", "u@h:80", "h/x:80", "h?x:80", "h#x:80", "h\\x:80", "a b:80",
     "a\0b:80", "a\ud800:80", "a℀b:80", "é" * 300 + ":80"],
)  # fmt: skip
def test_an_allowed_address_that_is_none_has_a_reason(entry: str) -> None:
    with pytest.raises(ValueError, match="is not HOST:PORT") as refused:
        AddressGuard(frozenset([entry]))
    assert str(refused.value).isprintable()
    with pytest.raises(UsageError, match="allow-address"):
        policy_from(Settings(allow_address=[entry]))


@pytest.mark.parametrize(
    ("entry", "host"),
    [("127.0.0.1:80", "127.0.0.1"), ("[::1]:80", "::1"), ("::1:80", "::1"), ("LOCALHOST.:80", "localhost"),
     ("127.1:80", "127.0.0.1"), ("bücher.example:80", "xn--bcher-kva.example"), ("h_x.example:80", "h_x.example")],
)  # fmt: skip
def test_an_allowed_address_in_any_spelling(entry: str, host: str) -> None:
    assert AddressGuard(frozenset([entry]))._allowed == {(host, 80)}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["html", "flattened text"])
def test_in_a_page_that_is_cleaned(kind: str) -> None:
    for url in [*NO_ADDRESS, *ODD]:
        text = "A title\n\nA paragraph of flattened text, long enough to be one.\n"
        page = clean(links(url, url) if kind == "html" else text, url)
        assert json.dumps(page.to_document())
        assert page.markdown


@pytest.mark.slow
def test_the_address_of_a_page_on_the_command_line(tmp_path: Path, winnow: Command) -> None:
    (tmp_path / "page.html").write_bytes(links("/x"))
    for command in ("clean", "golden add"):
        done = winnow(*command.split(), "page.html", "--url", "http://[::1")
        assert (done.returncode, "is not an address" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_credentials_and_spellings_of_an_address_that_is_none() -> None:
    assert spellings("http://user:secret@[::1") == ("http://[::1",)
    with pytest.raises(FetchError) as refused:
        parse_url("http://user:secret@h.example:-1/")
    assert "secret" not in str(refused.value)
