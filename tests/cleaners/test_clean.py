"""The whole cleaner: its contract, its notes, and the document it writes."""

import json
from pathlib import Path

import jsonschema
import pytest

from cleaners import RawPage, clean
from cleaners.clean import COMMENT_LABELERS
from cleaners.labelers import ordered_labelers

SCHEMA = json.loads((Path(__file__).parents[2] / "cleaners" / "clean-page.schema.json").read_text("utf-8"))
PROSE = "The harbour was rebuilt in stone after the flood, and the boats have lain there safely ever since. "
HTML = f"""<!doctype html><html lang="en"><head><title>The harbour | Gull Post</title>
<meta property="og:site_name" content="Gull Post"><meta name="author" content="By Ada Finch">
<meta property="article:published_time" content="2024-05-06T07:08:09Z">
<link rel="canonical" href="/harbour"></head>
<body><h1>The harbour</h1><p>{PROSE * 5}</p><p>{PROSE * 4}</p></body></html>"""


def test_contract() -> None:
    page = clean(HTML.encode(), url="https://gull.example/harbour?x=1", content_type="text/html")
    assert page.title == "The harbour"
    assert page.author == "Ada Finch"
    assert page.date == "2024-05-06T07:08:09+00:00"
    assert page.metadata.date is not None
    assert page.metadata.date.evidence == "meta article:published_time"
    assert page.language == "en"
    assert page.metadata.site_name == "Gull Post"
    assert page.metadata.canonical_url == "https://gull.example/harbour"
    assert PROSE.strip() in page.text
    assert PROSE.strip() in page.markdown
    assert 0 <= page.confidence <= 1
    for decision in page.decisions:
        assert isinstance(decision.kept, bool)
        assert decision.decided_by
        assert decision.reason
        assert decision.block.text
    assert not page.notes


def test_a_raw_page_brings_its_address_and_type_with_it() -> None:
    url, kind = "https://gull.example/harbour", "text/plain"
    page = clean(RawPage(url, HTML.encode(), kind))
    assert page.to_document() == clean(HTML.encode(), url, content_type=kind).to_document()
    assert page.to_document() != clean(HTML.encode()).to_document()


@pytest.mark.parametrize("beside", [{"url": "https://gull.example/quay"}, {"content_type": "text/html"}])
def test_an_address_or_type_beside_a_raw_page_is_refused(beside: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="its own url"):
        clean(RawPage("https://gull.example/harbour", HTML.encode()), **beside)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body", [b"", "", b" \n\t ", "<html><body></body></html>", "<script>var a = 1;</script>", "\ufeff"]
)
def test_an_empty_page_is_an_empty_result_with_a_note(body: bytes | str) -> None:
    page = clean(body)
    assert (page.text, page.markdown, page.title) == ("", "", "")
    assert page.notes == ("no_content",)
    jsonschema.validate(page.to_document(), SCHEMA)


def test_notes_on_characters() -> None:
    assert "characters_removed" in clean(f"<p>{PROSE}\u202e{PROSE}</p>").notes
    assert "characters_removed" in clean(f"<p>{PROSE}&#8;{PROSE}</p>").notes
    assert "encoding_damaged" in clean(f"<meta charset=utf-8><p>{PROSE}é".encode() + b"\xff</p>").notes
    assert "mojibake" in clean(f"<p>{PROSE}Ã¤ Ã¶ Ã¼ Ã©</p>").notes
    assert clean(f"<p>soft\u00adhyphen {PROSE}</p>").notes == ()


@pytest.mark.parametrize(
    "spelt",
    [
        "\u200b",
        "&#8203;",
        "&#x200B;",
        "&ZeroWidthSpace;",
        "&shy;",
        "\u00ad",
        "&#8;",
        "\x08",
        "\u2060",
        "\U000e0041",
        "\u202e",
        "&#0;\0",
    ],
)
def test_invisible_characters_are_gone_and_the_text_is_whole(spelt: str) -> None:
    page = clean(
        f"<html><head><title>A ti{spelt}tle</title></head><body><p>{PROSE}A wo{spelt}rd. {PROSE}</p></body></html>"
    )
    assert "A word." in page.text.replace("\ufffd", "")
    assert page.title == "A title" or "&#0;" in spelt
    text = clean(f"{PROSE}\n\nA wo{spelt}rd stands here, and more follow it. {PROSE}") if "&" not in spelt else page
    assert "A word" in text.text.replace("\ufffd", "")


def test_the_document_follows_the_schema_and_survives_json() -> None:
    for page in (clean(HTML, "https://gull.example/harbour"), clean(f"A title\n\n{PROSE}\n\n- one\n- two\n")):
        document = page.to_document()
        jsonschema.validate(document, SCHEMA)
        assert json.loads(page.to_json()) == document
        assert json.loads(page.to_json(indent=2)) == document
        assert document["articleBody"] == page.text
        assert [entry["text"] for entry in document["decisions"]] == [block.text for block in page.page.blocks]


def test_the_schema_describes_every_field() -> None:
    only_in_stores = {"source", "duplicateOf"}
    assert set(clean(HTML).to_document()) == set(SCHEMA["properties"]) - only_in_stores == set(SCHEMA["required"])


def test_the_comment_labelers_exist() -> None:
    assert {labeler.name for labeler in ordered_labelers()} >= COMMENT_LABELERS


def test_comments_are_kept_on_request() -> None:
    body = HTML.replace(
        "</body>",
        '<section id="comments" class="comments"><h2>3 comments</h2><ol class="comment-list">'
        "<li class=comment><b>Tom</b> says: I remember the old wall, it was timber then.</li>"
        "<li class=comment><b>Una</b> says: My uncle lost his boat in that flood, sadly.</li>"
        "<li class=comment><b>Vic</b> says: And they never paid him for it, as we all know.</li>"
        "</ol></section></body>",
    )
    assert "uncle lost his boat" not in clean(body).text
    assert "uncle lost his boat" in clean(body, comments=True).text


@pytest.mark.parametrize("code", ["x81", "x8D", "143", "x90", "157"])
def test_a_reference_that_stands_for_no_character_leaves_none(code: str) -> None:
    assert clean(f"<p>The ferry was&#{code}; late on both days, and nobody on the quay was told why.").page.text == (
        "The ferry was late on both days, and nobody on the quay was told why."
    )


@pytest.mark.parametrize(("code", "char"), [("x80", "€"), ("x85", "…"), ("150", "–"), ("x9F", "Ÿ")])
def test_a_reference_by_a_number_of_windows_1252_is_its_character(code: str, char: str) -> None:
    assert f"was{char} late" in clean(f"<p>The ferry was&#{code}; late, with a soft&shy;ened fall.").page.text
