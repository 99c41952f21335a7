"""The inputs that fuzzing of addresses, feeds, robots.txt, archives and files of a person starts from."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator

import brotli

from flows.http.content_codings import zstd

_ADDRESSES = (
    "http://a.example/", "HTTPS://user:pa%20ss@a.example:443/b/../c;d?e=f&utm_source=g#h", "//a.example/x", "/x?y",
    "../x", "http:\\\\a.example\\b", "http://0x7f.1/", "http://2130706433/", "http://[::ffff:127.0.0.1%25eth0]:80/",
    "http://bücher.example/ü?ß", "http://a.example:99999/",
    "javascript:alert(1)", "http://", "http://a.example/%zz%", "http://a.example/\ud800", "http://ａ.example/",
    "http://a..example/", "http://a_b.example./x",
)  # fmt: skip
_FEEDS = (
    b'<rss><channel><item><title>x</title><link>http://a.example/1</link><pubDate>Mon, 6 May 2024</pubDate></item>',
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/2"/><updated>2024-05-06</updated></entry></feed>',
    b'<urlset><url><loc>http://a.example/3</loc><lastmod>2024</lastmod></url></urlset>',
    b'<sitemapindex><sitemap><loc>http://a.example/4.xml.gz</loc></sitemap></sitemapindex>',
    b'<!DOCTYPE x [<!ENTITY e "f"><!ENTITY g SYSTEM "file:///etc/passwd">]><rss><item><link>&e;&g;</link></item></rss>',
    b'{"version":"1.1","items":[{"url":"http://a.example/5","title":"x","date_published":"2024"},{"url":1}]}',
    b'{"items":' + b"[" * 50, b"http://a.example/6\nx\n", gzip.compress(b"http://a.example/7"),
    b'<!doctype html><link rel=alternate type=application/rss+xml href=/feed><base href="http://["><a href="/y">x',
    b'<a href=/x rel=nofollow>x</a><a href="y.pdf">y</a><a href="//b.example">z</a>',
)  # fmt: skip
_ROBOTS = (
    b"/x/y?z\nUser-agent: winnow\nDisallow: /x\nAllow: /x/*?z$\nCrawl-delay: 2",
    b"/\nUser-agent:*\nDisallow: /*a*b*c$",
    b"/%C3%BC\nuser agent *\ndissalow /%c3%bc\n\nCrawl-delay: nan\nRequest-rate: 1/5",
    b"//[\nUser-agent: *\nDisallow: //[",
    b"x\nUser-agent: winnow\nUser-agent: *\nDisallow:\nSitemap: x\nCrawl-delay: 1e999\nVisit-time: 0-9",
    b"\n\xef\xbb\xbfDisallow /",
)  # fmt: skip
_ANSWERS = (
    b"<!doctype html><html><body><div id=root></div><script src=x></script>",
    b"<!-- a --><!-- b --><?xml x?><html><script>", b"<html><noscript>Enable JavaScript</noscript><script>x</script>",
    b"%PDF-1.4", b"\x1f\x8b\x08", b" \r\n\0",
    b'<html><meta name="robots" content="noindex, nofollow"><meta content=none name=winnow><script>', b"<font>" * 20,
)  # fmt: skip
_SIDECARS = (
    b'{"url":"http://a.example/","fetched_at":"2024-05-01T12:00:00Z","content_type":"text/html"}',
    b'{"url":"http://["}', b'{"url":"\\ud800http://a"}', b"[" * 60, b'{"fetched_at":"2024-W01"}',
    b'{"url":"https://a.example/\\u0000"}', b'{"a":1e9999}',
)  # fmt: skip
_SETTINGS = (
    b'[[rules]]\nbody = ["a"]\ndrop = [".ad > p", "#x:not(.y)"]\nphrases = ["Read more"]\nvalid_from = 2026-05-03\n',
    b'[[rules]]\nkeep = ["a[href^=x]"]\nvalid_until = "2026-05-03"\nnote = "x"\n', b"rules = [1]",
    b"a." * 60 + b"b = 1", b'pace = 0.5\nworkers = 2\nraw = "file:///x"\nallow_address = ["a:1"]\nprefect = "auto"\n',
    b"x = " + b"[" * 60,
    b'[[schedule]]\nflow = "verify"\ncron = "0 6 * * *"\nparameters = {a = 1}\n',
    b"pace = nan\nworkers = 1979-05-27\n",
    b"valid_from = 2026-05-03T00:00:00\n[[rules]]\nvalid_from = 2026-05-03T07:00:00Z\n", b"page_bytes = " + b"9" * 300,
)  # fmt: skip
_TEXTS = (
    b"<script>x</script> \\<b> &lt;b&gt; `<i>`", b"[x](javascript:y) ![z](w) [a]: b",
    b"{: onclick=x } {{y}} :smile: $x$ ~~y~~", b"```\n<b>x\n\n</b>\n```\x0c    <script>\n\n\n[a]: b\n\n: c",
    b"!!! note\n===\n---\n# x\n> y\n1. z\n* a\n| b |",
)  # fmt: skip


def _archives() -> Iterator[bytes]:
    """An archive as it is, gzipped by record, and in a WACZ file: with records of winnow and of other programs."""
    html, date = b"<!doctype html><p>x", b"2024-05-01T12:00:00Z"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
        html, mtime=0
    )
    chunked = b"HTTP/1.0 200\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n0\r\n\r\n"
    facts = b'{"found_in":"http://a.example/feed","said":{"title":"x","date":"2024"},"status":200}'
    records = [
        _record(b"warcinfo", date, b"software: x\r\n"), _record(b"response", date, http, b"Winnow-Role: page\r\n"),
        _record(b"request", date, b"GET / HTTP/1.1\r\n\r\n"), _record(b"metadata", date, facts),
        _record(b"response", date, chunked), _record(b"conversion", date, html, b"Content-Type: text/plain\r\n"),
        _record(b"revisit", date, b"HTTP/1.1 304\r\n\r\n"), _record(b"response", date, http[:60]),
        _record(b"metadata", date, b"[" * 60), _record(b"response", date, b"HTTP/1.1 " + b"2" * 60 + b" OK\r\n\r\nx"),
    ]  # fmt: skip
    arc = b"http://a.example/ 127.0.0.1 20240501120000 text/html 25\nHTTP/1.1 200 OK\r\nX: y\r\n\r\n\n"
    wacz = io.BytesIO()
    with zipfile.ZipFile(wacz, "w") as file:
        file.writestr(zipfile.ZipInfo("archive/a.warc"), b"".join(records[:4]))
    yield from (b"\0" + record for record in records)
    yield from (b"\0" + b"".join(records), b"\0" + arc, b"\2" + wacz.getvalue())
    yield b"\1" + b"".join(gzip.compress(record, mtime=0) for record in records)
    yield b"\1" + gzip.compress(b"".join(records), mtime=0)


def _record(kind: bytes, date: bytes, block: bytes, fields: bytes = b"") -> bytes:
    address = b"" if kind == b"warcinfo" else b"WARC-Target-URI: http://a.example/\r\n"
    head = b"WARC/1.1\r\nWARC-Type: %b\r\n%bWARC-Date: %b\r\n%bContent-Length: %d\r\n\r\n"
    return head % (kind, address, date, fields, len(block)) + block + b"\r\n\r\n"


def _coded() -> Iterator[bytes]:
    """A page in each of the codings that the first byte chooses."""
    page = b"<p>x</p>" * 30
    yield from (b"\0" + gzip.compress(page, mtime=0), b"\0" + gzip.compress(b"x", mtime=0) * 2)
    yield from (b"\1" + zlib.compress(page), b"\1" + zlib.compress(page)[2:-4], b"\2" + brotli.compress(page))
    yield from (
        b"\3" + zstd.compress(page),
        b"\3" + zstd.compress(page) * 2,
        b"\0" + gzip.compress(b"\0" * 200_000, mtime=0),
    )
    yield from (b"\4" + brotli.compress(gzip.compress(page, mtime=0)), b"\2" + brotli.compress(b"\0" * 200_000))


def flow_seeds(target: str) -> list[bytes]:
    """The inputs for one target of `targets_flows` or `targets_markdown`; an empty list for any other."""
    addresses = [address.encode("utf-8", "surrogatepass") for address in _ADDRESSES]
    inputs = {"addresses": addresses, "feeds": _FEEDS, "robots": _ROBOTS, "answers": _ANSWERS}
    if target in inputs:  # the first byte chooses a variant
        return [bytes([number % 6]) + found for found in inputs[target] for number in range(3)]
    whole = {"records": _archives, "codings": _coded, "sidecars": lambda: _SIDECARS, "settings": lambda: _SETTINGS}
    if target == "markdown":
        return [
            bytes([kind, 5, around, 5, 2, 9, 0, 3]) + text for text in _TEXTS for kind in (0, 5) for around in range(6)
        ]
    return list(whole[target]()) if target in whole else []
