"""`winnow clean` of what holds many pages: an archive's pages one by one, and of other lists what they are."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from raw_archives import answer, foreign_archive, record
from stores import Command, article

URLS = ("https://other.example/1", "https://other.example/2", "https://other.example/3")


def arc(urls: tuple[str, ...]) -> bytes:
    """An archive of the old format."""
    head = b"filedesc://a.arc 0.0.0.0 20020101000000 text/plain %d\n%s"
    about = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    parts = [head % (len(about), about)]
    for url in urls:
        block = answer(article(url))
        parts.append(f"{url} 10.0.0.1 20020101000000 text/html {len(block)}\n".encode() + block)
    return b"\n".join(parts) + b"\n"


def write_archive(path: Path) -> None:
    if path.suffix == ".wacz":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("archive/data.warc.gz", foreign_archive("records", URLS))
    elif ".arc" in path.name:
        path.write_bytes(gzip.compress(arc(URLS)) if path.suffix == ".gz" else arc(URLS))
    else:
        path.write_bytes(foreign_archive("records" if path.suffix == ".gz" else "plain", URLS))


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.wacz", "crawl.arc", "crawl.arc.gz"])
def test_an_archive_is_cleaned_page_by_page(winnow: Command, tmp_path: Path, name: str) -> None:
    write_archive(tmp_path / name)
    done = winnow("clean", name)
    assert (done.returncode, done.stderr) == (0, "")
    articles = done.stdout.split("\n\n# ")
    assert [text.removeprefix("# ").partition("\n")[0] for text in articles] == list(URLS)
    assert all(text.count("The ferry left") == 1 for text in articles)
    for choice in (("--record", "2"), ("--url", URLS[1])):
        (tmp_path / "page.html").write_text(article(URLS[1]))
        assert winnow("clean", name, *choice).stdout == winnow("clean", "page.html").stdout
    documents = winnow("clean", name, "--format", "json").stdout
    assert [json.loads(text + "}")["url"] for text in documents.split("\n}\n")[:-1]] == list(URLS)
    assert winnow("clean", name, "--output", "all.md").stdout == ""
    assert (tmp_path / "all.md").read_text() == done.stdout


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_cleaned(winnow: Command, tmp_path: Path) -> None:
    bad = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8bx"
    parts = [record(URLS[0], answer(article("One"))), record(URLS[1], bad), record(URLS[2], answer(article("Three")))]
    (tmp_path / "crawl.warc").write_bytes(b"".join(parts))
    done = winnow("clean", "crawl.warc")
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("# ")] == ["# One", "# Three"]
    assert done.stderr.startswith(f"winnow: crawl.warc#@{len(parts[0])}: truncated: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("feed.xml", "<?xml version='1.0'?><rss><channel><item/></channel></rss>", "fetch --feed"),
        ("sitemap.xml", "<urlset><url><loc>https://a.example/</loc></url></urlset>", "fetch --sitemap"),
        ("pages.json", json.dumps([{"text": article()}]), "the body is JSON"),
        ("list.mbox", "From a@b.example Mon Sep  1 12:00:00 2025\nSubject: a\n\nWords of a mail.\n", "a mailbox"),
        ("crawl.txt", "WARC/1.0\r\nWARC-Type: response\r\n\r\n", "ends in .warc"),
        ("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg'><text>Buoys</text></svg>", "an SVG image"),
    ],
)
def test_what_is_no_page_is_named(winnow: Command, tmp_path: Path, name: str, content: str, words: str) -> None:
    (tmp_path / name).write_text(content)
    for source, text in ((name, None), ("-", content)):
        done = winnow("clean", source, **({"input": text} if text else {}))
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"winnow: {source}: not_html: the body is ")
        assert words in done.stderr


def test_an_archive_without_the_page_says_so(winnow: Command, tmp_path: Path) -> None:
    (tmp_path / "crawl.warc").write_bytes(foreign_archive("plain", URLS))
    (tmp_path / "empty.warc").write_bytes(foreign_archive("plain", ()))
    (tmp_path / "page.html").write_text(article())
    for arguments, words in (
        (["crawl.warc", "--record", "4"], "no page number 4; of its records 3 are pages"),
        (["crawl.warc", "--url", "https://x.example/"], "no page with the address https://x.example/"),
        (["empty.warc"], "empty.warc has no page in it"), (["page.html", "--record", "1"], "page.html is none"),
        (["crawl.warc", "--view", "view.html"], "choose it with --record"),
    ):  # fmt: skip
        done = winnow("clean", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 1
