"""Code is decided with the text around it: long listings are kept with their text, and dropped with a dropped part."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners import Decision, Kind, clean
from cleaners.labelers.model.pooling import raise_beside_text
from cleaners.segment import segment_html

from .test_reasons import false_claims

LISTING = "\n".join(f"loom.thread({n}, warp=colours[{n} % 4], tension={n * 7 % 13} / 10)" for n in range(220))
PROSE = [
    "A pattern for the draw loom is a list of threads, and for each thread the colour of its warp and the tension that "
    "the weaver gives it before the shuttle passes.",
    "The listing that follows sets up the whole width of the cloth, from the left selvedge to the right one, in the "
    "order in which a weaver would tie the threads.",
    "Every tension is a fraction of the greatest that the yarn bears. If a thread breaks in the first hour, lower its "
    "number by a third and tie it anew.",
    "The shuttle is thrown from the left when the number of the row is even. Where two rows have the same colour the "
    "weaver may leave the shed open in between.",
]


def manual(inside: str) -> str:
    text = [f"<p>{paragraph}</p>" for paragraph in PROSE]
    return (
        "<html><head><title>The draw loom</title></head><body><nav><a href='/'>Home</a></nav><main>"
        f"<h1>Setting up the draw loom</h1>{text[0]}{text[1]}{inside}{text[2]}{text[3]}</main></body></html>"
    )


def raised(markup: str, probability: list[float], dropped: tuple[int, ...] = ()) -> tuple[list[int], list[float]]:
    """What becomes of the probabilities of a page's blocks when rules have ``dropped`` some."""
    page = segment_html(f"<html><body>{markup}</body></html>")
    values = np.array(probability, np.float64)
    decided = {index: Decision(page.blocks[index], False, "rules.share", "") for index in dropped}
    words = np.array([len(block.text.split()) for block in page.blocks], np.float64)
    return raise_beside_text(page, values, words, decided), values.tolist()


def test_code_is_as_likely_as_the_more_likely_text_beside_it() -> None:
    page = "<p>one</p><pre>a = 1</pre><pre>b = 2</pre><p>two</p>"
    assert raised(page, [0.9, 0.1, 0.8, 0.7]) == ([1, 2], [0.9, 0.9, 0.9, 0.7])
    assert raised(page, [0.2, 0.1, 0.8, 0.05]) == ([1], [0.2, 0.2, 0.8, 0.05])


def test_dropped_blocks_do_not_separate_code_from_its_text() -> None:
    page = "<p>one</p><div>Copy</div><pre>a = 1</pre><p>two</p>"
    assert raised(page, [0.9, 0.01, 0.1, 0.7]) == ([2], [0.9, 0.01, 0.7, 0.7])
    assert raised(page, [0.9, 0.01, 0.1, 0.7], dropped=(1,)) == ([2], [0.9, 0.01, 0.9, 0.7])


def test_a_label_beside_code_does_not_stand_for_the_text() -> None:
    before, after = "<p>These are the words before.</p>", "<p>And these come after it.</p>"
    page = f"<div>{before}<div><p>js</p><pre>a = 1</pre></div>{after}</div>"
    assert raised(page, [0.9, 0.01, 0.1, 0.7]) == ([2], [0.9, 0.01, 0.9, 0.7])


def test_a_caption_or_heading_beside_code_does_not_stand_for_the_text() -> None:
    before, after = "<p>These are the words before.</p>", "<p>And these come after it.</p>"
    figure = "<figure><figcaption>What the loom does with the thread</figcaption></figure>"
    page = f"<div>{before}<section><h3>Reading a row</h3><div><pre>a = 1</pre></div>{figure}</section>{after}</div>"
    assert raised(page, [0.9, 0.2, 0.1, 0.15, 0.7]) == ([2], [0.9, 0.2, 0.9, 0.15, 0.7])


def test_code_with_text_on_one_side_only_is_not_changed() -> None:
    assert raised("<pre>a = 1</pre><p>one</p><pre>b = 2</pre>", [0.1, 0.9, 0.2]) == ([], [0.1, 0.9, 0.2])


def test_code_at_the_end_of_a_section_belongs_to_its_text() -> None:
    page = "<div><p>one</p><div><pre>a = 1</pre></div></div><footer>two</footer>"
    assert raised(page, [0.9, 0.1, 0.05]) == ([1], [0.9, 0.9, 0.05])
    page = "<div><pre>a = 1</pre></div><p>one</p><footer>two</footer>"
    assert raised(page, [0.1, 0.9, 0.05]) == ([], [0.1, 0.9, 0.05])


def test_a_formula_on_lines_of_its_own_is_decided_as_code_is() -> None:
    page = "<p>one</p><div class='math'>\\[a^2\\]</div><p>two</p>"
    assert raised(page, [0.9, 0.1, 0.8]) == ([1], [0.9, 0.9, 0.8])
    page = "<p>one</p><p>so \\(a^2\\) is a sum of squares</p><p>two</p>"
    assert raised(page, [0.9, 0.1, 0.8]) == ([], [0.9, 0.1, 0.8])


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), max_size=12))
def test_nothing_but_code_is_changed_and_nothing_gets_less_likely(blocks: list[tuple[bool, float]]) -> None:
    markup = "".join(f"<pre>x = {n}</pre>" if code else f"<p>text {n}</p>" for n, (code, _) in enumerate(blocks))
    found, values = raised(markup, [likely for _, likely in blocks])
    for index, ((code, before), after) in enumerate(zip(blocks, values, strict=True)):
        assert (after > before) == (index in found)
        assert code or after == before


def test_a_long_listing_between_paragraphs_is_kept() -> None:
    page = clean(manual(f"<div><button>Copy</button><pre>{LISTING}</pre></div>"))
    kept = [decision.block.text for decision in page.decisions if decision.kept]
    assert LISTING in kept
    assert "Copy" not in kept
    assert false_claims(page) == []


def test_code_in_a_dropped_part_is_dropped() -> None:
    links = "".join(f"<li><a href='/job/{n}'>Weaver wanted in town {n}, apply today</a></li>" for n in range(12))
    aside = f"<aside><h2>Jobs</h2><ul>{links}</ul><pre>apply --now</pre></aside>"
    page = clean(manual("").replace("</main>", f"</main>{aside}"))
    [listing] = [decision for decision in page.decisions if decision.block.kind is Kind.CODE]
    assert not listing.kept
