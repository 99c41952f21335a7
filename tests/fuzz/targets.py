"""The fuzz targets: each takes any bytes, and raises where a law is broken. These are for pages; `TARGETS` holds all.

The first byte chooses the Content-Type (where there is one), the rest is the body.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import webencodings

from cleaners import Limits, PageRefused, clean
from cleaners.clean import read_page
from cleaners.decode import decode, has_invisible, is_garbled, is_suspicious, scrub, scrub_markup
from cleaners.decode.declared import header_charset, meta_charset, prescan
from cleaners.decode.invisible import repair_surrogates
from cleaners.labelers.rules import RULES
from cleaners.page import Decision, Page
from cleaners.prescan import check_body, check_markup
from cleaners.reading import Reading
from cleaners.render import to_markdown, to_text
from cleaners.segment import looks_like_html, segment_text
from cleaners.segment.declarations import cause_of_style
from cleaners.segment.source_fixes import close_noscript_frames
from cleaners.segment.stylesheet_rules import Sheet, key_of, read_selector
from cleaners.selectors import split_list

from . import targets_flows, targets_markdown

Target = Callable[[bytes], None]
CONTENT_TYPES = (
    None, "text/html", "text/plain", "text/html; charset=utf-8", "text/html; charset=shift_jis",
    "text/html; charset=iso-8859-1", "text/html; charset=utf-16", "text/plain; charset=gbk",
    "application/xhtml+xml", "text/html; charset=iso-2022-jp",
)  # fmt: skip
OUTCOMES = ("not_html", "too_large", "too_deep")
LIMITS = Limits(size=100_000, depth=200, attributes=60, attribute_size=4_000)
URL = "https://gull.example/a/b?c=d"


def split(data: bytes) -> tuple[str | None, bytes]:
    """The Content-Type that the first byte chooses, and the body."""
    return CONTENT_TYPES[(data[0] if data else 0) % len(CONTENT_TYPES)], data[1:]


def fuzz_decode(data: bytes) -> None:
    """Any bytes become text that can be written as UTF-8, by a known charset and without invisible characters."""
    content_type, body = split(data)
    decoded = decode(body, content_type)
    decoded.text.encode("utf-8")
    assert "\0" not in decoded.text
    assert webencodings.lookup(decoded.charset) is not None
    scrubbed = scrub(decoded.text)
    assert not is_suspicious(scrubbed)
    assert scrub(scrubbed) == scrubbed
    if not has_invisible(decoded.text):
        assert scrubbed == decoded.text
    is_garbled(scrubbed)
    scrub_markup(decoded.text).encode("utf-8")


def fuzz_declared(data: bytes) -> None:
    """The declared charset of a page is one of the standard, or None."""
    content_type, body = split(data)
    header = body[:40].decode("latin-1") if content_type is None else content_type
    for found in (header_charset(header), meta_charset(body), prescan(body)):
        assert found is None or webencodings.lookup(found) is not None


def fuzz_scrub(data: bytes) -> None:
    """Scrubbing removes all invisible characters of any text at once; closing frames loses nothing."""
    text = repair_surrogates(data.decode("utf-16-le", "surrogatepass") if data[:1] < b"\x40" and len(data) % 2 == 0
                           else data.decode("utf-8", "surrogateescape"))  # fmt: skip
    text.encode("utf-8")
    scrubbed = scrub(text)
    assert not is_suspicious(scrubbed)
    assert scrub(scrubbed) == scrubbed
    scrub_markup(text).encode("utf-8")
    closed = close_noscript_frames(text)
    assert len(closed) >= len(text)
    is_garbled(text)
    looks_like_html(text)


def fuzz_flat(data: bytes) -> None:
    """The lines of flattened text together are the text."""
    page = segment_text(data.decode("utf-8", "replace"))
    check_blocks(page)
    assert "".join("".join(block.text for block in page.blocks).split()) == "".join(page.text.split())


def fuzz_styles(data: bytes) -> None:
    """Any style sheet, selector and style attribute can be read."""
    css = data.decode("utf-8", "replace")
    assert cause_of_style(css).strip() == cause_of_style(css)
    sheet = Sheet(css.replace(": ", ":"), 0)
    for start, selector in sheet.hiding():
        assert key_of(selector)
        rule = sheet.rule(start, selector)
        assert rule is None or rule.selector.chain
    for rule in sheet.showing(".a", "display"):
        assert ".a" in rule.selector.last_keys
    for selector in split_list(css):
        parsed = read_selector(selector)
        assert parsed is None or parsed.chain


def fuzz_prescan(data: bytes) -> None:
    """A page is accepted, or refused with a known outcome."""
    content_type, body = split(data)
    try:
        check_body(body, content_type, LIMITS)
        check_markup(body.decode("latin-1"), LIMITS)
    except PageRefused as refused:
        check_refusal(refused)


def fuzz_segment(data: bytes) -> None:
    """Blocks are the whole page, in order, inside their elements."""
    page = read_fuzzed_page(data)
    if page is not None:
        check_blocks(page)


def fuzz_rules(data: bytes) -> None:
    """Rules label only blocks that exist, with a reason."""
    page = read_fuzzed_page(data)
    if page is None:
        return
    for decision in decide_by_rules(page).values():
        assert decision.reason
        assert 0 <= decision.confidence <= 1


def fuzz_render(data: bytes) -> None:
    """Text and Markdown of any kept blocks can be written, and have no control characters."""
    page = read_fuzzed_page(data)
    if page is None:
        return
    decisions = [Decision(block, block.index % 5 != 4, "fuzz", "kept") for block in page.blocks]
    markdown, text = to_markdown(page, decisions), to_text(page, decisions)
    for written in (markdown, text):
        written.encode("utf-8")
        assert not is_suspicious(written)
    assert "](javascript:" not in markdown
    assert "](data:" not in markdown


def fuzz_clean(data: bytes) -> None:
    """The whole cleaner returns a document that is valid JSON, or refuses the page with a known outcome."""
    content_type, body = split(data)
    try:
        page = clean(body, URL, content_type=content_type, limits=LIMITS)
    except PageRefused as refused:
        check_refusal(refused)
        return
    check_blocks(page.page)
    assert [decision.block for decision in page.decisions] == page.page.blocks
    document = json.loads(page.to_json())
    assert document["articleBody"] == page.text
    assert not is_suspicious(page.markdown)
    assert not is_suspicious(page.title + page.author)


def read_fuzzed_page(data: bytes) -> Page | None:
    """The page of fuzzed bytes, None for a refused one."""
    content_type, body = split(data)
    try:
        return read_page(body, URL, content_type, LIMITS)[0]
    except PageRefused as refused:
        check_refusal(refused)
        return None


def decide_by_rules(page: Page) -> dict[int, Decision]:
    """The decisions of the certain rules on a page; the first rule with a label for a block decides."""
    decided: dict[int, Decision] = {}
    for labeler in RULES:
        for index, label in labeler.label(Reading(page), decided).items():
            block = page.blocks[index]
            found = Decision(block, label.kept, labeler.name, label.reason, label.evidence, label.confidence)
            decided.setdefault(index, found)
    return decided


def check_refusal(refused: PageRefused) -> None:
    """Raise AssertionError where a refusal has no known outcome, or a detail that cannot be printed."""
    assert refused.outcome in OUTCOMES
    assert refused.detail.isprintable()


def check_blocks(page: Page) -> None:
    """Raise AssertionError where blocks and elements are inconsistent."""
    end = 0
    for index, block in enumerate(page.blocks):
        assert block.index == index
        start, stop = block.span
        assert end <= start < stop
        assert page.text[start:stop] == block.text
        assert not page.text[end:start].strip()
        assert block.text.strip()
        assert -1 <= block.element < len(page.elements)
        assert 0 <= block.linked <= len(block.text)
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)
            assert mark.start < mark.end or mark.kind == "note"  # a note in the margin may have no sign
        if block.element >= 0:
            element = page.elements[block.element]
            assert element.start <= index < element.end
        end = stop
    assert not page.text[end:].strip()
    for index, element in enumerate(page.elements):
        assert element.parent < index
        assert 0 <= element.start <= element.end <= len(page.blocks)
        if element.parent >= 0:
            parent = page.elements[element.parent]
            assert parent.start <= element.start
            assert element.end <= parent.end


PAGE_TARGETS: dict[str, Target] = {
    "declared": fuzz_declared,
    "scrub": fuzz_scrub,
    "flat": fuzz_flat,
    "styles": fuzz_styles,
    "decode": fuzz_decode,
    "prescan": fuzz_prescan,
    "segment": fuzz_segment,
    "render": fuzz_render,
    "rules": fuzz_rules,
    "clean": fuzz_clean,
}
TARGETS: dict[str, Target] = PAGE_TARGETS | targets_flows.TARGETS | targets_markdown.TARGETS
