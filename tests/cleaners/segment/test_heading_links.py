"""Signs beside headings are no part of them, whatever program wrote the page; words that are links stay."""

import pytest

from cleaners import clean
from cleaners.page import Kind
from cleaners.segment import LINK_SIGNS, segment_html


def shown(source: str) -> list[str]:
    page = segment_html(f"<!doctype html><html><body>{source}<p>Words of the page that are no sign.</p></body></html>")
    return [block.text for block in page.blocks if not block.hidden][:-1]


@pytest.mark.parametrize(
    "sign",
    [
        '<a class="headerlink" href="#x" title="Link to this heading">¶</a>',
        '<a class="headerlink" href="#x">\uf0c1</a>',
        '<a class="headerlink" href="#x" title="Permanent link">&para;</a>',
        ' <a class="header-anchor" href="#x" aria-label="Permalink">\u200b</a>',
        '<a class="hash-link" href="#x">#</a>',
        '<a href="#x">#</a>',
        ' <a href="https://site.example/a#x">🔗</a>',
        '<a class="anchor" href="#x"><svg></svg></a>',
        '<a class="doc-anchor" href="#x">§</a>',
        '<span><a class="mark" href="#x" id="x">#</a></span>',
        '<span class="permalink"><a href="#x">◆&nbsp;</a></span>',
        '<a class="anchor-link" href="#x">Link to this heading</a>',
        '<a href="#x">Permalink to this section</a>',
        '<a href="#top">[top]</a>',
        '<button>Copy link</button>',
        '<a class="heading-link" href="#x">Direct link to the section</a>',
        '<span class="mw-editsection"><span>[</span><a href="/e">edit</a><span>]</span></span>',
        '<span class="mw-editsection">[<a href="/e">modifier</a> | <a href="/s">le code</a>]</span>',
        '<span class="mw-editsection">［<a href="/e">编辑</a>］</span>',
        ' <a href="/w/edit?section=2">[edit]</a>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["h1", "h2", "h3", "dt"])
def test_signs_are_no_part_of_a_heading(sign: str, tag: str) -> None:
    assert shown(f"<{tag} id=x>The gears{sign}</{tag}>") == ["The gears"]
    assert shown(f"<{tag} id=x>{sign}The gears</{tag}>") == ["The gears"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<h2><a href="#x">The gears</a></h2>', "The gears"),
        ('<h2><a class="header-anchor" href="#x"><span>The gears</span></a></h2>', "The gears"),
        ('<h2><a href="/other">The gears</a></h2>', "The gears"),
        ('<h2><button>How do I get there?</button></h2>', "How do I get there?"),
        ('<h2>Learn <a href="#c">C++</a></h2>', "Learn C++"),
        ('<h2><a href="/edit">Edit</a></h2>', "Edit"),
        ('<h2><a href="/link">Link</a></h2>', "Link"),
        ('<h3>Top <a href="/ten">ten</a></h3>', "Top ten"),
        ('<h2>C# and F#</h2>', "C# and F#"),
        ('<p>See <a href="#note">*</a> below.</p>', "See * below."),
        ('<h2>The gears<a href="#note">†</a></h2>', "The gears†"),
        ('<figcaption>The gears <a href="#n">[*]</a></figcaption>', "The gears [*]"),
        ('<p>The sign <a href="/pilcrow">¶</a> is old.</p>', "The sign ¶ is old."),
        ('<p>as in <a href="#s3">§</a> 3</p>', "as in § 3"),
        ('<p><a href="#x">Link to this heading</a></p>', "Link to this heading"),
    ],
)  # fmt: skip
def test_words_stay(source: str, text: str) -> None:
    assert shown(source) == [text]


def test_a_sign_is_a_dropped_block_of_its_own() -> None:
    source = '<p>A paragraph that is about the gears of a mill.<a class="pilcrow" href="#p1">¶</a></p>'
    page = segment_html(f"<html><body>{source}</body></html>")
    assert [(block.text, block.hidden in LINK_SIGNS) for block in page.blocks] == [
        ("¶", True),
        ("A paragraph that is about the gears of a mill.", False),
    ]
    removed = clean(f"<html><body>{source * 3}</body></html>")
    assert {decision.decided_by for decision in removed.decisions if decision.block.text == "¶"} == {"rules.hidden"}
    assert not any(note.startswith("hidden") for note in removed.notes)


@pytest.mark.parametrize("href", ["#c0", "https://site.example/a#c0"])
def test_a_heading_that_links_to_itself_is_an_ordinary_heading(href: str) -> None:
    source = f'<html><body><h2 id=c0><a href="{href}">The race</a></h2><p><a href="#c0">see there</a></p></body></html>'
    page = segment_html(source, "https://site.example/a")
    heading, text = page.blocks
    assert (heading.kind, heading.linked, heading.marks) == (Kind.HEADING, 0, ())
    assert (text.linked, text.marks[0].href) == (9, "#c0")


def test_a_heading_that_links_elsewhere_keeps_its_link() -> None:
    (heading,) = segment_html('<html><body><h2><a href="/race">The race</a></h2></body></html>').blocks
    assert (heading.linked, heading.marks[0].href) == (8, "/race")


@pytest.mark.parametrize(
    ("attrs", "level"),
    [('role="heading" aria-level="3"', 3), ('role="heading"', 2), ('role="heading" aria-level="12"', 2)],
)
def test_an_element_may_be_a_heading_by_its_role(attrs: str, level: int) -> None:
    (block,) = segment_html(f"<html><body><div {attrs}>The race</div></body></html>").blocks
    assert (block.kind, block.level) == (Kind.HEADING, level)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('the mill (<a href="/p">see it</a>)', "the mill (see it)"),
        ('l’<a href="/e">eau</a>', "l’eau"),
        ('un<a href="/s">said</a>', "unsaid"),
        ('“<a href="/s">so</a>”', "“so”"),
        ('<a href="/n">North</a>/<a href="/s">South</a>', "North/South"),
        ('河边的<a href="/m">磨坊</a>很老', "河边的磨坊很老"),
        ('<a href="/e">榆木</a><a href="/w">耐水</a>', "榆木耐水"),
        ('สี<a href="/r">แดง</a>', "สีแดง"),
        ('<a href="/a">Home</a><a href="/b">News</a>', "Home News"),
        ('<span><a href="/a">Home</a></span><span><a href="/b">News</a></span>', "Home News"),
        ('<a href="/a">Home</a><!-- x --><a href="/b">News</a>', "Home News"),
        ('<i>1</i><a href="/e">榆木</a>', "1 榆木"),
        ('<b>Tags</b><a href="/b">news</a>', "Tags news"),
        ('a <a href="/b">b</a> c', "a b c"),
        ('pre<em><a href="/b">fix</a></em>', "prefix"),
    ],
)
def test_a_link_has_a_space_before_it_only_where_entries_would_glue(source: str, text: str) -> None:
    assert shown(f"<div>{source}</div>") == [text]


@pytest.mark.parametrize(
    "formula",
    [
        '<div class="math"><span class="eqno">(1)</span>\\[a = b\\]</div>',
        '<div><math alttext="a = b" display="block"><mi>a</mi></math><span class="equation-number">(2.1a)</span></div>',
        '<table class="ltx_equation ltx_eqn_table"><tr class="ltx_eqn_row"><td><math alttext="a = b" display="block">'
        '<mi>a</mi></math></td><td class="ltx_eqn_eqno"><span class="ltx_tag_equation">(1)</span></td></tr></table>',
    ],
)  # fmt: skip
def test_the_number_of_a_formula_is_hidden_beside_it(formula: str) -> None:
    assert clean(f"<p>{'The mill turns. ' * 9}</p>{formula}<p>{'It is old. ' * 9}</p>").markdown.count("(") == 0
    page = segment_html(f"<html><body><p>The mill.</p>{formula}</body></html>")
    assert [block.text[:1] for block in page.blocks if block.hidden] == ["("]


@pytest.mark.parametrize(
    "text", ['<span class="eqno">(see the first)</span>', "<span>(1)</span>", '<b class="seqno">(1)</b>']
)
def test_what_is_no_number_of_a_formula_stays(text: str) -> None:
    assert shown(f"<p>By the law {text} it turns.</p>")[0].count("(") == 1
