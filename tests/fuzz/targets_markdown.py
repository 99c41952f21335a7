"""The fuzz target of the Markdown law: in no program that renders it does a text become markup."""

from __future__ import annotations

from cleaners.decode import scrub
from cleaners.page import Block, Decision, Element, Kind, Mark, Page
from cleaners.render import to_markdown
from flows.safe_text import markdown_text
from tests.support.markdown_renderers import RENDERERS, what_could_act

KINDS = (Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM, Kind.QUOTE, Kind.CELL, Kind.CODE)
AROUND = (
    (),
    ("ul", "li"),
    ("blockquote",),
    ("ol", "li", "blockquote"),
    ("blockquote", "ul", "li"),
    ("table", "tr", "td"),
)
MARKS = ("link", "strong", "em", "code")
QUICK = ("github", "python-markdown")  # pandoc would start a process for each input


def fuzz_markdown(data: bytes) -> None:
    """A page of any two blocks, with any marks, in any lists and quotations, is shown without an element of its own.

    The first bytes choose what the blocks are, what is around them, and the marks; the rest is their text.
    """
    page = page_of(data)
    if page is None:
        return
    markdown = to_markdown(page, [Decision(block, True, "fuzz", "kept") for block in page.blocks])
    for text in (markdown, f"# {markdown_text(page.text)}"):
        for name in QUICK:
            (made,) = RENDERERS[name]([text])
            acts = what_could_act(made)
            assert not acts, (acts, text)


def page_of(data: bytes) -> Page | None:
    choices, sources = data[:8].ljust(8, b"\0"), data[8:].replace(b"\r", b"").partition(b"\f")[::2]
    parts = [part for source in sources if (part := scrub(source.decode("utf-8", "replace"))).strip()]
    if not parts:
        return None
    parts = [part if choices[number] % 6 == 5 else " ".join(part.split()) for number, part in enumerate(parts)]
    elements: list[Element] = []
    blocks: list[Block] = []
    text = "\n".join(parts)
    start = 0
    for number, part in enumerate(parts):
        for depth, tag in enumerate(AROUND[choices[2 + number] % len(AROUND)]):
            elements.append(Element(tag, {}, len(elements) - 1 if depth else -1, depth, number, number + 1))
        first, second, kind = choices[4] % (len(part) + 1), choices[5] % (len(part) + 1), MARKS[choices[6] % len(MARKS)]
        marks = (Mark(kind, min(first, second), max(first, second), "https://gull.example/x"),
                 Mark(MARKS[choices[7] % len(MARKS)], first // 2, first, "javascript:x"))  # fmt: skip
        element = len(elements) - 1 if choices[2 + number] % len(AROUND) else -1
        span = (start, start + len(part))
        blocks.append(Block(number, part, KINDS[choices[number] % len(KINDS)], span, element, 2, 0, marks))
        start = span[1] + 1
    return Page("html", text, blocks, elements)


TARGETS = {"markdown": fuzz_markdown}
