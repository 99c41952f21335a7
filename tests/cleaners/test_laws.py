"""The laws of the library, on pages that a machine makes up and on the sample pages."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners import CleanPage, PageRefused, clean

SAMPLES = sorted(
    path for path in (Path(__file__).parents[2] / "raw").glob("**/*") if path.suffix in (".html", ".htm", ".txt")
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

VOCABULARY = (
    "harbour stone flood boat Home Menu Share Subscribe Register now early bird $99 by Ada May 2024 Comments "
    "3 Advertisement cookies naïve Straße 港 гавань <b> &amp; &#8; \u200b \u202e * _ # - 1. | ` [x](y) <i>"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
SENTENCE = st.lists(WORDS, min_size=1, max_size=24).map(" ".join)
INLINE = st.sampled_from(
    ["{}", "<b>{}</b>", "<a href='/x'>{}</a>", "<i>{}</i>", "<code>{}</code>", "<span hidden>{}</span>", "{}<br>{}"]
)
BLOCK = st.sampled_from(
    ["<p>{}</p>", "<h1>{}</h1>", "<h2>{}</h2>", "<ul><li>{}<li>{}</ul>", "<ol><li>{}</ol>", "<pre>{}</pre>",
     "<blockquote>{}</blockquote>", "<table><tr><td>{}<td>{}</table>", "<div style='display:none'>{}</div>",
     "<form>{}</form>", "<div class=nav>{}</div>",
     "<section id=comments>{}</section>", "<aside>{}</aside>", "<footer>{}</footer>", "<div>{}", "</div>",
     "<p>{}", "<nav>{}</nav>",
     "<noscript>{}</noscript>", "<details><summary>{}</summary>{}</details>", "<button>{}</button>",
     "<main>{}</main>"]
)  # fmt: skip


@st.composite
def html_pages(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 14))):
        block = draw(BLOCK)
        while "{}" in block:
            inline = draw(INLINE)
            sentence = draw(SENTENCE)
            block = block.replace("{}", inline.replace("{}", sentence), 1)
        parts.append(block)
    title = draw(SENTENCE)
    head = f"<head><title>{title}</title></head>"
    return f"<!doctype html><html lang=en>{head}<body>{''.join(parts)}</body></html>"


@st.composite
def flattened_pages(draw: st.DrawFn) -> str:
    lines = draw(st.lists(SENTENCE, max_size=30))
    ends = draw(st.lists(st.sampled_from(["\n", "\n\n", "\r\n", "\n\n\n", "\r", "\n \n"]), min_size=30, max_size=30))
    return "".join(line + end for line, end in zip(lines, ends, strict=False))


def check_laws(page: CleanPage) -> None:
    """Every block has one decision, kept and dropped together are the page, and the text is what is kept."""
    blocks = page.page.blocks
    assert [decision.block for decision in page.decisions] == blocks
    end = 0
    for decision in page.decisions:
        start, stop = decision.block.span
        assert start >= end
        assert not page.page.text[end:start].strip()
        assert page.page.text[start:stop] == decision.block.text
        assert decision.decided_by
        assert decision.reason.strip()
        assert 0 <= decision.confidence <= 1
        end = stop
    assert not page.page.text[end:].strip()
    kept = [decision.block.text for decision in page.decisions if decision.kept and decision.role == "body"]
    assert re.sub(r"\s+", " ", page.text) == re.sub(r"\s+", " ", " ".join(kept))
    assert sum(decision.role == "title" for decision in page.decisions) <= 1
    assert len(page.removed) + sum(decision.kept for decision in page.decisions) == len(blocks)


@given(html_pages())
@QUICK
def test_generated_html_pages(source: str) -> None:
    page = clean(source, "https://gull.example/x")
    check_laws(page)
    assert clean(source, "https://gull.example/x").to_json() == page.to_json()


@given(flattened_pages())
@QUICK
def test_generated_flattened_pages(source: str) -> None:
    page = clean(source)
    check_laws(page)
    assert clean(source).to_json() == page.to_json()


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html", "text/html; charset=utf-8", "text/plain; charset=shift_jis"]),
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_cleaned_or_refused(body: bytes, content_type: str | None) -> None:
    try:
        page = clean(body, content_type=content_type)
    except PageRefused as refused:
        assert refused.outcome == "not_html"  # noqa: PT017
        return
    check_laws(page)
    page.to_json().encode("utf-8")


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_cleaned(source: str) -> None:
    page = clean(source)
    check_laws(page)
    assert isinstance(page.markdown, str)


@given(st.text(alphabet="<>/!-=\"' abdpulit&#;\n", max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_tag_soup_is_cleaned(source: str) -> None:
    page = clean(f"<html>{source}")
    check_laws(page)
    assert "<script" not in page.markdown


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_sample_pages(path: Path) -> None:
    import json

    schema = json.loads((Path(__file__).parents[2] / "cleaners" / "clean-page.schema.json").read_text("utf-8"))
    page = clean(path.read_bytes())
    check_laws(page)
    jsonschema.validate(page.to_document(), schema)


def test_the_order_of_hashes_does_not_matter() -> None:
    import os
    import subprocess
    import sys

    code = (
        "import sys; from cleaners import clean; "
        "page = clean(open(sys.argv[1], 'rb').read(), 'https://gull.example/'); "
        "print(page.to_json().encode('ascii', 'backslashreplace').decode())"
    )
    sample = str(next(path for path in SAMPLES if path.suffix == ".html"))
    outputs = set()
    for seed in ("0", "1", "271"):
        env = {"PYTHONHASHSEED": seed, "PATH": os.environ.get("PATH", ""), "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
        done = subprocess.run([sys.executable, "-c", code, sample], env=env, capture_output=True, text=True, check=True)
        outputs.add(done.stdout)
    assert len(outputs) == 1
