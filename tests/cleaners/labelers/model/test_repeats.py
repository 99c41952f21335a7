"""An article that its page holds twice is kept once; what is repeated on purpose stays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners import CleanPage, clean
from cleaners.labelers.model.repeats import repeated_blocks
from cleaners.page import Block, Kind, Page
from cleaners.reading import Reading

from .test_reasons import false_claims

PARAGRAPHS = [
    "The bell foundry at Orrin's Mill has cast its last ship's bell, eighty years after the first one left the yard on "
    "a cart drawn by two oxen and was tuned on the quay.",
    "Its owner, Marte Quill, says that nobody orders bronze any more: the new ferries call their crews by telephone, "
    "and the fishing boats were sold to the south in the spring.",
    "The moulds of loam and horsehair go to the museum of the district, where a furnace of the same make has stood "
    "cold since the quarry closed and the railway was taken up.",
    "What stays is the tuning fork, an iron thing as long as an arm, which three generations of founders struck on the "
    "door post before they went to bed.",
    "She keeps it in the kitchen, between the ladles, and strikes it when the evening boat comes round the point, "
    "although its captain has never heard a bell of hers.",
]


def page_of(*texts: str, url: str = "") -> Page:
    blocks, start = [], 0
    for index, text in enumerate(texts):
        blocks.append(Block(index, text, Kind.PARAGRAPH, (start, start + len(text))))
        start += len(text) + 1
    return Page("html", "\n".join(texts), blocks, url=url)


def repeated(*texts: str, kept: list[bool] | None = None, url: str = "") -> list[int]:
    words = np.array([len(text.split()) for text in texts], np.float64)
    return sorted(repeated_blocks(Reading(page_of(*texts, url=url)), np.array(kept or [True] * len(texts)), words))


def body(*parts: str) -> str:
    main = f"<main><h1>The last bell</h1>{''.join(parts)}</main>"
    return f"<html><head><title>Bells</title></head><body>{main}</body></html>"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def text_of(page: CleanPage) -> list[str]:
    return [decision.block.text for decision in page.decisions if decision.kept and decision.role == "body"]


def test_an_article_with_a_second_copy_below_is_kept_once() -> None:
    copy = paragraphs(PARAGRAPHS)
    page = clean(body(f"<div class='wide'>{copy}</div><div class='narrow'>{copy}</div>"))
    assert text_of(page) == PARAGRAPHS
    assert false_claims(page) == []


def test_a_copy_in_one_block_is_dropped_and_the_paragraphs_stay() -> None:
    many = [f"{text} ({number})" for number in range(3) for text in PARAGRAPHS]
    for order in ((paragraphs(many), f"<div>{''.join(many)}</div>"), (f"<div>{''.join(many)}</div>", paragraphs(many))):
        page = clean(body(*order))
        assert text_of(page) == many
        assert false_claims(page) == []


def test_a_text_that_quotes_others_and_has_more_stays() -> None:
    own = "Nobody asked the ringers, and I was one of them until the rope was taken down. " * 6
    assert len(own) < len("".join(PARAGRAPHS * 2)) / 2
    many = [f"{text} ({number})" for number in range(3) for text in PARAGRAPHS]
    assert repeated(*many, "".join(many)) == [len(many)]
    assert repeated(*many, "".join(many) + own) == []


def test_of_two_large_copies_the_paragraphs_stay() -> None:
    many = [f"{text} ({number})" for number in range(3) for text in PARAGRAPHS]
    assert repeated("".join(many), *many, " ".join(many)) == [0, len(many) + 1]


def test_one_paragraph_quoted_again_stays() -> None:
    assert repeated(*PARAGRAPHS, PARAGRAPHS[1]) == []


def test_terms_repeated_under_every_offer_of_a_long_page_stay() -> None:
    long = [f"{text} {number}" for number in range(12) for text in PARAGRAPHS]
    assert repeated(*PARAGRAPHS, *long, *PARAGRAPHS) == []


def test_short_lines_that_every_entry_of_a_list_repeats_stay() -> None:
    entries = [line for n in range(30) for line in (f"mend_net_{n}", "Returns", "The knots that were tied", "Raises")]
    assert repeated(*entries) == []


def test_the_same_paragraphs_in_another_order_are_no_copy() -> None:
    assert repeated(*PARAGRAPHS, *reversed(PARAGRAPHS)) == []


def test_a_copy_of_what_is_not_kept_is_the_only_one() -> None:
    assert repeated(*PARAGRAPHS, *PARAGRAPHS, kept=[False] * 5 + [True] * 5) == []


def test_a_copy_may_leave_out_a_line() -> None:
    assert repeated(*PARAGRAPHS, *PARAGRAPHS[:2], *PARAGRAPHS[3:]) == [5, 6, 7, 8]


def test_posts_quoted_whole_are_dropped_in_a_thread_and_repeated_steps_stay_elsewhere() -> None:
    steps = [" ".join(text.split()[:16]) for text in PARAGRAPHS[:3]]
    answers = [text for number in range(3) for text in (f"Take pipe {number}:", *steps, f"Then pipe {number} is lit.")]
    quoted = [6, 7, 8, 11, 12, 13]
    assert repeated(*answers) == []
    assert repeated(*answers, url="https://a.example/forum/lamps") == []  # less than a hundred words in all
    answers += [text for number in range(2) for text in (f"Read on, {number}.", *steps)]
    assert repeated(*answers) == []
    assert repeated(*answers, url="https://a.example/forum/lamps") == [*quoted, 16, 17, 18, 20, 21, 22]


def test_a_copy_may_put_in_a_line_and_repeat_one() -> None:
    menu = [f"Nets, ropes and floats of the loft, shelf {number}" for number in range(30)]
    menu[20] = menu[3]
    narrow = [*menu[:12], "Close this menu", *menu[12:]]
    assert repeated(*menu, "The loft mends nets.", *narrow) == [*range(31, 43), *range(44, 62)]


def test_long_entries_that_differ_in_a_line_of_four_stay() -> None:
    alike = ["Returns the knots that were tied on the evening before", "The rope is wet when it comes", "Raises nobody"]
    entries = [line for number in range(60) for line in (f"mend_net_{number}", *alike)]
    assert repeated(*entries) == []


@given(st.lists(st.sampled_from([*PARAGRAPHS, "Yes.", "No."]), max_size=30), st.data())
def test_one_copy_of_what_is_dropped_stays(texts: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    dropped = repeated(*texts, kept=kept) if texts else []
    assert all(kept[index] for index in dropped)
    left = {text for index, text in enumerate(texts) if kept[index] and index not in dropped}
    assert {texts[index] for index in dropped} <= left
