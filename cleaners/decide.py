"""One decision for each block: the first labeler that labels it decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .labeler import Labeler
from .page import Decision, Kind
from .reading import Reading
from .reading.titles import comparison_key
from .words import length_in_words


def decide(reading: Reading, labelers: Sequence[Labeler]) -> list[Decision]:
    """Call the labelers in order and return one decision for every block, in page order.

    Raises ValueError if a block is left without a label: the last labeler must label all
    blocks that are undecided.
    """
    decided: dict[int, Decision] = {}
    page = reading.page
    for labeler in labelers:
        for index, label in labeler.label(reading, decided).items():
            if index not in decided:
                decided[index] = Decision(
                    page.blocks[index], label.kept, labeler.name, label.reason,
                    label.evidence, label.confidence, label.role,
                )  # fmt: skip
        if len(decided) == len(page.blocks):
            break
    missing = [block.index for block in page.blocks if block.index not in decided]
    if missing:
        raise ValueError(f"no labeler labelled {len(missing)} blocks, the first is block {missing[0]}")
    return [decided[block.index] for block in page.blocks]


def with_title(decisions: Sequence[Decision], title: str) -> Sequence[Decision]:
    """The decisions, in which a kept heading above the text that is the page's title has that role, if none has it.

    Else the title would be there twice, as title and in the body.
    """
    if not title or any(decision.role == "title" for decision in decisions):
        return decisions
    for index, decision in enumerate(decisions):
        if not decision.kept:
            continue
        if decision.block.kind is not Kind.HEADING:
            break
        if comparison_key(decision.block.text) == comparison_key(title):
            return (*decisions[:index], replace(decision, role="title"), *decisions[index + 1 :])
    return decisions


def confidence_of(decisions: Sequence[Decision]) -> float:
    """The expected word F1 of the kept text, between 0 and 1, taking each decision's confidence as a probability.

    With p the probability that a block is body and w the number of its words, twice the sum
    of p * w over the kept blocks, divided by the sum of w over the kept blocks plus the sum
    of p * w over all blocks; 0.0 if nothing is kept.
    """
    kept_body_words = kept_words = body_words = 0.0
    for decision in decisions:
        if decision.role == "title":
            continue
        words = length_in_words(decision.block.text)
        is_body = decision.kept and decision.role == "body"
        body_probability = decision.confidence if is_body else 1 - decision.confidence
        body_words += body_probability * words
        if is_body:
            kept_body_words += body_probability * words
            kept_words += words
    return round(2 * kept_body_words / (kept_words + body_words), 4) if kept_body_words else 0.0
