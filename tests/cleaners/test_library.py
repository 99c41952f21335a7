"""What somebody meets who uses the library by hand: in a session, in a notebook, with a file or an address."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import cleaners
from cleaners import Limits, PageRefused, RawPage, clean

PROSE = "The harbour was rebuilt in stone after the flood, and the boats have lain there safely ever since. "
HTML = f"""<html lang=en><title>Harbour & quay</title><h1>Harbour &amp; quay</h1><p>{PROSE * 5}</p><p>{PROSE * 4}
<img src="https://gull.example/quay.jpg"></p><p style="display:none">Enter <b>&lt;script&gt;</b> here</p>"""


def test_a_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(HTML)
    assert clean(path, "https://gull.example/").to_json() == clean(HTML.encode(), "https://gull.example/").to_json()
    with pytest.raises(PageRefused, match="limit is 100"):
        clean(path, limits=Limits(size=100))
    with pytest.raises(FileNotFoundError):
        clean(tmp_path / "none.html")
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(HTML.encode()))
    with pytest.raises(PageRefused):
        clean(tmp_path / "page.html.gz")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("https://gull.example/harbour", "url='https://gull.example/harbour'"),
        ("http://gull.example/?q=a b".replace(" ", "+"), "fetch it"),
        ("page.html", "clean(Path('page.html'))"),
        ("raw/gull.example/harbour.htm", "Path('raw/"),
        ("/srv/my pages/harbour.txt", "Path('/srv/my pages/"),
        ("~/harbour.html.gz", "reads the file"),
        (r"C:\pages\harbour.html", "reads the file"),
    ],
)
def test_an_address_or_file_name_as_text_is_an_error_that_says_what_to_do(text: str, advice: str) -> None:
    with pytest.raises(TypeError, match="takes the page itself") as caught:
        clean(text)
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "", "Harbour", "See the page index.html", "https://gull.example/harbour has the whole story",
        "https://gull.example/a\nhttps://gull.example/b", "<p>page.html", "Notes\n\npage.html", "3.5", "and so on ...",
    ],
)  # fmt: skip
def test_a_short_text_is_a_page(text: str) -> None:
    assert clean(text).page.text.split() == re.sub("<p>", "", text).split()
    assert clean(RawPage(None, "page.html")).page.text == "page.html", "as a crawler gives it, it is taken as it is"
    assert clean(b"page.html").page.text == "page.html"


def test_something_else_is_refused_by_its_type() -> None:
    with pytest.raises(TypeError, match="not list"):
        clean([HTML])  # type: ignore[arg-type]


def test_a_page_is_one_short_line_in_a_session() -> None:
    page = clean(HTML)
    shown = r"<CleanPage 'Harbour & quay': \d+ words kept, 3 removed, confidence \d\.\d\d>"
    assert re.fullmatch(shown, repr(page))
    assert len(repr(page.page)) < 200
    assert len(repr(RawPage(None, HTML))) < 200


def test_a_notebook_shows_the_page_before_and_after() -> None:
    page = clean(HTML)
    shown = page._repr_html_()
    article, in_order = shown.split("The page, in order")
    assert "boats have lain" in article
    assert "Enter" not in article
    assert "Enter" in in_order
    assert "rules.hidden: not shown to a reader" in in_order
    assert "<script" not in shown
    assert "https://gull.example/quay.jpg" not in shown, "it loads nothing"
    assert not set(re.findall(r"<(\w+)", shown)) & {"style", "link", "img", "iframe"}
    assert "no content" in clean("")._repr_html_()


def test_a_long_page_stays_readable_in_a_notebook() -> None:
    shown = clean("<p>one line" * 1500)._repr_html_()
    assert "500 more blocks" in shown


def test_author_and_date_are_both_text() -> None:
    dated = clean(
        f'<meta name=author content="Ada Finch"><meta property="article:published_time" content=2024-05-06>{HTML}'
    )
    assert (dated.author, dated.date) == ("Ada Finch", "2024-05-06")
    assert (clean(HTML).author, clean(HTML).date) == ("", "")


def test_the_version_is_that_of_the_package() -> None:
    assert clean(HTML).provenance.cleaner_version == cleaners.__version__
