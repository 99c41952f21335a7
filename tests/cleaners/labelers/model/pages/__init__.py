"""Invented articles in nine languages, each as an HTML page and as flattened text.

The words lie in one file a language; here they are put into three templates like those that news
sites use. What must stay and what must go follows from where a text stands, not from its words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@dataclass(frozen=True)
class Article:
    """One article with all that stands around it on its page."""

    lang: str
    template: str
    site: str
    title: str
    byline: str
    date: str
    menu: list[str]
    path: str
    share: list[str]
    opening: list[str]
    heading: str
    items: list[str]
    closing: list[str]
    related_label: str
    related: list[str]
    newsletter: list[str]
    comments: list[str]
    footer: list[str]

    @property
    def prose(self) -> list[str]:
        """What must stay: every paragraph."""
        return [*self.opening, *self.closing]

    @property
    def body(self) -> list[str]:
        """All that belongs to the article."""
        return [*self.opening, self.heading, *self.items, *self.closing]

    @property
    def clutter(self) -> list[str]:
        """What must go: menus, share bar, related links, the call to subscribe, comments and footer."""
        around = [*self.menu, self.path, *self.share, self.related_label, *self.related]
        return [*around, *self.newsletter, *self.comments, *self.footer]


@cache
def article(lang: str) -> Article:
    """The article in one language."""
    return Article(**tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8")))


def html_page(of: Article) -> str:
    """The article in its template."""
    direction = ' dir="rtl"' if of.lang == "ar" else ""
    head = (
        f'<meta charset="utf-8"><title>{escape(of.title)} - {escape(of.site)}</title>'
        f'<meta property="og:title" content="{escape(of.title)}">'
        f'<meta property="og:site_name" content="{escape(of.site)}">'
    )
    build = {"semantic": _semantic, "divs": _divs, "cms": _cms}[of.template]
    return f'<!doctype html>\n<html lang="{of.lang}"{direction}><head>{head}</head>\n<body>{build(of)}</body></html>\n'


def text_page(of: Article) -> str:
    """The article as a crawler flattens it: every block a paragraph, lists without blank lines."""
    parts = ["\n".join([of.site, *of.menu]), of.path, of.title, f"{of.byline}\n{of.date}", "\n".join(of.share)]
    parts += [*of.opening, of.heading, "\n".join(f"- {item}" for item in of.items), *of.closing]
    parts += [of.related_label, "\n".join(of.related), *of.newsletter, *of.comments, "\n".join(of.footer)]
    return "\n\n".join(parts) + "\n"


def _links(texts: Iterable[str], tag: str = "li", name: str = "") -> str:
    shown = f' class="{name}"' if name else ""
    return "\n".join(
        f'<{tag}{shown}><a href="/{number}.html">{escape(text)}</a></{tag}>' for number, text in enumerate(texts)
    )


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)


def _text(of: Article) -> str:
    items = "".join(f"<li>{escape(item)}</li>" for item in of.items)
    return f"{_paragraphs(of.opening)}\n<h2>{escape(of.heading)}</h2>\n<ul>{items}</ul>\n{_paragraphs(of.closing)}"


def _semantic(of: Article) -> str:
    label, comment, button = of.comments
    return f"""
<header><a href="/" class="logo">{of.site}</a><nav aria-label="main"><ul>{_links(of.menu)}</ul></nav></header>
<main><article>
<div class="crumbs">{escape(of.path)}</div>
<h1>{escape(of.title)}</h1>
<div class="article-meta"><span class="author">{of.byline}</span> <time>{of.date}</time></div>
<div class="share-bar">{_links(of.share, "span")}</div>
<div class="article-body">{_text(of)}</div>
</article>
<section class="related"><h3>{of.related_label}</h3><ul>{_links(of.related)}</ul></section>
<section class="comments"><h3>{label}</h3><div class="comment"><p>{comment}</p></div><button>{button}</button></section>
</main>
<aside class="newsletter-box"><p>{of.newsletter[0]}</p><button>{of.newsletter[1]}</button></aside>
<footer><ul>{_links(of.footer[:-1])}</ul><p>{of.footer[-1]}</p></footer>"""


def _divs(of: Article) -> str:
    label, comment, button = of.comments
    return f"""
<div id="wrapper"><div id="top"><div class="brand">{of.site}</div>
<div class="menu">{_links(of.menu, "div", "menu-item")}</div></div>
<div class="col-left"><div class="ariane">{escape(of.path)}</div>
<h1 class="titre">{escape(of.title)}</h1><div class="infos">{of.byline} | {of.date}</div>
<div class="social">{_links(of.share, "div", "social-link")}</div>
<div class="content-text">{_text(of)}</div>
<div class="box-nl"><div>{of.newsletter[0]}</div><a class="btn" href="/nl">{of.newsletter[1]}</a></div>
<div class="box"><div class="box-title">{of.related_label}</div>{_links(of.related, "div", "box-item")}</div>
<div id="reactions"><div class="box-title">{label}</div><div class="reaction">{comment}</div>
<a href="#write">{button}</a></div></div>
<div id="bottom">{_links(of.footer[:-1], "span")}<div class="copy">{of.footer[-1]}</div></div></div>"""


def _cms(of: Article) -> str:
    label, comment, button = of.comments
    return f"""
<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title">{of.site}</p>
<nav class="main-navigation"><ul id="primary-menu">{_links(of.menu, "li", "menu-item")}</ul></nav></header>
<div id="content" class="site-content"><div id="primary"><div class="breadcrumbs">{escape(of.path)}</div>
<article class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{escape(of.title)}</h1>
<div class="entry-meta"><span class="byline">{of.byline}</span><span class="posted-on">{of.date}</span></div></header>
<div class="entry-content">{_text(of)}
<div class="sharedaddy"><ul>{_links(of.share)}</ul></div></div>
<footer class="entry-footer"></footer></article>
<div id="comments" class="comments-area"><h2 class="comments-title">{label}</h2>
<ol class="comment-list"><li class="comment"><div class="comment-content"><p>{comment}</p></div></li></ol>
<div id="respond"><h3>{button}</h3><form><textarea></textarea></form></div></div></div>
<div id="secondary" class="widget-area"><section class="widget"><h3 class="widget-title">{of.related_label}</h3>
<ul>{_links(of.related)}</ul></section><section class="widget newsletter"><p>{of.newsletter[0]}</p>
<form><input type="email"><button>{of.newsletter[1]}</button></form></section></div></div>
<footer id="colophon" class="site-footer"><ul>{_links(of.footer[:-1])}</ul><p>{of.footer[-1]}</p></footer></div>"""
