"""Authors as a list: how lists are taken apart, and who is an author at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cleaners import clean
from cleaners.metadata.names import is_person, is_username, split_names

PROSE = "<p>The harbour was rebuilt in stone after the flood, and the boats have lain there safely since.</p>" * 4


def authors(head: str = "", body: str = "<h1>The harbour</h1>", url: str = "https://gull.example/a") -> list[str]:
    page = clean(f"<!doctype html><html><head>{head}</head><body>{body}{PROSE}</body></html>", url)
    assert page.author == ", ".join(page.authors)
    return list(page.authors)


def linked(author: Any, **others: Any) -> str:
    article = {"@type": "NewsArticle", "headline": "The harbour", "author": author} | others
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Finch, Tom Reed and Bo Hale", ["Ada Finch", "Tom Reed", "Bo Hale"]),
        ("ABBY GOODNIGHT, TOBY KAPLAN and ROBERT RUBY", ["ABBY GOODNIGHT", "TOBY KAPLAN", "ROBERT RUBY"]),
        ("Ada Finch & Tom Reed", ["Ada Finch", "Tom Reed"]),
        ("Von Ada Finch und Tom Reed", ["Ada Finch", "Tom Reed"]),
        ("Par Ada Finch et Tom Reed", ["Ada Finch", "Tom Reed"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Por Ada Finch y Tom Reed", ["Ada Finch", "Tom Reed"]),
        ("Ada Finch, MD, PhD, Tom Reed, RN", ["Ada Finch, MD, PhD", "Tom Reed, RN"]),
        ("Ada Finch, Senior Editor", ["Ada Finch"]),
        ("Ada Finch; Tom Reed", ["Ada Finch", "Tom Reed"]),
        ("Theresa May", ["Theresa May"]),
        ("Simone Jung, Theresa Martus", ["Simone Jung", "Theresa Martus"]),
        ("By Lena March March 2, 2026", ["Lena March"]),
        ("Petra Novak | 6 May 2024", ["Petra Novak"]),
        ("Ben Day 3. Dezember 2024", ["Ben Day"]),
        ("Ada Finch Dec 17, 2025", ["Ada Finch"]),
        ("作者：王小河", ["王小河"]),
        ("文／林小溪", ["林小溪"]),
        ("記者林小溪／宜蘭報導", ["林小溪"]),
        ("홍길동 기자", ["홍길동"]),
        ("بقلم: ليلى حداد", ["ليلى حداد"]),
        ("Tekst: Ada Finch", ["Ada Finch"]),
        ("Автор: Анна Мартин", ["Анна Мартин"]),
        ("Skip to main content", []),
        ("July", []),
        ("Sign up", []),
    ],
)
def test_a_by_line_is_a_list_of_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize("name", ["Ada Finch", "Vincent van der Berg", "王小河", "أحمد علي", "Ada Finch, MD"])
def test_names_of_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["Editorial Team", "admin2", "Gull Post News", "ada", "River Association"])
def test_names_that_are_no_persons(name: str) -> None:
    assert not is_person(name)


def test_accounts() -> None:
    assert all(map(is_username, ["wheel_wright", "mdel2ci", "andrew.k", "ibby"]))
    assert not any(map(is_username, ["Kev", "Ada Finch", "Çelik"]))


def test_an_organisation_is_the_publisher_where_the_page_names_a_person() -> None:
    company = {"@type": "Organization", "name": "Estuary Broadcasting Corporation"}
    body = "<h1>The harbour</h1><div><span>By <a href='/profile/ada'>Ada Finch</a></span></div>"
    assert authors(linked(company), body) == ["Ada Finch"]
    assert authors(linked(company)) == ["Estuary Broadcasting Corporation"]


def test_persons_are_named_before_teams_and_accounts() -> None:
    person = '<p class="byline">By Ada Finch</p>'
    assert authors(linked({"@type": "Person", "name": "andrew.k"}), f"<h1>The harbour</h1>{person}") == ["Ada Finch"]
    assert authors('<meta name="author" content="Editorial Team">', f"<h1>The harbour</h1>{person}") == ["Ada Finch"]
    assert authors('<meta name="author" content="Editorial Team">') == ["Editorial Team"]
    assert authors('<meta name="author" content="admin">') == []
    assert authors('<meta name="author" content="https://gull.example/u/ada">') == []


def test_a_site_that_has_its_author_s_name() -> None:
    head = '<meta property="og:site_name" content="Ada Finch"><meta name="author" content="Ada Finch">'
    assert authors(head, url="https://adafinch.example/notes") == ["Ada Finch"]


def test_an_account_is_the_author_of_a_thread() -> None:
    thread = {"@type": "Person", "name": "wheel_wright"}
    posting = linked(thread).replace("NewsArticle", "DiscussionForumPosting")
    body = '<h1>The harbour</h1><a class="username" href="/u/tom">Tom Reed</a>'
    assert authors(posting, body, "https://forum.gull.example/t/9") == ["wheel_wright"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="citation_author" content="Finch, Ada"><meta name="citation_author" content="Reed, Tom">',
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Finch and Tom Reed">',
        '<meta name="parsely-author" content="Ada Finch"><meta name="parsely-author" content="Tom Reed">',
        '<meta name="sailthru.author" content="Ada Finch, Tom Reed">',
        linked([{"@type": "Person", "name": "Ada Finch"}, "Tom Reed"]),
        linked({"@type": "Person", "name": "Ada Finch and Tom Reed"}),
    ],
)
def test_two_authors_in_every_form(head: str) -> None:
    assert authors(head) == ["Ada Finch", "Tom Reed"]


@pytest.mark.parametrize(
    "markup",
    [
        "<div><span>By</span> <span>Ada Finch</span></div>",
        "<p>Written by Ada Finch</p>",
        "<p>September 1st, 2023 by Ada Finch</p>",
        '<p><a href="/authors/ada-finch">Ada Finch</a></p>',
        '<p>By Ada Finch<br>March 2, 2026</p>',
        '<address><a rel="author" href="/ada">Ada Finch</a></address>',
        '<span class="article__author__name">Ada Finch</span>',
        "<p>Created by <a href='/x'>Ada Finch</a>, last modified on Jan 04, 2025</p>",
    ],
)  # fmt: skip
def test_by_lines_without_declarations(markup: str) -> None:
    assert authors(body=f"<h1>The harbour</h1>{markup}") == ["Ada Finch"]


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="ltx_authors"><span class="ltx_creator ltx_role_author"><span class="ltx_personname">Ada Finch'
        '<sup>1</sup></span><span class="ltx_author_notes">Institute of Tides, Gull Bay</span></span> '
        '<span class="ltx_creator ltx_role_author"><span class="ltx_personname">Tom Reed</span></span></div>',
        '<ul class="authors"><li><span class="name">Ada Finch</span><span class="place">Gull Bay, Brno</span></li>'
        '<li><span class="name">Tom Reed</span></li></ul>',
        '<div><div class="author"><b class="name">Ada Finch</b> <i>Harbour Office</i></div>'
        '<div class="author"><b class="name">Tom Reed</b> <i>Harbour Office</i></div></div>',
    ],
)
def test_the_institute_beside_a_name_is_no_author(markup: str) -> None:
    assert authors(body=f"<h1>The harbour</h1>{markup}") == ["Ada Finch", "Tom Reed"]


@pytest.mark.parametrize("wrapper", ["names trigger-user-card", "user-card", "author-card"])
def test_the_card_of_a_person_is_no_teaser(wrapper: str) -> None:
    post = '<div><div class="{}"><span class="username"><a href="/u/{}">{}</a></span></div>{}</div>'
    body = post.format(wrapper, "wheel_wright", "wheel_wright", PROSE) + post.format("names", "tom.r", "tom.r", PROSE)
    assert authors(body=f"<h1>The harbour</h1>{body}", url="https://forum.gull.example/t/9") == ["wheel_wright"]


def test_a_name_in_a_teaser_s_card_is_none_of_the_page() -> None:
    card = '<div class="story-card"><span class="author"><b class="name">Tom Reed</b></span></div>'
    assert authors(body=f"<h1>The harbour</h1>{card}") == []
