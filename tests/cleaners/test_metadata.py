"""Title, author, date, language, site name and address: which source is used, and what is not changed."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from shared import shared

from bench.metadata import measure, ours
from cleaners import Metadata, clean
from cleaners.metadata.dates import parse_date, url_date
from cleaners.metadata.language import language_of
from cleaners.metadata.names import clean_name, unique_names
from cleaners.metadata_fields import PublicationDate
from cleaners.reading.linked_data import LinkedData
from cleaners.reading.site_names import site_names, without_site_name
from cleaners.reading.title_votes import HeadingText, choose_title

PROSE = "<p>The harbour was rebuilt in stone after the flood, and the boats have lain there safely since.</p>" * 4


def read(head: str = "", body: str = "", url: str | None = "https://gull.example/news/harbour") -> Metadata:
    return clean(f"<!doctype html><html><head>{head}</head><body>{body}{PROSE}</body></html>", url).metadata


def jsonld(**article: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | article)}</script>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-06", "2024-05-06"),
        ("2024-05-06T07:08:09.123Z", "2024-05-06T07:08:09+00:00"),
        ("2024-05-06 07:08 +0200", "2024-05-06T07:08:00+02:00"),
        ("20240506", "2024-05-06"),
        ("Mon, 06 May 2024 07:08:09 GMT", "2024-05-06T07:08:09+00:00"),
        ("May 6, 2024", "2024-05-06"),
        ("Published on May 6th, 2024 at 7:08 PM", "2024-05-06T19:08:00"),
        ("6. Mai 2024", "2024-05-06"),
        ("6 de mayo de 2024", "2024-05-06"),
        ("1er février 2024", "2024-02-01"),
        ("6 мая 2024", "2024-05-06"),
        ("6 Mayıs 2024", "2024-05-06"),
        ("2024年5月6日", "2024-05-06"),
        ("2024. 5. 6.", "2024-05-06"),
        ("06.05.2024", "2024-05-06"),
        ("06/05/2024", "2024-05-06"),
        ("26/05/2024", "2024-05-26"),
        ("05/26/2024", "2024-05-26"),
    ],
)
def test_dates_are_read_in_many_spellings(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-13-40",
        "31.02.2024",
        "call 555-123-4567",
        "1.2.3",
        "in May we met 12 people",
        "1812-01-01",
    ],
)
def test_text_without_a_date_gives_none(text: str) -> None:
    assert parse_date(text) == ""


def test_the_month_comes_first_where_the_page_is_american() -> None:
    assert parse_date("06/05/2024", month_first=True) == "2024-06-05"
    assert parse_date("06.05.2024", month_first=True) == "2024-05-06"


def test_dates_in_addresses() -> None:
    assert url_date("https://gull.example/2024/05/06/harbour") == "2024-05-06"
    assert url_date("https://gull.example/item/20240506123") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Ada Finch", "Ada Finch"),
        ("Written by: Ada Finch | 6 May 2024", "Ada Finch"),
        ("Von Ada Finch", "Ada Finch"),
        ("Ada Finch on May 6, 2024", "Ada Finch"),
        ("Ada Finch (Staff Writer)", "Ada Finch"),
        ("Ada FinchPublished: May 2024", "Ada Finch"),
        ("Byron Vance", "Byron Vance"),
        ("Vonnegut", "Vonnegut"),
        ("https://social.example/ada", ""),
        ("admin", ""),
        ("", ""),
        ("ada@gull.example", ""),
    ],
)
def test_names_without_the_text_around_them(text: str, expected: str) -> None:
    assert clean_name(text) == expected


def test_each_author_once_in_order() -> None:
    names = filter(None, map(clean_name, ["By Ada Finch", "Tom Reed", "ada finch", "admin"]))
    assert unique_names(names) == ["Ada Finch", "Tom Reed"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The harbour | Gull Post", "The harbour"),
        ("Gull Post - The harbour", "The harbour"),
        ("The harbour - News - Gull Post", "The harbour - News"),
        ("The harbour – a history – Unknown Site", "The harbour – a history"),
        ("Self-made: a life", "Self-made: a life"),
        ("Gull Post", "Gull Post"),
    ],
)
def test_the_site_is_removed_from_the_title(title: str, expected: str) -> None:
    assert without_site_name(title, site_names("https://www.gullpost.example/", ["Gull Post"])) == expected


def test_a_heading_is_the_whole_title() -> None:
    names = site_names("https://www.gullpost.example/", ["Gull Post"])
    title = "Tides - Gulls and the people who watch them (a society)"
    assert without_site_name(title, names) == title
    assert without_site_name(title, names, ["Tides"]) == "Tides"
    assert without_site_name("Tides - Gull Post", names, ["Gull Post"]) == "Tides"


def test_the_title_is_what_most_sources_agree_on() -> None:
    names = site_names("https://gull.example/", ["Gull Post"])
    declared = [("shared", "Harbour rebuilt!"), ("head", "The harbour | Gull Post")]
    harbour, logo = HeadingText("The harbour", 1), HeadingText("Gull Post", 1)
    assert choose_title(declared, [harbour], "", names) == "The harbour"
    assert choose_title(declared, [logo, harbour], "", names) == "The harbour"
    assert choose_title([], [], "Only this", names) == "Only this"
    assert choose_title([], [], "", names) == ""


def test_declarations_of_the_head_in_order() -> None:
    head = (
        jsonld(
            headline="Harbour",
            datePublished="2024-05-06T07:08:09+02:00",
            author={"@type": "Person", "name": "Ada Finch"},
        )
        + '<meta name="author" content="Somebody Else"><meta name="date" content="2020-01-01">'
        + '<meta property="og:site_name" content="Gull Post"><link rel="canonical" href="/harbour">'
    )
    found = read(head, '<time datetime="2019-01-01">1 January</time>')
    assert found.author == "Ada Finch"
    assert found.date is not None
    assert (found.date.value, found.date.evidence) == ("2024-05-06T07:08:09+02:00", "JSON-LD datePublished")
    assert (found.site_name, found.canonical_url) == ("Gull Post", "https://gull.example/harbour")


def test_people_are_named_before_the_site_itself() -> None:
    head = jsonld(
        headline="Harbour", author={"@type": "Organization", "name": "Gull Post"}, publisher={"name": "Gull Post"}
    )
    assert read(head, '<p class="byline">By <a href="/ada">Ada Finch</a></p>').author == "Ada Finch"
    assert read(head).author == "Gull Post"


@pytest.mark.parametrize(
    ("markup", "author"),
    [
        ('<span itemprop="author"><span itemprop="name">Ada Finch</span></span>', "Ada Finch"),
        (
            '<p>by <a rel="author" href="/a">Ada Finch</a> and <a rel="author" href="/t">Tom Reed</a></p>',
            "Ada Finch, Tom Reed",
        ),
        ("<p>By Ada Finch</p>", "Ada Finch"),
        ('<div class="comments"><span class="author">Tom</span></div>', ""),
        ("<p>By the river the boats lay still.</p>", ""),
    ],
)
def test_by_lines(markup: str, author: str) -> None:
    assert read(body=f"<h1>The harbour</h1>{markup}").author == author


@pytest.mark.parametrize(
    ("markup", "date", "evidence"),
    [
        ('<time datetime="2024-05-06T07:08">Monday</time>', "2024-05-06T07:08:00", "<time>"),
        (
            '<p>Updated <time datetime="2024-06-07">x</time></p><p><time datetime="2024-05-06">y</time></p>',
            "2024-05-06",
            "<time>",
        ),
        ('<meta itemprop="datePublished" content="2024-05-06">', "2024-05-06", "<meta datePublished>"),
        ('<span class="post-date">May 6, 2024</span>', "2024-05-06", "<span post-date>"),
        ("<p>May 6, 2024</p>", "2024-05-06", "May 6, 2024"),
        ('<aside class="related"><time datetime="2001-01-01">old</time></aside>', "", ""),
    ],
)
def test_dates_of_the_body_with_their_evidence(markup: str, date: str, evidence: str) -> None:
    found = read(body=f"<h1>The harbour</h1>{markup}").date
    assert (found.value if found else "", found.evidence if found else "") == (date, evidence)


def test_by_lines_and_dates_of_flattened_text() -> None:
    found = clean(
        "The harbour is rebuilt after the flood\n\nBy Ada Finch\n\n6 May 2024\n\n"
        + "The harbour was rebuilt in stone after the flood, and the boats have lain there since.\n\n" * 3
    ).metadata
    assert found.title == "The harbour is rebuilt after the flood"
    assert found.author == "Ada Finch"
    assert found.date is not None
    assert (found.date.value, found.date.evidence) == ("2024-05-06", "6 May 2024")
    assert found.language == "en"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "Article", "headline": "Harbour"} -->',
        '<![CDATA[{"@type": "Article", "headline": "Harbour"}]]>;',
        '{"@type": "Article", "headline": "Harbour", "image": ["a", ], }',
        '{"@graph": [{"@type": "WebSite", "name": "X"}, {"@type": ["A", "Article"], "headline": "Harbour"}]}',
        '[{"@type": "https://schema.org/BlogPosting", "headline": "Harbour", "url": "https://gull.example//x"}]',
        '{"@type": "Article", "headline": "Har\tbour\\u0000"}'.replace("\t", "").replace("\\u0000", ""),
    ],
)
def test_jsonld_is_read_however_it_is_wrapped(script: str) -> None:
    assert LinkedData([script]).value("headline") == "Harbour"


@pytest.mark.parametrize(
    "script", ["", "{", "[[[[" * 5000, "null", "3", '"x"', '{"@type": 3, "author": [[{}]]}', "{" * 100_000]
)
def test_jsonld_that_cannot_be_parsed_is_ignored(script: str) -> None:
    linked = LinkedData([script])
    assert (linked.value("headline"), linked.people(), linked.site_name(), linked.page_date()) == ("", [], "", "")


def test_jsonld_authors_by_reference() -> None:
    graph = [
        {"@type": "Article", "headline": "x", "author": {"@id": "#a"}},
        {"@type": "Person", "@id": "#a", "name": "Ada Finch"},
    ]
    assert LinkedData([json.dumps({"@graph": graph})]).people() == ["Ada Finch"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The harbour was rebuilt in stone after the flood, and the boats have lain there ever since."),
        ("de", "Der Hafen wurde nach der Flut aus Stein gebaut, und die Boote liegen dort nicht mehr im Sturm."),
        ("fr", "Le port a été reconstruit en pierre après la crue, et les bateaux sont dans une baie sûre."),
        ("es", "El puerto fue reconstruido en piedra después de la riada, y los barcos están en una bahía."),
        ("pt", "O porto foi reconstruído em pedra depois da cheia, e os barcos não saem mais dos cais."),
        ("it", "Il porto è stato ricostruito in pietra dopo la piena, e le barche sono nella baia della città."),
        ("nl", "De haven werd na de vloed van steen gebouwd, en het is niet meer dat de boten op zee zijn."),
        ("ru", "Порт был построен из камня, и лодки стоят в нём, но это не всё, что было в городе."),
        ("tr", "Liman taş olarak yapıldı ve tekneler bu koyda çok daha güvenli, ama bir şey için değil."),
        ("ar", "تم بناء الميناء من الحجر بعد الفيضان، وكان على القوارب أن تبقى في هذا المكان مع كل الناس."),
        ("ja", "港は洪水のあとに石で建て直され、船はそこに安全に停まっている。人々はとても喜んでいる。"),
        ("zh", "洪水过后，港口用石头重建，船只从此安全地停泊在那里，人们非常高兴，记者昨天从有关部门了解到。"),
    ],
)
def test_language_by_the_text(language: str, text: str) -> None:
    assert language_of([], text * 2) == language
    assert language_of(["en-US"], text * 4) == language


def test_a_declared_language_holds_unless_the_text_is_clearly_in_another() -> None:
    assert language_of(["de-DE"], "12 345 678") == "de"
    assert language_of(["pt_BR"], "O porto e os barcos.") == "pt"
    assert language_of(["nb"], "Havnen ble bygget av stein, og båtene har ligget der siden, som alle vet.") == "no"
    assert language_of(["x-default", "???"], "12") == ""


def test_metadata_has_no_invisible_characters_and_no_unsafe_addresses() -> None:
    found = read(
        '<title>A\u202e ti\u200btle\n---\x1b[31m</title><meta name="author" content="Eve\n\tFinch\u2028x">'
        '<link rel="canonical" href="javascript:x"><meta property="og:site_name" content="Gull\r\nPost">'
    )
    for value in (found.title, found.author, found.site_name):
        assert not set(value) & set("\n\r\t\x1b\u202e\u200b\u2028")
    assert found.canonical_url == ""


def test_a_page_without_declarations_has_empty_metadata() -> None:
    assert read(url=None) == Metadata(language="en")


@pytest.mark.shared("bench/fundus-news")
@pytest.mark.slow
def test_news_pages_of_many_countries() -> None:
    score = measure(shared("bench/fundus-news"), ours)
    assert score["title"] >= 0.80
    assert score["author"] >= 0.90
    assert score["date"] >= 0.96


def test_the_slow_libraries_stay_unloaded() -> None:
    import subprocess
    import sys

    code = "import cleaners, sys; cleaners.clean('<p>x'); print({'trafilatura', 'lxml'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "set()"


def test_a_date_is_text_and_tells_where_it_was_found() -> None:
    date = PublicationDate("2024-05-02", "JSON-LD datePublished")
    again = pickle.loads(pickle.dumps(date))
    assert (date, date.value, again.evidence) == ("2024-05-02", "2024-05-02", "JSON-LD datePublished")
