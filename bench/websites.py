"""Generated websites for measurements: any number of pages, the same ones every time.

Size "real" uses the labelled pages instead; after the last one, they are used again on other hosts with
words swapped. A third of the hosts are large and two thirds small, as on the web. A share of the hosts is
written as WARC files, the others as single files with a sidecar each.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaners import host_of
from tests.sitegen.prose import Writer
from training.data import data_folder, find_pages

SIZES = ("small", "medium", "real")
_SYLLABLES = "ba den fir go hal im jor kel lum nor pa quin ros sel tam ur vi wen yar zo che dra eth plo".split()
_FETCHED_AT = "2026-01-01T06:00:00Z"  # of real pages
# Random words are mixed in, so that two articles share no longer runs of words than real ones.
_VOCABULARY_SIZE = 20_000
_RANDOM_SHARE = 0.4  # of the long words
_LANGUAGES = ("en", "en", "en", "de", "fr", "es", "ru", "ja")
_MARKUP_OR_TEXT = re.compile(rb"(?is)(<(script|style)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)|[^<]+")
_PROMO = "Subscribe to the {name} letter today: edition {n}, free until May {n}, 2026. Register now!"
_SCRIPT = (
    "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)};"
    "var slot%d={path:'/%d/top',sizes:[[728,90],[970,250]]};"
)
_STYLE = ".c%d{display:flex;margin:0 auto;padding:%dpx;max-width:1180px;font:400 16px/1.5 Georgia,serif}"


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page; ``name`` is that of its file."""

    host: str
    name: str
    url: str
    fetched_at: str
    body: bytes


def make_pages(count: int, size: str = "small", seed: int = 0) -> Iterator[GeneratedPage]:
    """``count`` pages, host by host. The first pages are the same for every count."""
    if size == "real":
        yield from _labelled(count)
        return
    page_count, site = 0, 0
    while page_count < count:
        random = Random(f"{seed}/{site}/{size}")
        host = f"{random.choice(('www', 'news', 'blog'))}.site{site:05}.example"
        writer = Writer(random.choice(_LANGUAGES), random)
        pages = min(random.choice((3, 12, 40)) if site % 3 else random.choice((150, 400)), count - page_count)
        for number in range(pages):
            yield _page(host, number, writer, random, size)
        page_count, site = page_count + pages, site + 1


def _labelled(count: int) -> Iterator[GeneratedPage]:
    """Real pages, host by host; after the last one, again on other hosts with words swapped."""
    pages = [files.read() for files in find_pages(data_folder())]
    pages.sort(key=lambda page: host_of(page.url))
    for number in range(count):
        pass_number, index = divmod(number, len(pages))
        url, body = pages[index].url, pages[index].body
        if pass_number:
            url = url.replace("://", f"://again{pass_number}.", 1)
            body = _with_words_swapped(body, Random(pass_number))
        yield GeneratedPage(urlsplit(url).hostname or "nowhere.example", f"{number:05}", url, _FETCHED_AT, body)


def _with_words_swapped(body: bytes, random: Random) -> bytes:
    """The page with most neighbouring words of its text swapped, so that it does not count as a copy."""

    def swapped(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return match[0]  # a tag, a script or a style sheet
        words = match[0].split(b" ")
        for index in range(0, len(words) - 1, 2):
            if random.random() < 0.8:
                words[index : index + 2] = words[index + 1], words[index]
        return b" ".join(words)

    return _MARKUP_OR_TEXT.sub(swapped, body)


def by_site(pages: Iterable[GeneratedPage]) -> Iterator[tuple[str, Iterator[GeneratedPage]]]:
    """Pages by site as in a run; a site is not always one host."""
    return groupby(pages, lambda page: host_of(page.url))


def _page(host: str, number: int, writer: Writer, random: Random, size: str) -> GeneratedPage:
    title = writer.title()
    day = f"2026-{number % 4 + 1:02}-{number % 27 + 1:02}"
    name = host.split(".")[1].capitalize()
    promo = f"<p class='letter'>{_PROMO.format(name=name, n=number % 28 + 1)}</p>"
    paragraphs = [_paragraph(writer, random) for _ in range(5 if size == "small" else 22)]
    paragraphs.insert(len(paragraphs) // 2, promo)
    if size == "medium":
        paragraphs.insert(3, f"<h2>{escape(writer.heading())}</h2>")
    article = (
        f"<main><article class='story'><h1>{escape(title)}</h1><p class='by'>By {name} Staff, {day}</p>"
        f"{''.join(paragraphs)}</article></main>"
    )
    head = f"<meta charset='utf-8'><title>{escape(title)} | {name}</title><meta name='author' content='{name} Staff'>"
    links, clutter = (8, "") if size == "small" else (70, _clutter(writer, random))
    if size == "medium":
        head += f"<script>{''.join(_SCRIPT % (i, i) for i in range(60))}</script><style>"
        head += f"{''.join(_STYLE % (i, i) for i in range(90))}</style>"
    body = (
        f"<!doctype html><html><head>{head}</head><body><header>{_menu(name, links)}</header>{article}{clutter}"
        f"<footer>{_menu('Imprint', links // 2)}<p>© 2026 {name}. All rights reserved.</p></footer></body></html>"
    )
    slug = f"story-{number:05}"
    return GeneratedPage(host, slug, f"https://{host}/{slug}", f"{day}T06:00:00Z", body.encode())


def _paragraph(writer: Writer, random: Random) -> str:
    words = escape(writer.paragraph()).split(" ")
    words = [_random_word(random) if len(word) > 3 and random.random() < _RANDOM_SHARE else word for word in words]
    if len(words) > 8 and random.random() < 0.4:
        words[4] = f"<a href='/topic/{random.randint(1, 90)}'>{words[4]}</a>"
    return f"<p>{' '.join(words)}</p>"


def _random_word(random: Random) -> str:
    """A word of the vocabulary; the first ones are far more frequent than the last."""
    number, word = int(_VOCABULARY_SIZE * random.random() ** 3), ""
    while number or not word:
        number, digit = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[digit]
    return word


def _clutter(writer: Writer, random: Random) -> str:
    """The clutter around an article of a newspaper: related stories and comments."""
    cards = "".join(
        f"<div class='card c{i}'><a href='/story-{i:05}'><img src='/img/{i}.jpg' alt=''>"
        f"<h3>{escape(writer.title())}</h3></a><span class='meta'>{random.randint(2, 9)} min read</span></div>"
        for i in range(12)
    )
    comments = "".join(
        f"<li class='comment'><b>{escape(writer.name())}</b><p>{escape(writer.sentence())}</p>"
        "<a href='#r'>Reply</a></li>"
        for _ in range(8)
    )
    return (
        f"<aside class='related'><h2>Related stories</h2>{cards}</aside>"
        f"<section id='comments' class='comments'><h2>8 comments</h2><ol>{comments}</ol></section>"
    )


def _menu(name: str, links: int) -> str:
    items = "".join(f"<li class='menu-item'><a href='/section/{i}'>{name} {i}</a></li>" for i in range(links))
    return f"<nav class='menu'><ul>{items}</ul></nav>"


def write_raw(folder: Path, pages: Iterator[GeneratedPage], warc_share: float = 0.5) -> int:
    """Write pages to a raw folder, the given share of the hosts as WARC files. Returns the number of pages."""
    count, host, as_warc = 0, "", False
    for page in pages:
        if page.host != host:
            host, as_warc = page.host, Random(page.host).random() < warc_share
            (folder / host).mkdir(parents=True, exist_ok=True)
            (folder / host / "made.warc.gz").unlink(missing_ok=True)
        (_add_record if as_warc else _add_file)(folder / host, page)
        count += 1
    return count


def _add_file(folder: Path, page: GeneratedPage) -> None:
    (folder / f"{page.name}.html").write_bytes(page.body)
    sidecar = {"url": page.url, "fetched_at": page.fetched_at}
    (folder / f"{page.name}.html.json").write_text(json.dumps(sidecar))


def _add_record(folder: Path, page: GeneratedPage) -> None:
    with open(folder / "made.warc.gz", "ab") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            page.url, "response", payload=io.BytesIO(page.body), http_headers=head,
            warc_headers_dict={"WARC-Date": page.fetched_at},
        )  # fmt: skip
        writer.write_record(record)
