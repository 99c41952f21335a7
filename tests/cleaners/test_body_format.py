"""What is no page is refused by what it is; what only looks alike is cleaned."""

from __future__ import annotations

import json

import pytest

from cleaners import PageRefused, clean

PROSE = "The ferry left the harbour before dawn, as it has done on every working day for ninety years."
MAIL = f"Return-Path: <a@b.example>\nSubject: The ferry\nMessage-ID: <1@b.example>\n\n{PROSE}\n"
FEED = '<?xml version="1.0"?>\n<!-- made by hand -->\n<{root}><title>Ferries</title></{root}>\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>Buoys</text></svg>'


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (f"WARC/1.1\r\nWARC-Type: response\r\n\r\n<p>{PROSE}", "archive of pages"),
        ("filedesc://a.arc 0.0.0.0 20020101000000 text/plain 76\n1 0 Archive\n", "archive of pages"),
        (FEED.format(root="rss"), "a feed"),
        (FEED.format(root="feed"), "a feed"),
        ('<rdf:RDF xmlns:rdf="x"><item/></rdf:RDF>', "a feed"),
        (FEED.format(root="urlset"), "a sitemap"),
        (FEED.format(root="sitemapindex"), "a sitemap"),
        (FEED.format(root="opml"), "a list of feeds"),
        (f"<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'x' 'y' [<!ENTITY a 'b'>]>{SVG}", "an SVG image"),
        ("\ufeff" + json.dumps({"title": PROSE, "text": PROSE}, indent=1), "JSON"),
        (json.dumps([{"text": PROSE}]), "JSON"),
        ('{"text": "a"}\n{"text": "b"}\n', "JSON"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "a JSON feed"),
        ("From a@b.example Mon Sep  1 12:00:00 2025\n" + MAIL, "mailbox"),
        (MAIL, "a mail"),
        ("From: <Saved by a browser>\r\nSubject: =?utf-8?Q?Ferry?=\r\nMIME-Version: 1.0\r\n\r\n<html>", "MHTML"),
    ],
)  # fmt: skip
def test_other_formats_are_refused_by_name(body: str, name: str) -> None:
    for version in (body, body.encode()):
        with pytest.raises(PageRefused) as refused:
            clean(version)
        assert refused.value.outcome == "not_html"
        assert name in refused.value.detail


@pytest.mark.parametrize(
    "body",
    [
        f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{PROSE}</p></body></html>",
        f"{SVG}<h1>Ferries</h1><p>{PROSE}</p>",  # an icon before a page without <html>
        f"<article><p>{PROSE}</p></article>",
        f"WARC/1.1 is the second edition of a format\n\n{PROSE}",
        f"From 10:00 to 12:00 the ferry rests\nWhere: in the harbour\n\n{PROSE}",
        f"From: the harbour master\nTo: all crews\nSubject: the ferry\n\n{PROSE}",
        f'{{"ferry": "Rosalind"}} is how the log begins.\n\n{PROSE}',
        f"[1] The first note of the log\n\n{PROSE}\n\n[2]",
    ],
)
def test_what_only_looks_alike_is_cleaned(body: str) -> None:
    for version in (body, body.encode()):
        assert PROSE in clean(version).text
