"""Footnotes of kept text are kept: in the text where the model keeps most of them, else in Markdown only."""

from __future__ import annotations

import pytest

from cleaners.labeler import Labeler
from cleaners.labelers.footnotes import footnotes_labeler
from cleaners.page import Label
from cleaners.reading import Reading
from cleaners.segment import segment_html

TEXT = "".join(f'<p>Line {n} of the text.<sup><a href="#n{n}" id="r{n}">{n}</a></sup></p>' for n in (1, 2, 3))
NOTES = "".join(f'<p id="n{n}">{n}. Words of note {n}. <a href="#r{n}">back</a></p>' for n in (1, 2, 3))


def roles(kept: set[int]) -> dict[int, str]:
    """By block: the role of each label of the footnotes; ``kept`` are the blocks that the model keeps."""
    page = segment_html(f"<html><body>{TEXT}<div class=footnotes>{NOTES}</div></body></html>")
    assert len(page.footnotes) == 3
    model = Labeler("model", lambda reading, _: {b.index: Label(b.index in kept, "") for b in reading.page.blocks})
    labels = footnotes_labeler(model).label(Reading(page), {})
    assert all(label.kept for label in labels.values())
    return {index: label.role for index, label in labels.items()}


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({0, 1, 2}, {3: "note", 4: "note", 5: "note"}),
        ({0, 1, 2, 3}, {4: "note", 5: "note"}),
        ({0, 1, 2, 3, 4}, {5: "body"}),
        ({0, 1, 2, 3, 4, 5}, {}),
        ({3, 4}, {}),
    ],
)
def test_what_the_model_drops_of_the_notes(kept: set[int], expected: dict[int, str]) -> None:
    assert roles(kept) == expected
