"""Bytes to text: the WHATWG order, and what happens when a page lies about its charset."""

import pytest
from shared import shared

from cleaners.decode import decode, is_garbled, scrub, scrub_markup
from cleaners.decode.declared import prescan

SUITE = shared("suites/html5lib-encoding")
GERMAN = "Die Straße führt über die Brücke, und die Bürger hören täglich schöne Lieder. "
RUSSIAN = "Привет, мир. Это статья о том, как живут люди в городе и что они думают о погоде. "
JAPANESE = "これは日本語の文章です。東京で開かれた会議について報告します。"


def _cases() -> list[tuple[bytes, str]]:
    found = []
    for path in sorted(SUITE.glob("*.dat")):
        for case in path.read_bytes().split(b"#data\n")[1:]:
            data, _, name = case.partition(b"\n#encoding\n")
            found.append((data, name.split(b"\n")[0].decode().strip().lower()))
    return found


@pytest.mark.shared("suites/html5lib-encoding")
def test_html5lib_cases() -> None:
    cases = _cases()
    right = [data for data, expected in cases if decode(data).charset == expected]
    assert len(cases) >= 82
    assert len(right) >= 82


@pytest.mark.parametrize(
    ("body", "content_type", "charset", "source"),
    [
        (b"\xef\xbb\xbfHi \xc3\xa4", "text/html; charset=iso-8859-2", "utf-8", "bom"),
        ("Hi ä".encode("utf-16"), None, "utf-16le", "bom"),
        (b"<meta charset=utf-8>\xb1", "text/html; charset=ISO-8859-2", "iso-8859-2", "header"),
        (b"<meta charset=windows-1251>\xcf", "text/html", "windows-1251", "meta"),
        (b"<meta charset=windows-1251>\xcf", 'text/html; charset="nonsense"', "windows-1251", "meta"),
        (b"<?xml version='1.0' encoding='koi8-r'?><html>\xcf", None, "koi8-r", "meta"),
        ("Hi ä".encode(), None, "utf-8", "content"),
        (b"Hi", None, "windows-1252", "default"),
        (b"<!--" + b" " * 2000 + b"--><meta charset=iso-8859-2>\xb1", None, "iso-8859-2", "meta"),
    ],
)
def test_order(body: bytes, content_type: str | None, charset: str, source: str) -> None:
    decoded = decode(body, content_type)
    assert (decoded.charset, decoded.source) == (charset, source)


@pytest.mark.parametrize(
    ("text", "codec"),
    [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "cp932"), (JAPANESE, "euc_jp")],
)
def test_undeclared_legacy_charset_is_guessed_from_the_text(text: str, codec: str) -> None:
    decoded = decode(("<html><body><p>" + text * 5 + "</p></body></html>").encode(codec))
    assert text in decoded.text
    assert decoded.source == "content"
    assert not decoded.damaged


def test_utf8_declared_western_is_decoded_as_utf8_with_a_note() -> None:
    decoded = decode(GERMAN.encode(), "text/html; charset=iso-8859-1")
    assert decoded.text == GERMAN
    assert decoded.notes == ("charset_contradicted",)


def test_western_declared_western_is_decoded_as_declared() -> None:
    decoded = decode(GERMAN.encode("cp1252"), "text/html; charset=iso-8859-1")
    assert (decoded.text, decoded.charset, decoded.notes) == (GERMAN, "windows-1252", ())


def test_legacy_bytes_declared_utf8_are_read_and_marked_damaged() -> None:
    decoded = decode((RUSSIAN * 5).encode("cp1251"), "text/html; charset=utf-8")
    assert RUSSIAN in decoded.text
    assert decoded.damaged


def test_a_few_bad_bytes_in_utf8_are_damage_and_the_rest_is_kept() -> None:
    decoded = decode(GERMAN.encode() + b"\xff\xfe" + GERMAN.encode(), "text/html; charset=utf-8")
    assert decoded.damaged
    assert decoded.text.count("Straße") == 2
    assert "\ufffd" in decoded.text


def test_utf8_cut_in_mid_character_is_still_utf8() -> None:
    decoded = decode(GERMAN.encode() + b"\xc3")
    assert (decoded.charset, decoded.damaged) == ("utf-8", True)


def test_mojibake_is_known_and_left_alone() -> None:
    for text, codec in ((GERMAN, "cp1252"), (RUSSIAN, "cp1252"), ("It’s “so” – he said…", "cp1252")):
        garbled = text.encode().decode(codec, "replace")
        assert decode(garbled.encode()).text == garbled
        assert is_garbled(garbled)
    for honest in (GERMAN, RUSSIAN, "Âge, São Paulo, Ângela, À bientôt, ÃÃÃ, Ñoño, «Ñ»", "plain"):
        assert not is_garbled(honest)


def test_lone_surrogates_become_replacement_characters_and_pairs_are_joined() -> None:
    decoded = decode("a\ud800b")
    assert (decoded.text, decoded.damaged) == ("a\ufffdb", True)
    assert decode("a\ud83d\ude00b").text == "a😀b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\0b\x08c\x1bd\x9be", "abcde"),
        ("zero\u200bwidth\u2060joined\ufeff", "zerowidthjoined"),
        ("soft\xadhyphen", "softhyphen"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("p\u200da\u200cy", "pay"),
        ("one\u2028two\x0cthree", "one\ntwo\nthree"),
        ("left\u200eright", "leftright"),
        ("sel\U000e0100\U000e0101ect", "select"),
    ],
)
def test_scrub_removes_invisible_characters(text: str, expected: str) -> None:
    assert scrub(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "tabs\tand\r\nlines\n stay",
        "می\u200cخواهم",
        "क्\u200dष",
        "👨\u200d👩\u200d👧 and ❤️\u200d🔥",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "שלום\u200f!",
        "葛\U000e0100城",
        "no\u00a0break",
    ],
)
def test_scrub_spares_joiners_of_scripts_and_emoji(text: str) -> None:
    assert scrub(text) == text


def test_references_to_invisible_characters_go_too() -> None:
    assert scrub_markup("a&#8;b&#x200B;c&shy;d&#0;e&zwnj;&#173;") == "abcde&zwnj;"
    assert scrub_markup("&#38;lt; &#160; &#133; &amp;#8;") == "&#38;lt; &#160; &#133; &amp;#8;"


def test_prescan_stops_at_its_limit() -> None:
    assert prescan(b'<p title="<meta charset=koi8-r>">') is None
    assert prescan(b"<!-- <meta charset=koi8-r> --><meta charset=big5>") == "big5"


@pytest.mark.parametrize("charset", ["gb2312", "euc-jp", "shift_jis", "big5", "euc-kr", "windows-1251", "windows-1256"])
@pytest.mark.parametrize("in_header", [False, True])
def test_utf8_under_a_stale_declaration_is_decoded_as_utf8(charset: str, in_header: bool) -> None:
    text = (RUSSIAN + JAPANESE) * 3
    meta = "" if in_header else f"<meta charset={charset}>"
    decoded = decode((meta + text).encode(), f"text/html; charset={charset}" if in_header else None)
    assert decoded.text.endswith(text)
    assert decoded.charset == "utf-8"
    assert "charset_contradicted" in decoded.notes


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("gb2312", "中国地震台网正式测定，台湾花莲县海域发生地震，福建广东等地有震感。"),
        ("euc-jp", JAPANESE),
        ("shift_jis", JAPANESE),
        ("windows-1251", RUSSIAN),
        ("iso-8859-2", "Zażółć gęślą jaźń, powiedział dziś rzecznik urzędu, a wójt dodał swoje. "),
    ],
)
def test_text_that_is_what_it_declares_stays_so(charset: str, text: str) -> None:
    page = f"<meta charset={charset}>{text * 40}"
    decoded = decode(page.encode(charset))
    assert decoded.text == page
    assert decoded.notes == ()


def test_utf8_with_a_damaged_byte_under_a_stale_declaration_is_utf8_with_damage() -> None:
    decoded = decode(b"<meta charset=gbk>" + (RUSSIAN * 4).encode() + b"\xff")
    assert decoded.charset == "utf-8"
    assert decoded.damaged
