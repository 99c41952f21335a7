"""Which pictures belong to an article, under which address, and how they are written."""

from __future__ import annotations

import time

import pytest

from cleaners import clean
from cleaners.page import Decision
from cleaners.pictures import JudgedPicture, judge_pictures
from cleaners.render import to_markdown
from cleaners.segment import segment_html
from cleaners.segment.picture_source import parse_srcset

URL = "https://mill.example/posts/a"
TEXT = "<p>The mill was built by two brothers who had never seen one.</p>"
GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def judged(
    body: str, dropped: tuple[str, ...] = ("DROP",), head: str = "", url: str = URL
) -> tuple[JudgedPicture, ...]:
    """The pictures of a page whose blocks with these words are dropped."""
    page = segment_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", url)
    return judge_pictures(page, decisions_of(page.blocks, dropped))


def decisions_of(blocks, dropped):  # type: ignore[no-untyped-def]
    return [Decision(block, not any(word in block.text for word in dropped), "test", "for it") for block in blocks]


SOURCES = {
    "plain": ('<img src="/i/a.jpg">', "https://mill.example/i/a.jpg"),
    "relative": ('<img src="a.jpg">', "https://mill.example/posts/a.jpg"),
    "without scheme": ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
    "data-src": (f'<img src="{GIF}" data-src="/a.jpg">', "https://mill.example/a.jpg"),
    "data-lazy-src": ('<img src="/blank.gif" data-lazy-src="/a.jpg">', "https://mill.example/a.jpg"),
    "data-original": ('<img src="/img/spacer.gif" data-original="/a.jpg">', "https://mill.example/a.jpg"),
    "an unknown attribute": (f'<img src="{GIF}" data-loads-later="/a.webp">', "https://mill.example/a.webp"),
    "widest of srcset": ('<img src="/s.jpg" srcset="/s.jpg 300w, /l.jpg 1200w, /m.jpg 600w">', "https://mill.example/l.jpg"),
    "data-srcset": (f'<img src="{GIF}" data-srcset="/s.jpg 300w,/l.jpg 900w">', "https://mill.example/l.jpg"),
    "densities": ('<img src="/s.jpg" srcset="/s.jpg 1x, /l.jpg 2x">', "https://mill.example/s.jpg"),
    "densities alone": ('<img srcset="/s.jpg 1x, /l.jpg 2x">', "https://mill.example/l.jpg"),
    "commas in addresses": ('<img srcset="/f_auto,w_3/s.jpg 300w, /f_auto,w_9/l.jpg 900w">', "https://mill.example/f_auto,w_9/l.jpg"),
    "picture": ('<picture><source srcset="/l.webp 900w, /s.webp 300w"><img alt="x"></picture>', "https://mill.example/l.webp"),
    "picture, lazy": (f'<picture><source data-srcset="/l.webp"><img src="{GIF}"></picture>', "https://mill.example/l.webp"),
    "noscript": (f'<img src="{GIF}"><noscript><img src="/a.jpg"></noscript>', "https://mill.example/a.jpg"),
    "next": ('<img src="/_next/image?url=%2Fi%2Fa.png&amp;w=640&amp;q=75">', "https://mill.example/i/a.png"),
    "camo": ('<img src="https://camo.example/3f" data-canonical-src="https://o.example/a.png">', "https://o.example/a.png"),
    "a newer element": ('<amp-img src="/a.jpg" width="600" height="300"></amp-img>', "https://mill.example/a.jpg"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SOURCES)
def test_the_address_of_a_picture(kind: str) -> None:
    markup, url = SOURCES[kind]
    assert [picture.url for picture in judged(f"<article>{TEXT}{markup}{TEXT}</article>") if picture.kept] == [url]


def test_addresses_are_relative_to_the_base_of_the_page() -> None:
    (picture,) = judged(f'{TEXT}<img src="a.jpg">{TEXT}', head='<base href="/other/">')
    assert picture.url == "https://mill.example/other/a.jpg"


@pytest.mark.parametrize(
    ("declared", "base"),
    [
        ('"url": "https://mill.example/posts/a"', "https://mill.example/posts/"),
        (
            '"mainEntityOfPage": {"@type": "WebPage", "@id": "https://mill.example/posts/a"}',
            "https://mill.example/posts/",
        ),
        ('"mainEntityOfPage": "https://mill.example/a", "url": "#top"', "https://mill.example/"),
        ('"url": "/posts/a"', ""),
        ('"name": "The mill"', ""),
    ],
)
@pytest.mark.parametrize("own", [None, "https://copy.example/x/y"])
def test_addresses_are_relative_to_that_of_the_linked_data_where_there_is_no_other(
    declared: str, base: str, own: str | None
) -> None:
    linked = f'<script type="application/ld+json">{{"@type": "Article", "headline": "The mill", {declared}}}</script>'
    page = clean(f'<html><head>{linked}</head><body><article>{TEXT * 4}<img src="a.jpg">{TEXT * 4}</article>', own)
    complete = "https://copy.example/x/" if own else base
    assert [picture.url for picture in page.pictures] == [complete and complete + "a.jpg"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a 1x,b 2x", [("a", 1, "x"), ("b", 2, "x")]),
        ("a, b 2x", [("a", 1, "x"), ("b", 2, "x")]),
        ("  a   300w ,  b 1.5x ", [("a", 300, "w"), ("b", 1.5, "x")]),
        ("a", [("a", 1, "x")]),
        ("", []),
        (",,,", []),
        ("a 1y", [("1y", 1, "x")]),
    ],
)
def test_srcset(text: str, found: list[tuple[str, float, str]]) -> None:
    assert parse_srcset(text) == found


NO_PICTURES = {
    "tracker": '<img src="https://t.example/p?x" width="1" height="1">',
    "tracker by address": '<img src="https://www.facebook.com/tr?id=1">',
    "icon": '<img src="/a.png" width="24" height="24">',
    "icon by style": '<img src="/a.png" style="width: 18px; height:18px">',
    "icon by name": '<img class="icon-large" src="/a.png">',
    "avatar": '<img class="avatar" src="/a.png" width="96" height="96">',
    "gravatar": '<img src="https://secure.gravatar.com/avatar/12?s=96">',
    "emoji": '<img class="emoji" alt=":smile:" src="/images/emoji/smile.png">',
    "logo": '<img class="site-logo" src="/a.svg">',
    "logo by address": '<img src="/img/logo-dark.svg">',
    "badge": '<img src="https://img.shields.io/badge/a-b.svg">',
    "formula": '<img class="mwe-math-fallback-image-inline" alt="x^2" src="/math/1.svg">',
    "placeholder": f'<img src="{GIF}">',
    "script": '<img src="javascript:ran=1">',
    "hidden": '<img src="/a.jpg" hidden>',
    "in a hidden part": '<div style="display:none"><img src="/a.jpg"></div>',
    "in a menu": '<nav><img src="/a.jpg"></nav>',
    "author box": '<div class="author-box"><img src="/a.jpg"><p>DROP about the author</p></div>',
    "related": '<div><a href="/b"><img src="/a.jpg"><h3>DROP another story</h3></a></div>',
    "advertisement": '<div class="ad"><img src="/a.jpg" width="970" height="250"></div>',
    "share button": '<div class="share"><a href="/s"><img src="/a.jpg"></a></div>',
    "frame of an unknown service": '<iframe src="https://ads.example/f" title="x"></iframe>',
    "tag manager": '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=1"></iframe></noscript>',
    "ornament": '<img src="/line.png">' * 5,
}


@pytest.mark.parametrize("kind", NO_PICTURES)
def test_what_is_no_picture_of_the_article_is_dropped_with_a_reason(kind: str) -> None:
    pictures = judged(f"<article><h1>A mill</h1>{TEXT}{NO_PICTURES[kind]}{TEXT}</article>")
    assert [picture.url for picture in pictures if picture.kept] == []
    assert all(picture.reason for picture in pictures)


SPARED = {
    "a figure": '<figure><img src="/a.jpg"><figcaption>DROP Photograph: Ada Finch</figcaption></figure>',
    "with a button": '<figure><a><div><img src="/a.jpg"><button>DROP +</button></div></a><p>Text.</p></figure>',
    "a figure in wrappers": '<div><div><figure><img src="/a.jpg"><figcaption>DROP a</figcaption></figure></div></div>',
    "an old caption": '<div class="wp-caption"><img src="/a.jpg" width="300" height="200"><p>DROP a</p></div>',
    "a link": '<a href="/big.jpg"><img src="/a.jpg"></a>',
    "an article about a logo": '<figure><img class="wp-image-3 size-full" src="/logo-old.png"></figure>',
    "blurred until it is loaded": '<img src="/a.jpg" style="color:transparent">',
    "invisible until it is loaded": '<div style="opacity:0"><img src="/a.jpg"></div>',
    "a wide picture": '<img src="/a.jpg" width="900" height="90">',
    "builder of pages": '<div class="elementor-widget elementor-widget-image"><img src="/a.jpg"></div>',
    "in a button": '<figure><button><img src="/a.jpg"></button></figure>',
    "in a cell": '<table><tr><td><img src="/a.jpg"></td><td>text</td></tr></table>',
    "in an item": '<ul><li><img src="/a.jpg"> text</li></ul>',
    "a profile as the subject": '<div class="profile"><img src="/a.jpg"><p>Kept text about Ada.</p></div>',
}


@pytest.mark.parametrize("kind", SPARED)
def test_pictures_of_the_article_are_kept(kind: str) -> None:
    pictures = judged(f"<article><h1>A mill</h1>{TEXT}{SPARED[kind]}{TEXT}</article>")
    assert [picture.kept for picture in pictures] == [True], [picture.reason for picture in pictures]


def test_lead_pictures() -> None:
    header = '<header><img src="/site.png"><p>DROP a site</p></header>'
    top = '<img src="/lead.jpg" alt="x">'
    for article, kept in (
        (f"<article>{top}<h1>T</h1><p>DROP by-line</p>{TEXT}</article>", True),
        (f"<div><h1>T</h1><p>DROP by-line</p>{top}{TEXT}</div>", True),
        (f"<div><figure>{top}</figure><p>DROP by-line</p><div>{TEXT}{TEXT}</div></div>", True),
        (f"<div>{top}<p>DROP a</p></div><div>{TEXT}{TEXT}</div>", False),
    ):
        assert [picture.kept for picture in judged(header + article)] == [False, kept], article


def test_the_picture_that_the_head_names_is_the_lead_picture() -> None:
    head = '<meta property="og:image" content="https://mill.example/i/wheel-1200x630.jpg">'
    (picture,) = judged(f'<div><img src="/i/wheel-600x400.jpg"></div><div>{TEXT}{TEXT}</div>', head=head)
    assert (picture.kept, picture.reason) == (True, "lead picture: the head of the page names it")


def test_pictures_below_the_article_are_dropped_except_right_below() -> None:
    last = '<p>DROP 1</p><p>DROP 2</p><img src="/b.jpg">'
    pictures = judged(f'<main><div>{TEXT}{TEXT}<img src="/a.jpg"></div>{last}</main>')
    assert [picture.kept for picture in pictures] == [True, False]


def test_a_second_size_of_a_kept_picture_is_a_copy() -> None:
    pictures = judged(f'{TEXT}<img src="/a-300x200.jpg">{TEXT}<img src="/a.jpg?w=900">{TEXT}')
    assert [picture.kept for picture in pictures] == [True, False]
    assert pictures[1].reason == "copy of a picture that is kept"


VIDEOS = {
    "youtube": ('<iframe src="https://www.youtube.com/embed/abcdEF12345?rel=0" title="A wheel"></iframe>',
                "[A wheel](https://www.youtube.com/watch?v=abcdEF12345)"),
    "without cookies, lazy": ('<iframe data-src="//www.youtube-nocookie.com/embed/abcdEF12345"></iframe>',
                              "[Video](https://www.youtube.com/watch?v=abcdEF12345)"),
    "vimeo": ('<iframe src="https://player.vimeo.com/video/123456?dnt=1"></iframe>', "[Video](https://vimeo.com/123456)"),
    "lite": ('<lite-youtube videoid="abcdEF12345"></lite-youtube>', "[Video](https://www.youtube.com/watch?v=abcdEF12345)"),
    "file": ('<video src="/v.mp4" title="Gates"></video>', "[Gates](https://mill.example/v.mp4)"),
    "source": ('<video><source src="/v.webm"><p>no video</p></video>', "[Video](https://mill.example/v.webm)"),
    "audio": ('<audio controls><source src="/a.mp3"></audio>', "[Audio](https://mill.example/a.mp3)"),
    "a post": ('<iframe src="https://platform.twitter.com/embed/Tweet.html?id=17"></iframe>',
               "[Post](https://x.com/i/status/17)"),
    "a map": ('<iframe src="https://www.openstreetmap.org/export/embed.html?bbox=1" title="The creek"></iframe>',
              "[The creek](https://www.openstreetmap.org/export/embed.html?bbox=1)"),
}  # fmt: skip


@pytest.mark.parametrize("kind", VIDEOS)
def test_videos_and_frames_become_links(kind: str) -> None:
    markup, line = VIDEOS[kind]
    page = segment_html(f"<!doctype html><html><body><article>{TEXT}{markup}{TEXT}</article></body></html>", URL)
    decisions = decisions_of(page.blocks, ("no video",))
    assert line in to_markdown(page, decisions, pictures=judge_pictures(page, decisions)).split("\n")


@pytest.mark.parametrize(
    ("markup", "character"),
    [
        ('<img class="emoji" alt="🌊" src="/1f30a.svg">', "🌊"),
        ('<img class="wp-smiley" alt="🙂" src="/1f642.png">', "🙂"),
        ('<img class="emoji" alt=":wave:" src="https://cdn.example/emoji/1f30a.png">', "🌊"),
        ('<img alt="🇵🇱" src="/flag.png">', "🇵🇱"),
        ('<img alt="1️⃣" src="/one.png">', "1️⃣"),
        ('<img class="emoji" alt="smile" src="/emoji/110000.png">', ""),
        ('<img alt="©" src="/c.png">', ""),
        ('<img alt="7" src="/7.png">', ""),
    ],
)
def test_a_picture_of_a_character_becomes_the_character(markup: str, character: str) -> None:
    page = segment_html(f"<!doctype html><html><body><p>High water {markup} today</p></body></html>", URL)
    assert page.blocks[0].text == " ".join(f"High water {character} today".split())


def test_pictures_are_no_blocks_and_not_in_the_text() -> None:
    body = f'<article>{TEXT}<img src="/a.jpg" alt="The wheel">{TEXT.replace("mill", "dyke")}</article>'
    with_picture, without = (
        clean(f"<html>{body}</html>", URL),
        clean(f"<html>{body.replace('<img', '<no')}</html>", URL),
    )
    assert with_picture.text == without.text
    assert "![The wheel](https://mill.example/a.jpg)" in with_picture.markdown
    assert with_picture.to_markdown(images=False) == without.markdown
    assert with_picture.to_document()["pictures"][0]["before"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 400 + "<img src=/a.jpg>" * 10000 + TEXT,
        TEXT + "".join(f"<figure><img src=/{n}.jpg><figcaption>a</figcaption></figure>" for n in range(6000)) + TEXT,
        TEXT + "<figure>" * 400 + "<figcaption>a</figcaption><img src=/a.jpg>" * 2000 + TEXT,
        TEXT + f"<img srcset='{'a 1w, ' * 100000}'>" + TEXT,
        TEXT + f"<img src='{'/' * 100000}' class='{'a-' * 50000}' style='{'width:' * 50000}'>" + TEXT,
        TEXT + "".join(f"<a href=/{n}>" for n in range(400)) + "<img src=/b.jpg>" * 5000 + TEXT,
        TEXT + "<picture>" + "<source srcset=/a.webp>" * 5000 + "<img>" * 2000 + "</picture>" + TEXT,
    ],
    ids=range(7),
)
def test_many_pictures_take_linear_time(body: str) -> None:
    started = time.process_time()
    clean(f"<!doctype html><html><body>{body}</body></html>", URL).to_document()
    assert time.process_time() - started < 8
