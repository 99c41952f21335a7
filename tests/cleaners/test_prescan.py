"""Pages that no parser should read are refused before parsing, in linear time."""

import contextlib
import pickle
import time

import pytest

from cleaners import Limits, PageRefused, clean
from cleaners.prescan import check_markup

HEAD = "<!doctype html><html><body>"
BODY = b"<p>An ordinary paragraph of an ordinary page, with enough words in it to be one.</p>"


def outcome(body: bytes | str, content_type: str | None = None, limits: Limits | None = None) -> str:
    """The outcome for a page; a refusal must be quick and have a detail."""
    start = time.process_time()
    refused = None
    try:
        clean(body, content_type=content_type, limits=limits)
    except PageRefused as error:
        refused = error
    if refused is None:
        return "cleaned"
    assert refused.detail
    assert time.process_time() - start < 1.0
    return refused.outcome


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a\1\0\1\0",
        b"\x1f\x8b\x08\0\0\0\0\0",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypmp42",
        bytes(range(256)) * 20,
        b"some words first" + bytes(range(32)) * 30,
    ],
)
def test_binary_data_is_refused_whatever_its_content_type(body: bytes) -> None:
    assert outcome(body, "text/html; charset=utf-8") == "not_html"


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "application/json", "text/css", "video/mp4"])
def test_content_types_that_are_no_page_are_refused(content_type: str) -> None:
    assert outcome(BODY, content_type) == "not_html"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (BODY, "application/octet-stream"),
        (BODY, "application/xhtml+xml"),
        (BODY + b"\0\x08\x1b", "text/html"),
        ("ID3 tags say what a song is called and who sings it.\n", None),
        (b"%PDF files begin so, says the manual.", None),
        ("Grüße aus dem Süden".encode("utf-16"), None),
        ("<p>Grüße aus dem Süden</p>".encode("utf-16-le"), "text/html; charset=utf-16le"),
        (b"a\tb\nc\rd\x0c" * 50, "text/plain"),
    ],
)
def test_text_is_not_mistaken_for_binary_data(body: bytes | str, content_type: str | None) -> None:
    assert outcome(body, content_type) == "cleaned"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (HEAD + "<div>" * 100_000 + "x" + "</div>" * 100_000, "too_deep"),
        (HEAD + "<section><div>" * 50_000 + "x", "too_deep"),
        (HEAD + "<div></p>" * 100_000, "too_deep"),
        (HEAD + "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + ">x", "too_large"),
        (HEAD + "<p " + " ".join(f'a{i}=">"' for i in range(200_000)) + ">x", "too_large"),
        (HEAD + '<p class="' + "a " * 5_000_000 + '">x', "too_large"),
        (HEAD + "".join(f"<p><b id={i}>x" for i in range(3000)), "too_deep"),
        ("x" * 20_000_001, "too_large"),
    ],
    ids=["nested", "nested unclosed", "odd closings", "attributes", "quoted brackets", "class", "formatting", "size"],
)
def test_what_would_keep_a_parser_busy_is_refused_in_under_a_second(page: str, expected: str) -> None:
    assert outcome(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        HEAD + "<div>" * 400 + "<p>deep but readable</p>" + "</div>" * 400,
        HEAD + "<p>x" * 20_000,
        HEAD + "<ul>" + "<li>x" * 10_000 + "</ul>",
        HEAD + "<script>" + "if (a<b && c) {x = '<div>'}" * 6_000 + "</script><p>x</p>",
        HEAD + "<!--" + "<div>" * 20_000 + "--><p>x</p>",
        HEAD + "<table>" + "<tr><td><font size=2>x" * 2_000 + "</table>",
        HEAD + "<img src='data:image/png;base64," + "A" * 3_000_000 + "'><p>x</p>",
    ],
    ids=["400 deep", "open paragraphs", "open items", "script", "comment", "fonts", "inline image"],
)
def test_large_and_sloppy_pages_pass(page: str) -> None:
    assert outcome(page) == "cleaned"


def test_limits_are_settings() -> None:
    assert outcome(b"x" * 101, limits=Limits(size=100)) == "too_large"
    assert outcome(HEAD + "<div>" * 30 + "x", limits=Limits(depth=20)) == "too_deep"
    assert outcome("<p a=1 b=2 c=3>x</p>", limits=Limits(attributes=2)) == "too_large"


@pytest.mark.parametrize(
    "unit", ["<", "<a", "<a b='", '<a b="', "<!--", "<script>", "</", "&#", "<a b=x", "<p\n", "<b>"]
)
def test_the_scan_is_linear(unit: str) -> None:
    page = unit * (400_000 // len(unit))
    start = time.process_time()
    with contextlib.suppress(PageRefused):
        check_markup(page, Limits())
    assert time.process_time() - start < 1.0


def test_a_refusal_survives_the_way_between_processes() -> None:
    refused = pickle.loads(pickle.dumps(PageRefused("not_html", "the body is a PDF file")))
    assert (refused.outcome, refused.detail) == ("not_html", "the body is a PDF file")
    assert str(refused) == "not_html: the body is a PDF file"
