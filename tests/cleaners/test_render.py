"""Markdown shows only the page's text: parsed again, it has the same words."""

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleaners.page import Block, Decision, Element, Head, Kind, Mark, Page
from cleaners.render import to_html, to_markdown, to_text
from cleaners.render.escape import escape, safe_url
from cleaners.segment import segment_html, segment_text

PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def markdown(source: str, url: str | None = "https://site.example/a/b") -> str:
    page = segment_html(f"<!doctype html><html><body>{source}</body></html>", url)
    return to_markdown(page, keep(page))


def keep(page: Page, dropped: tuple[int, ...] = ()) -> list[Decision]:
    return [Decision(block, block.index not in dropped, "test", "for the test") for block in page.blocks]


def leaves(text: str) -> list[Token]:
    found: list[Token] = []
    for token in PARSER.parse(text):
        found.extend(token.children or [token])
    return found


def shown(text: str) -> str:
    """The words a reader of the rendered Markdown sees, with single spaces."""
    parts: list[str] = []
    for token in PARSER.parse(text):
        for leaf in token.children or [token]:
            parts.append(
                leaf.content if leaf.type in ("text", "code_inline", "fence", "code_block", "text_special") else ""
            )
            parts.append("\n" if leaf.type in ("softbreak", "hardbreak") else "")
        parts.append("\n" if token.block and token.type != "inline" else "")
    return " ".join("".join(parts).split())


NASTY = "*_`[]()<>#+-=.!|~\\&;:\"'$%^{}@/ \n0123aZé—"


@given(st.text(alphabet=NASTY, min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_comes_back_as_itself(text: str) -> None:
    text = "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    if not text:
        return
    block = Block(0, text, Kind.PARAGRAPH, (0, len(text)), 0)
    page = Page("html", text, [block], [Element("p", {}, -1, 0, 0, 1)])
    written = to_markdown(page, keep(page))
    types = {token.type for token in leaves(written)}
    assert shown(written) == " ".join(text.split())
    assert not types & {
        "html_inline",
        "html_block",
        "link_open",
        "image",
        "em_open",
        "strong_open",
        "s_open",
        "code_inline",
    }


@st.composite
def marked(draw: st.DrawFn) -> Block:
    text = " ".join(draw(st.text(alphabet="ab c*_`[!]<é1-.", min_size=1, max_size=24)).split())
    kinds = st.sampled_from(["link", "strong", "em", "code"])
    marks = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = draw(st.integers(start, len(text)))
        marks.append(Mark(draw(kinds), start, end, "https://other.example/x_y*z"))
    return Block(0, text, Kind.PARAGRAPH, (0, len(text)), 0, marks=tuple(marks))


@given(marked())
@example(Block(0, "1.", Kind.PARAGRAPH, (0, 2), 0, marks=(Mark("strong", 1, 2, ""),)))
@settings(max_examples=400, deadline=None)
def test_marks_never_change_the_words(block: Block) -> None:
    if not block.text:
        return
    page = Page("html", block.text, [block], [Element("p", {}, -1, 0, 0, 1)])
    written = to_markdown(page, keep(page))
    assert shown(written).replace(" ", "") == block.text.replace(" ", "")
    for token in leaves(written):
        assert token.type not in ("html_inline", "html_block", "image")
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith("https://other.example/")


def test_marks_are_written_where_a_parser_will_read_them() -> None:
    assert markdown("<p>A <b>bold</b> and <i>slanted</i> word, <code>a|b`c</code>.</p>") == (
        "A **bold** and *slanted* word, ``a|b`c``."
    )
    assert markdown("<p>mid<b>dle</b>, <b> spaced </b> out</p>") == "mid**dle**, **spaced** out"
    assert markdown("<p>x<b>,</b>y</p>") == "x,y"


def test_lists_nest_and_number() -> None:
    written = markdown(
        "<ul><li>one<ul><li>two</li><li>three</li></ul></li><li>four</li></ul>"
        "<ol start=3><li>c</li><li><p>d</p><p>more of d</p></li></ol>"
    )
    assert written == "- one\n  - two\n  - three\n- four\n\n3. c\n4. d\n\n   more of d"


def test_two_lists_in_a_row_stay_two() -> None:
    written = markdown("<ul><li>a</li></ul><ul><li>b</li></ul>")
    assert [token.type for token in PARSER.parse(written)].count("bullet_list_open") == 2


def test_a_list_whose_outer_item_was_dropped_keeps_its_inner_items() -> None:
    page = segment_html("<html><body><ul><li>one<ul><li>two</li></ul></li><li>three</li></ul></body></html>")
    written = to_markdown(page, keep(page, dropped=(0,)))
    assert written.startswith("- two\n")
    assert shown(written) == "two three"


def test_quotes_hold_paragraphs_and_lists() -> None:
    written = markdown("<blockquote><p>one</p><p>two<br>lines</p><ul><li>item</li></ul></blockquote><p>after</p>")
    assert written == "> one\n>\n> two  \n> lines\n>\n> - item\n\nafter"


def test_code_is_fenced_with_its_language() -> None:
    written = markdown('<pre class="language-python">def f():\n    return """```"""\n</pre>')
    assert written == '````python\ndef f():\n    return """```"""\n````'
    assert markdown("<pre>&lt;b&gt;*</pre>") == "```\n<b>*\n```"


def test_tables_of_data_become_tables() -> None:
    written = markdown(
        "<table><caption>Tides</caption><tr><th>Day</th><th>High|low</th></tr>"
        "<tr><td>Mon</td><td><b>4</b> m</td></tr><tr><td colspan=2>none</td></tr>"
        "<tr><td></td><td>5</td></tr></table>"
    )
    assert written == ("Tides\n\n| Day | High\\|low |\n| --- | --- |\n| Mon | **4** m |\n| none |  |\n|  | 5 |")
    assert "table_open" in [token.type for token in PARSER.parse(written)]


def test_tables_that_lay_out_the_page_become_paragraphs() -> None:
    inner = "<p>A long column of the page. </p>" * 3
    assert "|" not in markdown(f"<table><tr><td>{inner}</td><td>{inner}</td></tr></table>")
    assert "|" not in markdown("<table><tr><td><table><tr><td>x</td></tr></table></td></tr><tr><td>y</td></tr></table>")


def test_headings_keep_their_level_and_their_hashes() -> None:
    assert markdown("<h2>C# and F #</h2><h6>deep</h6>") == "## C# and F \\#\n\n###### deep"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", " JaVa\tscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://x.example/",
     "#", "", "http://[bad", "//", "blob:https://x.example/1", "&#106;avascript:x", "x" * 3000],
)  # fmt: skip
def test_unsafe_links_lose_their_target(href: str) -> None:
    assert safe_url(href, None) == ""
    block = Block(0, "text", Kind.PARAGRAPH, (0, 4), 0, marks=(Mark("link", 0, 4, href),))
    page = Page("html", "text", [block], [Element("p", {}, -1, 0, 0, 1)])
    assert to_markdown(page, keep(page)) == "text"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../c?x=1&y=2", "https://site.example/c?x=1&y=2"),
        ("//cdn.example/a b", "https://cdn.example/a%20b"),
        ("mailto:ada@site.example", "mailto:ada@site.example"),
        ("/a(b)<c>", "https://site.example/a(b)%3Cc%3E"),
        ("/ü?q=&lt;", "https://site.example/ü?q=&amp;lt;"),
        ("/x) [y](javascript:z", "https://site.example/x%29%20%5By%5D%28javascript:z"),
        ("/\u202egnp.exe\u200b", "https://site.example/%E2%80%AEgnp.exe%E2%80%8B"),
        ("/\ud800", "https://site.example/%3F"),
    ],
)
def test_safe_links_are_resolved_and_cannot_break_out(href: str, expected: str) -> None:
    assert safe_url(href, "https://site.example/a/b") == expected


def test_relative_links_without_a_base_are_text() -> None:
    assert markdown('<p><a href="/x">there</a></p>', url=None) == "there"


def test_text_never_becomes_html() -> None:
    written = markdown("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt; &lt;!-- x --&gt;</p>")
    assert "<script>" not in PARSER.render(written)
    assert shown(written) == "<script>alert(1)</script> &lt;b&gt; <!-- x -->"


def test_an_exclamation_mark_before_a_link_makes_no_image() -> None:
    written = markdown('<p>Look!<a href="https://x.example/">here</a></p>')
    assert not [token for token in leaves(written) if token.type == "image"]


def test_flattened_text_keeps_its_gaps() -> None:
    page = segment_text("One line\nits next line\n\n\nA paragraph\n\n- item\n- item two\n1. first\n# no heading\n")
    assert to_text(page, keep(page)) == (
        "One line\nits next line\n\nA paragraph\n\n- item\n- item two\n1. first\n# no heading"
    )
    written = to_markdown(page, keep(page))
    assert written.startswith("One line  \nits next line\n\nA paragraph\n\n- item\n- item two\n")
    assert "\n\n\\# no heading" in written


def test_the_title_is_not_in_the_body() -> None:
    page = segment_html("<html><body><h1>Title</h1><p>Body</p></body></html>")
    decisions = [
        Decision(page.blocks[0], True, "test", "title", role="title"),
        Decision(page.blocks[1], True, "test", "body"),
    ]
    assert to_text(page, decisions) == "Body"
    assert to_markdown(page, decisions) == "Body"


def test_escaping_leaves_ordinary_prose_alone() -> None:
    for text in ("It's 5 + 3 = 8, -4 degrees.", "snake_case and C++ (see p. 4)", "2024. A year", "AT&T; R&D"):
        assert re.sub(r"\\", "", unescape(escape(text))) == text
    for text in (
        "AT&T and R&D",
        "a < b, 5 > 3",
        "x <= y, x <- 1",
        "std::move, 10:30",
        "at ~5",
        "/~ada",
        "2^10",
        "US$ 5",
    ):
        assert escape(text) == text
    assert escape("snake_case costs $5 – 10 & more: a/b, (c).") == "snake_case costs $5 – 10 & more: a/b, (c)."


def test_deep_nesting_is_no_recursion() -> None:
    page = segment_html("<html><body>" + "<ul><li>" * 2000 + "x" + "</body></html>")
    assert to_markdown(page, keep(page)).strip().endswith("x")


def test_head_is_optional() -> None:
    assert to_markdown(Page("html", "", [], head=Head()), []) == ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("$x$ and 5$ or $$y$$", "$x&#36; and 5&#36; or $&#36;y&#36;&#36;"),
        ("from $5 to $10, US$6", "from $5 to $10, US$6"),
        ("%%a note%% and 20 % of it, 5%", "&#37;%a note&#37;% and 20 % of it, 5%"),
        ("==so== but a == b", "&#61;=so== but a == b"),
        ("#tag and C# and no #1", "\\#tag and C# and no #1"),
        ("x^2^ {#id} ::: note", "x^2&#94; &#123;#id} ::: note"),
        ("std::move, 10:30, a@b.example", "std::move, 10:30, a@b.example"),
    ],
)
def test_markup_outside_commonmark_is_escaped_too(text: str, written: str) -> None:
    assert escape(text) == written
    assert unescape(re.sub(r"\\(?=\W)", "", written)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. It is old.", "It is old."),
        ("[1] It is old.", "It is old."),
        ("[1]It is old.", "It is old."),
        ("(1) [1] It is old.", "It is old."),
        ("1]It is old.", r"1\]It is old."),
        ("[12] mills.", r"\[12\] mills."),
        ("1.It is old.", "It is old."),
        ("1) It is old.", "It is old."),
        ("^ 1 It is old.", "It is old."),
        ("1.5 metres high.", "1.5 metres high."),
        ("1904 was dry.", "1904 was dry."),
        ("12 mills.", "12 mills."),
        ("It is old.", "It is old."),
    ],
)
def test_a_footnote_is_written_without_its_own_number(text: str, written: str) -> None:
    page = f'<p>The mill<sup><a href="#fn1" id="r1">1</a></sup> turns.</p><p id="fn1">{text} <a href="#r1">↩</a></p>'
    assert markdown(page) == f"The mill[^1] turns.\n\n[^1]: {written}"


@pytest.mark.parametrize("second", ["↩<sup>2</sup>", "↩²", "↑ b", "⏎", "back"])
def test_a_footnote_is_written_without_the_links_back_to_its_marks(second: str) -> None:
    """The second of them leads to a mark that the page has no longer; one of words may be a link of the note."""
    links = f'<a href="#r1">↩</a> <a href="#r2">{second}</a>'
    page = f'<p>The mill<sup><a href="#fn1" id="r1">1</a></sup> turns.</p><p id="fn1">It is old. {links}</p>'
    written = "It is old.  [back](#r2)" if second == "back" else "It is old."
    assert markdown(page) == f"The mill[^1] turns.\n\n[^1]: {written}"


def test_marks_without_a_kept_note_are_text_and_notes_without_a_kept_mark_are_paragraphs() -> None:
    source = '<p>The mill<sup><a href="#fn1">1</a></sup> turns.</p><p id="fn1">It is old.</p>'
    page = segment_html(f"<!doctype html><html><body>{source}</body></html>")
    assert to_markdown(page, keep(page, dropped=(1,))) == "The mill 1 turns."
    assert to_markdown(page, keep(page, dropped=(0,))) == "It is old."
    assert to_text(page, keep(page)) == "The mill[1] turns.\n\nIt is old."


PARAGRAPH = "The gate was built of oak and stone, and it has stood through every flood since then."


def test_headings_and_code_of_flattened_text() -> None:
    code = [">>> gate(3)", "Gate(3)", "def gate(n):", "    return n + 1"]
    page = segment_text(
        "\n".join([PARAGRAPH, "How it works", PARAGRAPH, *code, PARAGRAPH, "Ingredients", "Oak", "Stone"])
    )
    assert to_markdown(page, keep(page)) == "\n\n".join(
        [
            PARAGRAPH,
            "## How it works",
            PARAGRAPH,
            "```\n" + "\n".join(code) + "\n```",
            PARAGRAPH,
            "## Ingredients",
            "Oak  \nStone",
        ]
    )
    assert to_html(page, keep(page)) == (
        f"<p>{PARAGRAPH}</p>\n<h2>How it works</h2>\n<p>{PARAGRAPH}</p>\n<pre><code>&gt;&gt;&gt; gate(3)\nGate(3)\n"
        f"def gate(n):\n    return n + 1</code></pre>\n<p>{PARAGRAPH}</p>\n<h2>Ingredients</h2>\n<p>Oak<br>\nStone</p>"
    )


def test_verse_questions_and_names_are_no_headings() -> None:
    verse = ["Haul over, haul over,", "the evening is long,", "the chain lies deep"]
    page = segment_text(
        "\n".join([*verse, PARAGRAPH, "And how did it begin?", PARAGRAPH, "import and export of oak", PARAGRAPH])
    )
    written = to_markdown(page, keep(page))
    assert "#" not in written
    assert "```" not in written
