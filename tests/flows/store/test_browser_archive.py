"""What a browser archives with a page (styles, scripts, pictures, fonts, calls home) is no failed page."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from raw_archives import record
from stores import article

from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><text>Buoys</text></svg>'
OTHERS = [
    ("text/css", b"body { color: black }"), ("application/javascript", b"alert(1)"), ("text/javascript", b"x = 1"),
    ("font/woff2", b"wOF2\0\1"), ("application/octet-stream", b"\0\1\2\3" * 20), ("image/svg+xml", SVG),
    ("image/png", b"\x89PNG\r\n\x1a\n"), ("application/json", b'{"a": 1}'), ("video/mp4", b"\0" * 25_000_000),
    ("text/html", b""), ("text/html", b"GIF89a\1\0\1\0"), ("text/plain", b'{"clicked": true}'), ("text/html", SVG),
    ("application/rss+xml", b"<rss><channel/></rss>"), ("text/xml", b"<urlset></urlset>"),
]  # fmt: skip


def browser_archive() -> bytes:
    """Fifty records: three pages and what a browser loads with them."""
    answers = [("text/html; charset=utf-8", article(f"Page {number}").encode()) for number in range(3)]
    answers += [OTHERS[number % len(OTHERS)] for number in range(45)]
    blocks = [b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s" % (kind.encode(), body) for kind, body in answers]
    blocks.append(b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nLocation: /0\r\n\r\n<p>It is elsewhere.</p>")
    blocks.append(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>It is not here.</p>")
    records = [record(f"https://a.example/{number}", block) for number, block in enumerate(blocks)]
    return b"".join(gzip.compress(each, 1) for each in records)


def test_of_fifty_records_of_a_browser_three_are_pages_and_none_fails(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "browser.warc.gz").write_bytes(browser_archive())
    report = clean_pages(RunOptions(raw, tmp_path / "clean"))
    assert (report.cleaned, report.failed, report.exit_code) == (3, 0, 0)
    with open_ledger(tmp_path / "clean") as ledger:
        assert sorted(row["url"] for row in ledger.pages()) == [f"https://a.example/{number}" for number in range(3)]


@pytest.mark.parametrize(
    ("block", "outcome"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>" + b"A page. " * 3_000_000, "too_large"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8bx", "truncated"),
    ],
)
def test_a_page_that_cannot_be_read_fails_all_the_same(tmp_path: Path, block: bytes, outcome: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "browser.warc.gz").write_bytes(gzip.compress(record("https://a.example/0", block), 1))
    report = clean_pages(RunOptions(raw, tmp_path / "clean"))
    assert report.outcomes == {outcome: 1}
