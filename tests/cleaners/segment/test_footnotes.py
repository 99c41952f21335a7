"""Which links are the marks of footnotes, and which blocks the notes."""

# ruff: noqa: E501  (one form a line)

from __future__ import annotations

import time

import pytest

from cleaners.page import Page
from cleaners.segment import segment_html

TEXT = "The mill was built by two brothers who had never seen one."


def page_of(body: str, url: str = "https://mill.example/a") -> Page:
    return segment_html(f"<!doctype html><html><body>{body}</body></html>", url)


def notes_of(body: str) -> list[tuple[str, str, list[str]]]:
    """Of each note: what its mark shows, its text, and the text that the mark covers."""
    page = page_of(body)
    return [
        (
            note.label,
            " / ".join(block.text for block in page.blocks[note.start : note.end]),
            [page.blocks[index].text[mark.start : mark.end] for index in note.references
             for mark in page.blocks[index].marks if mark.kind == "note" and mark.href[1:] in note.ids],
        )
        for note in page.footnotes
    ]  # fmt: skip


FORMS = {
    "sup around link": '<p>{t}<sup><a href="#fn1" id="r1">1</a></sup></p><ol><li id="fn1">N. <a href="#r1">↩</a></li></ol>',
    "link around sup": '<p>{t}<a href="#fn1" id="r1"><sup>1</sup></a></p><p id="fn1">1 N. <a href="#r1">back</a></p>',
    "role": '<p>{t}<a role="doc-noteref" href="#x">1</a></p><aside role="doc-footnote" id="x"><p>N.</p></aside>',
    "brackets outside": '<p>{t}<sup>[<a href="#note-1">1</a>]</sup></p><p id="note-1">N.</p>',
    "named anchors": '<p>{t} <a name="b1" href="#n1">(1)</a></p><p><a name="n1" href="#b1">(1)</a> N.</p>',
    "only a link back": '<p>{t} <a id="q" href="#zz">1</a></p><div><p id="zz">N. <a href="#q">^</a></p></div>',
    "a whole address": '<p>{t}<sup><a href="https://mill.example/a#fn1">1</a></sup></p><p id="fn1">N.</p>',
    "encoded name": '<p>{t}<sup><a href="#fn%3A1">1</a></sup></p><p id="fn:1">N.</p>',
    "easy-footnotes": '<p>{t}<span class="easy-footnote"><a href="#easy-footnote-bottom-1-9" title="N."><sup>1</sup></a></span></p>'
    '<ol><li class="easy-footnote-single"><span id="easy-footnote-bottom-1-9"></span>N.<a href="#easy-footnote-1-9"></a></li></ol>',
    "definition list": '<p>{t}<a class="footnote-reference" href="#id2" id="id1">1</a></p>'
    '<dl class="footnote"><dt id="id2"><a href="#id1">1</a></dt><dd><p>N.</p></dd></dl>',
    "table of docutils": '<p>{t}<a class="footnote-reference" href="#id2" id="id1">[1]</a></p><table class="docutils footnote" id="id2">'
    '<tbody><tr><td class="label"><a href="#id1">[1]</a></td><td>N.</td></tr></tbody></table>',
    "superscript digits": '<p>{t}<a href="#fn1" id="r1">¹</a></p><p id="fn1">¹ N. <a href="#r1">↑</a></p>',
    "journal": '<p>{t} [<a href="#ref-CR1">1</a>]</p><ol><li id="ref-CR1">N.</li></ol>',
    "medical archive": '<p>{t} [<a href="#b1-pan-1">1</a>]</p><ol><li id="b1-pan-1">N.</li></ol>',
    "chinese": '<p>{t}<sup><a href="#注1" id="回1">[注1]</a></sup></p><p id="注1">N. <a href="#回1">返回</a></p>',
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_mark_and_the_note_are_found(form: str) -> None:
    ((label, text, marks),) = notes_of(FORMS[form].replace("{t}", TEXT))
    assert label.endswith("1")
    assert "N." in text
    assert len(marks) == 1
    assert marks[0].strip(" []()注") in ("1", "¹")


def test_a_note_with_a_sign() -> None:
    found = notes_of(f'<p>{TEXT}<a href="#s" id="b"><sup>†</sup></a></p><p id="s"><a href="#b">†</a> N.</p>')
    assert found == [("†", "† N.", ["†"])]


def test_a_note_has_all_its_paragraphs_and_not_those_of_the_next() -> None:
    body = (
        f'<p>{TEXT}<sup><a href="#fn1">1</a></sup> {TEXT}<sup><a href="#fn2">2</a></sup></p>'
        '<div class="footnotes"><ol><li id="fn1"><p>One.</p><p>More of one.</p></li><li id="fn2"><p>Two.</p></li></ol></div>'
        "<p>After the notes.</p>"
    )
    assert [text for _, text, _ in notes_of(body)] == ["One. / More of one.", "Two."]


def test_two_marks_of_one_note() -> None:
    body = f'<p>{TEXT}<sup><a href="#fn1">1</a></sup></p><p>{TEXT}<sup><a href="#fn1">1</a></sup></p><p id="fn1">N.</p>'
    assert notes_of(body) == [("1", "N.", ["1", "1"])]
    assert page_of(body).footnotes[0].references == (0, 1)


def test_brackets_and_commas_between_marks_are_part_of_them() -> None:
    body = f'<p>{TEXT} [<a href="#fn1">1</a>, <a href="#fn2">2</a>]</p><p id="fn1">N.</p><p id="fn2">O.</p>'
    text = page_of(body).blocks[0].text
    covered = [(mark.start, mark.end) for mark in page_of(body).blocks[0].marks if mark.kind == "note"]
    assert covered[0][1] == covered[1][0]
    assert text[covered[0][0]] == "["
    assert covered[1][1] == len(text)


SPARED = {
    "a list of contents": '<ul><li><a href="#s1">1</a></li><li><a href="#s2">2</a></li></ul><h2 id="s1">One</h2><p>a</p><h2 id="s2">Two</h2>',
    "a link to a section": f'<p>{TEXT} See <a href="#s1">2</a>.</p><h2 id="s1">Two</h2><p>{TEXT}</p>',
    "a link with words": f'<p>{TEXT} <a href="#fn1">as noted</a></p><p id="fn1">N.</p>',
    "another page": f'<p>{TEXT}<sup><a href="/b#fn1">1</a></sup></p><p id="fn1">N.</p>',
    "no such place": f'<p>{TEXT}<sup><a href="#fn9">9</a></sup></p><p id="fn1">N.</p>',
    "a link up": f'<p id="fn1">N.</p><p>{TEXT}<sup><a href="#fn1">1</a></sup></p>',
    "a permanent link": f'<p id="p1">{TEXT} <a href="#p1">#</a></p>',
    "pages of a list": f'<p>{TEXT}</p><p>Page <a href="#page-2">2</a></p><p id="page-2">{TEXT}</p>',
    "a count of comments": f'<p>{TEXT} <a href="#comments">3</a></p><div id="comments"><p>A comment.</p></div>',
    "a superscript": f"<p>{TEXT} 10<sup>6</sup></p>",
}


@pytest.mark.parametrize("kind", SPARED)
def test_other_links_stay_what_they_are(kind: str) -> None:
    page = page_of(SPARED[kind])
    assert page.footnotes == []
    assert {mark.kind for block in page.blocks for mark in block.marks} <= {"link", "sup"}


@pytest.mark.parametrize(
    ("note", "mark"),
    [
        ('<label for="s" class="sidenote-number"></label><input type="checkbox" id="s"><span class="sidenote">N.</span>', ""),
        ('<sup class="mark">3</sup><span class="sidenote">N.</span>', "3"),
        ('<span class="marginnote">N.</span>', ""),
        ("<d-footnote>N.</d-footnote>", ""),
        ('<sup data-mfn="1"><a href="javascript:void(0)">1</a></sup><span class="modern-footnotes-footnote__note">N.</span>', "1"),
    ],
)  # fmt: skip
def test_a_note_in_the_margin_leaves_its_sentence(note: str, mark: str) -> None:
    page = page_of(f"<p>The gates{note} are old.</p>")
    ((_, text, marks),) = notes_of(f"<p>The gates{note} are old.</p>")
    assert (text, marks) == ("N.", [mark])
    assert page.blocks[1].text.replace(" ", "") == f"Thegates{mark}areold."


def test_a_margin_note_outside_a_sentence_is_a_text_as_any_other() -> None:
    assert page_of('<p><span class="sidenote">N.</span> The gates are old.</p>').footnotes == []


@pytest.mark.parametrize(
    "body",
    [
        "".join(f'<p>a<sup><a href="#fn{n}">1</a></sup></p>' for n in range(6000)) + "<p id='fn1'>N.</p>",
        "<p>a" + '<sup><a href="#fn1">1</a></sup>' * 20000 + "</p><p id='fn1'>N.</p>",
        "<p>a</p>" + "<div id='fn1' class='note'>" * 400 + "<p>N.</p>" * 4000 + "<p><sup><a href='#fn1'>1</a></sup></p>",
        "<p>a" + "<span class='sidenote'>N." * 300 + "</p>",
        "<p>" + "".join(f'a<sup><a href="#n{n}">1</a></sup>' for n in range(5000)) + "</p>"
        + "".join(f"<p id='n{n}'>N. <a href='#n{n}'>1</a></p>" for n in range(5000)),
    ],
    ids=range(5),
)  # fmt: skip
def test_many_marks_take_linear_time(body: str) -> None:
    started = time.process_time()
    page_of(body)
    assert time.process_time() - started < 5
