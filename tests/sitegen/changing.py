# ruff: noqa: E501  (much of it is data)
"""Sites of several looks and kinds of pages, and the ways in which a site can change under its reader.

A page is made in two steps: its content (`Content`, drawn at random: short or very long, with or
without a list, a table, a picture), and its markup (`Look`). A mutation changes one of the two, or
the page that is made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import islice
from random import Random

from .prose import Writer


@dataclass(frozen=True)
class Look:
    """The markup of a site's pages: a template for each part."""

    host: str
    language: str = "en"
    flat: bool = False  # flattened text, as some crawlers leave it
    outer: str = "<div id='wrapper' class='site'><main class='site-main'>{}</main></div>"
    article: str = "<article class='post hentry'><header class='entry-header'>{head}</header><div class='entry-content'>{body}</div></article>"
    byline: str = "<p class='byline'>By <a rel='author' href='/by/{slug}'>{author}</a></p>"
    share: str = "<ul class='share-buttons'><li><a href='#'>Facebook</a></li><li><a href='#'>WhatsApp</a></li><li><a href='#'>E-mail</a></li></ul>"
    related: str = "<aside class='related-posts'><h3>Related articles</h3><ul>{}</ul></aside>"
    signup: str = "<div class='newsletter-signup'><p>Subscribe to our newsletter and never miss a story.</p><form action='/join'><input type='email'><button>Sign up</button></form></div>"
    nav: str = "<header class='site-header'><nav class='main-nav'><ul>{}</ul></nav></header>"
    footer: str = "<footer class='site-footer'><p>© 2026 {name}. All rights reserved.</p><p><a href='/privacy'>Privacy</a> <a href='/terms'>Terms of use</a></p></footer>"
    kinds: tuple[tuple[str, float], ...] = (("article", 1.0),)


LOOKS = (
    Look("tidal-herald.example"),
    Look(
        "deichbote.example", "de",
        outer="<div class='page'><div class='page__col page__col--main'>{}</div></div>",
        article="<section class='story'><div class='story__top'>{head}</div><div class='story__text'>{body}</div></section>",
        byline="<div class='story__author'>Von {author}</div>",
        share="<div class='story__share'><a href='#'>Teilen</a> <a href='#'>Facebook</a> <a href='#'>Drucken</a></div>",
        kinds=(("article", 0.75), ("brief", 0.25)),
    ),
    Look(
        "moorland-notes.example",
        outer="<table class='layout'><tr><td class='left'></td><td class='mid'>{}</td></tr></table>",
        article="<div class='head'>{head}</div><div class='text'>{body}</div>", byline="<p class='who'>{author}</p>",
        kinds=(("article", 0.7), ("list", 0.2), ("thread", 0.1)),
    ),
    Look("weir-and-well.example", kinds=(("article", 0.55), ("list", 0.15), ("thread", 0.15), ("picture", 0.15))),
    Look("plain-lines.example", flat=True, kinds=(("article", 0.8), ("thread", 0.2))),
    Look(
        "lettres-du-quai.example", "fr",
        outer="<div class='c1'><div class='c2'>{}</div></div>", article="<div class='c3'>{head}<div class='c4'>{body}</div></div>",
        byline="<p>{author}</p>", share="", signup="", kinds=(("article", 0.9), ("picture", 0.1)),
    ),
)  # fmt: skip
REDESIGN = {
    "outer": "<div class='app-root'><div class='grid'><div class='grid-main'>{}</div></div></div>",
    "article": "<div class='doc'><div class='doc-title'>{head}</div><div class='rich-text'>{body}</div></div>",
    "byline": "<div class='meta-author'>{author}</div>",
    "share": "<div class='social-row'><a href='#'>Share</a><a href='#'>Copy link</a></div>",
    "related": "<section class='read-next'><h4>Read next</h4><ul>{}</ul></section>",
    "nav": "<div class='topbar'><ul class='topbar-menu'>{}</ul></div>",
    "footer": "<div class='bottom'><p>© 2026 {name}</p></div>",
}


@dataclass(frozen=True)
class Content:
    """The content of one page."""

    kind: str
    number: int
    title: str
    author: str
    day: str
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    table: bool = False
    quote: str = ""
    language: str = ""
    extras: str = ""
    lead: str = ""
    declared: bool = True  # title, author and day in the head
    charset: str = "utf-8"


_LENGTHS = {"article": (4, 30), "brief": (1, 3), "list": (1, 2), "thread": (3, 14), "picture": (1, 1)}


def contents(look: Look, seed: int) -> Iterator[Content]:
    """The contents of a site's pages, without end: the same for the same seed."""
    random = Random(f"{look.host}/{seed}")
    writer = Writer(look.language, random)
    kinds, weights = zip(*look.kinds, strict=True)
    number = 0
    while True:
        number += 1
        yield _content(random.choices(kinds, weights)[0], number, writer, random)


def _content(kind: str, number: int, writer: Writer, random: Random) -> Content:
    shortest, longest = _LENGTHS[kind]
    length = int(shortest * (longest / shortest) ** random.random())
    items: tuple[str, ...] = ()
    if kind == "list":
        items = tuple(writer.title() for _ in range(random.randint(8, 30)))
    elif random.random() < 0.2:
        items = tuple(writer.sentence() for _ in range(random.randint(3, 8)))
    return Content(
        kind, number, writer.title(), f"{writer.name()} {writer.name()}", f"2026-{random.randint(1, 9):02}-{random.randint(1, 28):02}",
        tuple(writer.paragraph() for _ in range(length)),
        tuple(writer.heading() for _ in range(length // 6)), items, tuple(writer.title() for _ in range(random.randint(3, 6))),
        random.random() < 0.1, writer.sentence() if random.random() < 0.2 else "",
    )  # fmt: skip


def url_of(look: Look, content: Content) -> str:
    return f"https://{look.host}/{content.kind}/{content.number}"


def write(look: Look, content: Content) -> bytes:
    """The page as its site sends it."""
    if look.flat:
        return "\n\n".join(_lines(look, content)).encode(content.charset, "replace")
    name = look.host.split(".")[0].replace("-", " ").title()
    nav = "".join(
        f"<li><a href='/{i}'>{text}</a></li>" for i, text in enumerate(("Home", "News", "Archive", "Contact"))
    )
    inner = _inner(look, content)
    signup = look.signup if content.kind == "article" else ""
    page = f"{look.nav.format(nav)}{look.outer.format(content.lead + inner + content.extras + signup)}{look.footer.format(name=name)}"
    language = content.language or look.language
    return (
        f"<!doctype html><html lang='{language}'><head>{_head(content, name)}</head><body>{page}</body></html>".encode(
            content.charset, "replace"
        )
    )


def _head(content: Content, name: str) -> str:
    title = f"<meta charset='utf-8'><title>{escape(content.title)} | {name}</title>"
    if not content.declared:
        return title
    return (
        f"{title}<meta property='og:title' content='{escape(content.title, quote=True)}'><meta property='og:site_name' content='{name}'>"
        f"<meta name='author' content='{content.author}'><meta property='article:published_time' content='{content.day}T08:00:00Z'>"
    )


def _inner(look: Look, content: Content) -> str:
    related = look.related.format(
        "".join(f"<li><a href='/{i}'>{escape(text)}</a></li>" for i, text in enumerate(content.related))
    )
    heading = f"<h1 class='title'>{escape(content.title)}</h1>"
    if content.kind == "list":
        items = "".join(
            f"<li class='teaser'><h2><a href='/{i}'>{escape(text)}</a></h2><p>{escape(' '.join(content.paragraphs))}</p></li>"
            for i, text in enumerate(content.items)
        )
        return f"<div class='archive'>{heading}<ul class='teasers'>{items}</ul></div>"
    if content.kind == "thread":
        posts = "".join(
            f"<div class='post-box'><div class='poster'>{content.author}</div><div class='message'><p>{escape(text)}</p></div></div>"
            for text in content.paragraphs
        )
        return f"<div class='topic'>{heading}{posts}</div>"
    if content.kind == "picture":
        return f"<figure class='gallery'><img src='/{content.number}.jpg' alt=''><figcaption>{escape(' '.join(content.paragraphs))}</figcaption></figure>{heading}{look.share}{related}"
    byline = (
        look.byline.format(author=content.author, slug=content.number)
        + f"<time datetime='{content.day}'>{content.day}</time>"
        if content.author
        else ""
    )
    return look.article.format(head=heading + byline, body=_body(content)) + look.share + related


def _body(content: Content) -> str:
    parts = [f"<p>{escape(text)}</p>" for text in content.paragraphs]
    for number, text in enumerate(content.headings, 1):
        parts.insert(min(len(parts), number * 6), f"<h2>{escape(text)}</h2>")
    if content.items:
        parts.insert(len(parts) // 2, "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in content.items) + "</ul>")
    if content.quote:
        parts.insert(1, f"<blockquote><p>{escape(content.quote)}</p></blockquote>")
    if content.table:
        parts.append(
            "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>1911</td><td>14</td></tr><tr><td>1912</td><td>17</td></tr></table>"
        )
    return "".join(parts)


def _lines(look: Look, content: Content) -> list[str]:
    head = ["Home", "News", content.title, f"By {content.author}", content.day, content.lead]
    foot = ["Share on Facebook", "© 2026 Plain Lines. All rights reserved.", "Privacy"]
    return [*head, *content.paragraphs, *content.items, content.extras, *foot]


Change = Callable[[Look, Content], bytes]
_PLAIN = {"headings": (), "items": (), "table": False, "quote": ""}  # no part but title and paragraphs
_WALL = (
    "<div class='consent'><h2>We value your privacy</h2><p>We and our 812 partners store and access information on your device, such as "
    "unique identifiers in cookies, to process personal data. You may accept or manage your choices at any time by clicking below or on "
    "the privacy page. These choices will be signalled to our partners and will not affect browsing data.</p><button>Accept all</button></div>"
)
_CHALLENGE = "<!doctype html><html><head><title>Just a moment...</title></head><body><div class='main-wrapper'><h1>Checking your browser</h1><p>This process is automatic. Your browser will be sent to the page that you asked for shortly. Please allow up to five seconds and keep cookies enabled.</p></div></body></html>"
_SORRY = (
    "Sorry, this page cannot be found. It may have been moved, or its name may have changed since it was linked to.",
    "Try the search, or go back to the front page and look for it there.",
)


def _wall(look: Look, content: Content) -> bytes:
    if look.flat:
        request = "We and our 812 partners store and access information on your device to process personal data."
        asked = replace(content, paragraphs=(request,), items=(), title="We value your privacy", author="", day="")
        return write(look, asked)
    return f"<!doctype html><html lang='{look.language}'><head><title>Consent</title></head><body>{_WALL}</body></html>".encode()


def _short(look: Look, content: Content) -> bytes:
    """What is left before a paywall."""
    first = " ".join(content.paragraphs[0].split()[:12])
    wall = "<div class='paywall'><p>Subscribe to read on.</p></div>" if not look.flat else "Subscribe to read on."
    return write(look, replace(content, paragraphs=(first,), extras=wall, **_PLAIN))


def _mojibake(look: Look, content: Content) -> bytes:
    accents = tuple(f"„{text}“ – naïve façade, Übergröße, cœur déçu" for text in content.paragraphs)
    sent = write(look, replace(content, paragraphs=accents))
    return sent.decode("utf-8", "replace").encode("utf-8").decode("cp1252", "replace").encode("utf-8")


def _other_language(look: Look, content: Content) -> bytes:
    writer = Writer("ru", Random(content.number))
    title, paragraphs = writer.title(), tuple(writer.paragraph() for _ in content.paragraphs)
    translated = replace(content, language="ru", title=title, paragraphs=paragraphs, headings=(), items=(), quote="")
    return write(look, translated)


def _boxed(look: Look, content: Content) -> bytes:
    """Another template around the same words."""
    return write(replace(look, **REDESIGN), content)  # type: ignore[arg-type]


def _next_articles(look: Look, content: Content) -> bytes:
    """The site now loads three further articles below each one."""
    more = Writer(look.language, Random(content.number))
    extra = "".join(f"<p>{escape(more.paragraph())}</p>" for _ in range(60))
    return write(look, replace(content, extras=f"<div class='infinite'>{extra}</div>"))


MUTATIONS: dict[str, Change] = {
    "new template": _boxed,
    "consent wall": _wall,
    "consent layer over the page": lambda look, content: write(look, replace(content, lead=_WALL * 3, paragraphs=content.paragraphs[:1], **_PLAIN)),
    "emptied: the text comes by script": lambda look, content: write(look, replace(content, paragraphs=(), **_PLAIN)),
    "paywall": _short,
    "bot challenge": lambda look, content: _CHALLENGE.encode(),
    "every address gives the not-found page": lambda look, content: write(look, replace(content, title="Not found", paragraphs=_SORRY, author="", declared=False, **_PLAIN)),
    "share bar under another name": lambda look, content: write(replace(look, share="", related=""), replace(content, extras="<div class='x-1'><p>Here come some words that nobody took away from this page, as they once were.</p></div>")),
    "no author and no date any more": lambda look, content: write(look, replace(content, author="", declared=False)),
    "garbled letters": _mojibake,
    "another language": _other_language,
    "articles without end": _next_articles,
    "scripts off: the page asks for them": lambda look, content: b"<!doctype html><html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div></body></html>",
    "all in one block": lambda look, content: write(replace(look, article="<div class='raw-dump'>{head}</div><pre class='dump'>{body}</pre>", related="", share=""), content),
    "a mirror of the front page": lambda look, content: write(look, replace(content, kind="list", title="The front page", items=tuple(f"Headline number {i} of the day and what it means" for i in range(20)), paragraphs=("A teaser that stands below each of them.",))),
}  # fmt: skip


def pages(look: Look, seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """(address, bytes) of a site's first pages."""
    for content in islice(contents(look, seed), count):
        yield url_of(look, content), write(look, content)


def changed_pages(look: Look, seed: int, change: Change, after: int) -> Iterator[tuple[str, bytes, bool]]:
    """(address, bytes, whether the change shows on it) of the pages that follow the first ``after``, without end."""
    for content in islice(contents(look, seed), after, None):
        before, now = write(look, content), change(look, content)
        yield url_of(look, content), now, before != now


__all__ = ["LOOKS", "MUTATIONS", "Content", "Look", "changed_pages", "contents", "pages", "url_of", "write"]
