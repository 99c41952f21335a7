"""Keeps the footnotes of a text that is kept; they are often dropped as a list of references.

It needs to know what the model keeps, and so gets the model's labels before the model decides. A note that the
model would drop is kept with the role "note": Markdown has it, plain text has not. A note right below the text
that refers to it is part of that text, and so is one of notes that the model mostly keeps.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..attachments import Footnote
from ..labeler import Labeler
from ..page import Decisions, Label, Labels
from ..reading import Reading

_REASON = "footnote of a text that is kept"
_REASON_AMONG = "footnote among others that are part of the text"
_REASON_BELOW = "footnote right below the text that refers to it"


def footnotes_labeler(model: Labeler) -> Labeler:
    """The labeler of footnotes, which uses the labels of the model."""

    def label(reading: Reading, decided: Decisions) -> Labels:
        return _labels(reading, decided, model.label(reading, decided)) if reading.page.footnotes else {}

    return Labeler("footnotes", label)


def _labels(reading: Reading, decided: Decisions, from_model: Labels) -> Labels:
    """The labels of notes that the model would drop, and whose mark stands in a text that is kept."""
    labels: dict[int, Label] = {}
    mostly_kept = _are_mostly_kept(reading.page.footnotes, from_model)
    for note in reading.page.footnotes:  # in page order, so that a note comes before the notes to it
        if not any(_is_kept(index, decided, labels, from_model) for index in note.references):
            continue
        for index in range(note.start, note.end):
            its = from_model.get(index)
            if its is not None and not its.kept:
                labels[index] = _label(note, its.confidence, mostly_kept)
    return labels


def _are_mostly_kept(notes: Sequence[Footnote], from_model: Labels) -> bool:
    """Whether the model keeps most blocks of a page's notes: they are of one kind, so the others belong to them."""
    judged = [from_model[index].kept for note in notes for index in range(note.start, note.end) if index in from_model]
    return sum(judged) * 2 > len(judged)


def _label(note: Footnote, confidence: float, mostly_kept: bool) -> Label:
    """Keep a block of a note: as part of the text where a reader meets it right below its mark."""
    evidence = f"mark {note.label or '*'}"
    if note.start == note.references[-1] + 1:
        return Label(True, _REASON_BELOW, evidence, round(1 - confidence, 4))
    if mostly_kept:
        return Label(True, _REASON_AMONG, evidence, round(1 - confidence, 4))
    return Label(True, _REASON, evidence, confidence, "note")


def _is_kept(index: int, decided: Decisions, labels: Labels, from_model: Labels) -> bool:
    if index in decided:
        return decided[index].kept
    return index in labels or (index in from_model and from_model[index].kept)
