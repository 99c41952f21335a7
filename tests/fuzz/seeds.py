"""The inputs that fuzzing starts from, and the words that mutations are made of."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

from training.data import data_folder

from .seeds_flows import flow_seeds

ROOT = Path(__file__).resolve().parents[2]
DEV_PAGES = data_folder() / "wcxb-dev" / "html"  # on developers' machines only
_PIECE_BYTES = 700  # small inputs are fast, and few faults need a large one

DIFFICULT_PAGES = (
    b" .a{display:none}.b .a,#c>.a:not(.d){visibility:hidden}",
    b" @media print{.a{display:none}}.a{clip:rect(0 0 0 0)}",
    b" position:absolute;left:-9999px;height:0;overflow:hidden", b" color:#fff;background:#ffffff!important",
    b"<noscript><iframe src=x></noscript><p>after", b"<noscript><p>post</p></noscript>", b"<![CDATA[text]]>",
    b"<plaintext>rest <b>of", b"<template><p>x</p></template>", b"<svg><title>x</title><p>y", b"<math><mi>x<p>y",
    b"<table><p>foster<tr><td>x</table>", b"<textarea><p>x</textarea>", b"<select><option>x<p>y</select>",
    b"<b><p>x</b>y</p>", b"<a href=/x><a href=/y>z", b"<style>.a{display:none}</style><p class=a>x",
    b"<p style='display:none'>x", b"<details><summary>x</summary>y</details>", b"<frameset><frame></frameset>",
    b"<script>if (a<b) '</p>'</script>x", b"<!--><p>x--><p>y", b"&#8;&#x80;&#xD800;&#1114112;&amp;&notin;&",
    b"<p>\xe2\x80\x8bx\xe2\x80\xaey\xf3\xa0\x81\x81z", b"\xef\xbb\xbf<p>x", b"\xff\xfe<\0p\0>\0x\0",
    b"01 / 06 / 2025\n\nRegister now for the masterclass", b"Share this\nTweet\nFacebook\n\n3 comments\n",
    b"<pre>\n\n x\n  y</pre>", b"<table><tr><td>a|b<td>`c`<tr><td colspan=3>d</table>",
    b"<ol start=9><li>x<ul><li>y</ol>", b"<blockquote><p>x<blockquote>y", b"<a href='javascript:alert(1)'>x</a>",
    b"<meta charset=koi8-r>\xcf\xd2", b"<?xml version='1.0' encoding='big5'?><html>", b"\x1b$B$3$l\x1b(B",
    b"<div aria-hidden=true>x</div><div>x</div>", b"<dialog>x</dialog><div popover>y</div>",
)  # fmt: skip

WORDS = (
    "<p>", "</p>", "<div", "</div>", "<span>", "<b>", "<i>", "<a href=", "<table>", "<tr>", "<td>", "<ul>", "<li>",
    "<pre>", "<h1>", "<br>", "<svg>", "<math>", "<noscript>", "</noscript>", "<iframe>", "<template>", "<script>",
    "</script>", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<plaintext>", "<textarea>", "<select>",
    "<option>", "<title>", "<head>", "<body>", "<html>", "<form>", "<button>", "<details>", "<summary>", "<dialog>",
    "<blockquote>", "<ol start=", "<img alt=", "<meta charset=", "<link rel=canonical href=", "class=", "id=",
    " style=", "display:none", "visibility:hidden", "opacity:0", "hidden", "aria-hidden=true", "role=tabpanel",
    "{display:none}", "@media print{", "font-size:0", "left:-9999px", "&#8;", "&#x200b;", "&shy;", "&amp;", "&lt;",
    "\xe2\x80\xae", "\xf3\xa0\x81\x81", "javascript:", "data:", "http://[", "https://x.example/", "\x1b[", "```",
    "](", "Share this", "Read more", "Subscribe", "Advertisement", "Comments", "Leave a Reply", "Posted by", "Home",
    "01 / 06 / 2025", "05/06/2024", "%s", "spot_img", "1.", "- ", "| ", "# ",
)  # fmt: skip


FLOW_WORDS = (
    "http://", "//", "\\\\", "@", ":80", ":-1", "[::1]", "xn--", "%25", "%00", "utm_source=", "0x7f", "\xef\xbc\x8e",
    "<item>", "<link>", "<url>", "<loc>", "<sitemap>", "<!ENTITY x SYSTEM ", "&x;", '{"items":[{"url":"', "\\ud800",
    "User-agent: *\n", "Disallow: /", "Allow: ", "Crawl-delay: ", "$", "*", "<noscript>", "<div id=root>",
    "WARC/1.1\r\n", "WARC-Type: response\r\n", "WARC-Target-URI: ", "Content-Length: ", "\r\n\r\n",
    "HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "WARC-Block-Digest: sha1:",
    "WARC-Payload-Digest: ", '{"said":{"title":', "\x1f\x8b\x08", "\x28\xb5\x2f\xfd", "PK\x03\x04",
    "99999999999999999999", "[[rules]]\n", "valid_from = 2026-01-01\n", "drop = [", "nan", "<script>", "![x](y)",
    "{: onclick=", "\n\n    ", "```\n", "&#60;", "[x]: ", "$$", "~~", "!!! ",
)  # fmt: skip


def dictionary() -> str:
    """The words in the dictionary format of libFuzzer."""
    lines = []
    for word in (*WORDS, *FLOW_WORDS):
        lines.append('"' + "".join(f"\\x{code:02x}" for code in word.encode("latin-1")) + '"')
    return "\n".join(lines) + "\n"


def seeds_of(target: str, max_count: int = 600) -> Iterator[bytes]:
    """The inputs that fuzzing of a target starts from."""
    yield from flow_seeds(target) or seed_inputs(max_count)


def seed_inputs(max_count: int = 600) -> Iterator[bytes]:
    """The difficult pages, pieces of the sample pages, and pieces of the development pages if present."""
    yield from (bytes([number]) + page for number, page in enumerate(DIFFICULT_PAGES))
    for path in sorted((ROOT / "raw").glob("*/*")):
        if path.suffix in (".html", ".txt"):
            yield from _pieces_of(path.read_bytes(), 3)
    for path in sorted(DEV_PAGES.glob("*.html.gz"))[: max_count // 2]:
        yield from _pieces_of(gzip.decompress(path.read_bytes()), 2)


def _pieces_of(body: bytes, count: int) -> Iterator[bytes]:
    """Pieces of a page, always the same, each after a byte that chooses the Content-Type."""
    for number in range(count):
        digest = hashlib.sha256(body + bytes([number])).digest()
        start = int.from_bytes(digest[:4], "big") % max(1, len(body) - _PIECE_BYTES)
        yield digest[4:5] + body[start : start + _PIECE_BYTES]
