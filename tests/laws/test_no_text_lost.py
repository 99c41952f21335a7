"""No text is lost: every visible word of a page is in a kept or a dropped block."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared import shared

from cleaners import PageRefused, clean
from cleaners.clean import read_page

sys.path.insert(0, str(Path(__file__).parent))
from flattening import flatten, missing_text

PAGES = sorted(shared("bench/wcxb-dev/html").glob("*.html.gz"))
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "raw").glob("**/*.html"))
WORDS = st.lists(
    st.sampled_from("harbour stone naïve Straße 港 гавань 3 & < a&b &#8; x\u200by &lt;b&gt;".split()), max_size=4
)
PARTS = st.sampled_from([
    "<p>{}</p>", "<div>{}", "</div>", "<b>{}</b>", "<b>{}", "<a href=/x>{}", "<ul><li>{}<li>{}</ul>",
    "<pre>\n{}\n</pre>", "<table><tr><td>{}<td>{}</table>", "<table>{}<tr><td>{}", "<noscript><p>{}</p></noscript>",
    "<!-- {} -->{}", "<noscript><iframe src=x></noscript>{}", "<noscript><iframe>{}</iframe></noscript>{}",
    "<iframe src=x></iframe>{}", "<textarea>{}</textarea>", "<select><option>{}<option>{}</select>",
    "<button>{}</button>", "<p hidden>{}</p>", "<div style='display:none'>{}",
    "<style>.q{{display:none}}</style><p class=q>{}</p>", "<svg><text>{}</text></svg>{}",
    "<svg><title>{}</title></svg>", "<video>{}</video>", "<template>{}</template>{}", "<script>{}</script>{}",
    "<details><summary>{}</summary>{}</details>", "<h1>{}</h1>", "<span aria-hidden=true>{}</span>{}",
    "{}<br>{}<br><br>{}", "<x-card>{}</x-card>", "<div><template shadowrootmode=open><p>{}</p></template>{}</div>",
    "<object>{}</object>", "<blockquote>{}<blockquote>{}", "<dl><dt>{}<dd>{}</dl>",
    "<form><label>{}</label><input value=x>{}</form>",
])  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of parts that are difficult for parsers, with words in them."""
    body = []
    for part in draw(st.lists(PARTS, max_size=12)):
        while "{}" in part:
            part = part.replace("{}", " ".join(draw(WORDS)), 1)
        body.append(part.replace("{{", "{").replace("}}", "}"))
    return f"<!doctype html><html><head><title>A page</title></head><body>{''.join(body)}</body></html>"


@given(pages())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_generated_pages_lose_nothing(source: str) -> None:
    assert missing_text(source, [block.text for block in read_page(source)[0].blocks]) == {}


@pytest.mark.parametrize(
    ("name", "body", "text"),
    [
        ("an unclosed iframe inside noscript", "<noscript><iframe src=x></noscript><p>after</p>", "after"),
        ("a second one", "<noscript><iframe><p>in</noscript><p>a</p><noscript><iframe></noscript>b", "a b"),
        ("posts in noscript", "<div id=disqus></div><noscript><p>first post</p><p>second post</p></noscript>", "first"),
        ("an unclosed noscript", "<noscript><p>post</p><p>more", "post more"),
        ("CDATA in HTML is a comment, the text after it is not", "<p>a<![CDATA[ b ]]>c</p>", "ac"),
        ("CDATA in a drawing", "<svg><text><![CDATA[in the drawing]]></text></svg><p>after</p>", "drawing after"),
        ("plaintext", "<p>a</p><plaintext>b <b>bold</b> c", "a b <b>bold</b> c"),
        ("xmp", "<xmp><b>shown as it is</b></xmp>", "<b>shown as it is</b>"),
        ("deep nesting", "<div>" * 3000 + "deep" + "</div>" * 3000 + "<p>after</p>", "deep after"),
        ("deep inline nesting", "<span>" * 3000 + "deep" + "</span>" * 3000 + "<p>after</p>", "deep after"),
        ("a template", "<template><p>never</p></template><p>after</p>", "after"),
        ("a template without an end", "<p>before</p><template><p>never", "before"),
        (
            "a shadow root",
            "<x-a><template shadowrootmode=open><p>in the shadow</p></template></x-a><p>z</p>",
            "shadow z",
        ),
        ("a shadow root in a template", "<template><p><template shadowrootmode=open>no</template></template>z", "z"),
        ("text in a table", "<table>loose<tr><td>cell</td>words</tr></table>", "loose words cell"),
        ("a form in a table", "<table><form><tr><td>cell</form></table>after", "cell after"),
        ("options", "<select><optgroup label=x><option>one<option>two</select>", "one two"),
        ("a text area", "<textarea>\n <b>typed</b></textarea>after", "<b>typed</b> after"),
        ("links in links", "<a href=/a>one<a href=/b>two</a>three", "one two three"),
        ("formatting left open", "<p><b>one<p>two</b>three", "one two three"),
        ("a body in the body", "one<body class=x>two</body>three</html>four", "one two three four"),
        ("a comment that ends oddly", "one<!-- a --!>two<!-->three<!--->four", "one two three four"),
        ("an end tag that never began", "one</p></div></section>two", "one two"),
        ("a NUL and controls", "o\0ne t\x08wo", "one two"),
        ("half a tag", "one <p class='", "one"),
        ("numbers of characters", "&#65;&#x42;&#8;&#x110000;&#xD800;C", "AB"),
    ],
)
def test_the_traps_of_parsers(name: str, body: str, text: str) -> None:
    page = clean(f"<!doctype html><html><head><title>t</title></head><body>{body}")
    blocks = "".join("".join(decision.block.text for decision in page.decisions).split())
    for word in text.split():
        assert word in blocks, name


def test_missing_text_is_found() -> None:
    source = "<html><body><p>one two</p><p hidden>three</p><div>two</div>"
    assert flatten(source) == ["one two", "three", "two"]
    assert missing_text(source, ["one two", "three", "two"]) == {}
    assert missing_text(source, ["one two", "three"]) == {"t": 1, "w": 1, "o": 1}
    assert "three" in missing_text(source, ["one two", "two"])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_pages_lose_nothing(path: Path) -> None:
    page, decoded = read_page(path.read_bytes())
    assert missing_text(decoded.text, [block.text for block in page.blocks]) == {}


@pytest.mark.slow
@pytest.mark.shared("bench/wcxb-dev/html")
@pytest.mark.parametrize("part", range(8))
def test_labelled_pages_lose_nothing(part: int) -> None:
    faults = {}
    for path in PAGES[part::8]:
        try:
            page, decoded = read_page(gzip.decompress(path.read_bytes()))
        except PageRefused:
            faults[path.name] = {"refused": 1}
            continue
        missing = missing_text(decoded.text, [block.text for block in page.blocks])
        if missing:
            faults[path.name] = dict(missing)
    assert faults == {}
