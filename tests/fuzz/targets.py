"""What is fuzzed: each target takes any bytes, and raises where a law is broken.

The first byte chooses what stands around the body (a Content-Type, say), the rest is the body.
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
    """The Content-Type that the first byte stands for, and the body."""
    return CONTENT_TYPES[(data[0] if data else 0) % len(CONTENT_TYPES)], data[1:]


def fuzz_decode(data: bytes) -> None:
    """Any bytes are text that can be written as UTF-8, by a charset with a name, without what nobody sees."""
    content_type, body = split(data)
    decoded = decode(body, content_type)
    decoded.text.encode("utf-8")
    assert "\0" not in decoded.text
    assert webencodings.lookup(decoded.charset) is not None
    clear = scrub(decoded.text)
    assert not is_suspicious(clear)
    assert scrub(clear) == clear
    if not has_invisible(decoded.text):
        assert clear == decoded.text
    is_garbled(clear)
    scrub_markup(decoded.text).encode("utf-8")


def fuzz_declared(data: bytes) -> None:
    """What a page declares its charset to be is a name that the standard knows, or nothing."""
    content_type, body = split(data)
    header = body[:40].decode("latin-1") if content_type is None else content_type
    for found in (header_charset(header), meta_charset(body), prescan(body)):
        assert found is None or webencodings.lookup(found) is not None


def fuzz_scrub(data: bytes) -> None:
    """What nobody sees goes, once and for all, from any text; a noscript is closed once."""
    text = repair_surrogates(data.decode("utf-16-le", "surrogatepass") if data[:1] < b"\x40" and len(data) % 2 == 0
                           else data.decode("utf-8", "surrogateescape"))  # fmt: skip
    text.encode("utf-8")
    clear = scrub(text)
    assert not is_suspicious(clear)
    assert scrub(clear) == clear
    scrub_markup(text).encode("utf-8")
    closed = close_noscript_frames(text)
    assert len(closed) >= len(text)
    is_garbled(text)
    looks_like_html(text)


def fuzz_flat(data: bytes) -> None:
    """Lines of flattened text are the text."""
    page = segment_text(data.decode("utf-8", "replace"))
    check_blocks(page)
    assert "".join("".join(block.text for block in page.blocks).split()) == "".join(page.text.split())


def fuzz_styles(data: bytes) -> None:
    """Style sheets, selectors and style attributes of any kind are read, and what hides says why."""
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
        read = read_selector(selector)
        assert read is None or read.chain


def fuzz_prescan(data: bytes) -> None:
    """A page is let through or refused with a name."""
    content_type, body = split(data)
    try:
        check_body(body, content_type, LIMITS)
        check_markup(body.decode("latin-1"), LIMITS)
    except PageRefused as refused:
        check_refusal(refused)


def fuzz_segment(data: bytes) -> None:
    """Blocks are the page: in order, without gaps, inside their elements."""
    page = read(data)
    if page is not None:
        check_blocks(page)


def fuzz_rules(data: bytes) -> None:
    """Rules speak only of blocks that exist, with a reason."""
    page = read(data)
    if page is None:
        return
    for decision in decide(page).values():
        assert decision.reason
        assert 0 <= decision.confidence <= 1


def fuzz_render(data: bytes) -> None:
    """Text and Markdown of whatever is kept can be written, and hold no control character."""
    page = read(data)
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
    """The whole cleaner: a document that is valid JSON, or a refusal with a name."""
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


def read(data: bytes) -> Page | None:
    """The page of fuzzed bytes, None where it is refused."""
    content_type, body = split(data)
    try:
        return read_page(body, URL, content_type, LIMITS)[0]
    except PageRefused as refused:
        check_refusal(refused)
        return None


def decide(page: Page) -> dict[int, Decision]:
    """What the certain rules say of a page, the first that speaks of a block."""
    decided: dict[int, Decision] = {}
    for labeler in RULES:
        for index, label in labeler.label(Reading(page), decided).items():
            block = page.blocks[index]
            found = Decision(block, label.kept, labeler.name, label.reason, label.evidence, label.confidence)
            decided.setdefault(index, found)
    return decided


def check_refusal(refused: PageRefused) -> None:
    """Raise AssertionError where a refusal has no known name, or a reason that cannot be shown."""
    assert refused.outcome in OUTCOMES
    assert refused.detail.isprintable()


def check_blocks(page: Page) -> None:
    """Raise AssertionError where blocks and elements do not fit together."""
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
            assert 0 <= mark.start < mark.end <= len(block.text)
        if block.element >= 0:
            element = page.elements[block.element]
            assert element.start <= index < element.end
        end = stop
    assert not page.text[end:].strip()
    for index, element in enumerate(page.elements):
        assert element.parent < index
        assert 0 <= element.start <= element.end <= len(page.blocks)
        if element.parent >= 0:
            around = page.elements[element.parent]
            assert around.start <= element.start
            assert element.end <= around.end


TARGETS: dict[str, Target] = {
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
