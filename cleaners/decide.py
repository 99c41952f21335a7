"""One decision a block: the first labeler that speaks decides."""

from __future__ import annotations

from collections.abc import Sequence

from .labeler import Labeler
from .page import Decision
from .reading import Reading


def decide(reading: Reading, labelers: Sequence[Labeler]) -> list[Decision]:
    """Ask the labelers in order and return one decision for every block, in page order.

    Raises ValueError when the last labeler leaves a block undecided: the list of
    labelers must end with one that speaks on every block.
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
        raise ValueError(f"no labeler spoke on {len(missing)} blocks, the first is block {missing[0]}")
    return [decided[block.index] for block in page.blocks]


def confidence_of(decisions: Sequence[Decision]) -> float:
    """The word F1 to expect of the kept text, between 0 and 1, if each decision's confidence is a probability.

    With p the probability that a block is body and w its words: twice the sum of
    p * w over the kept, over the sum of w over the kept and of p * w over all.
    0.0 where nothing is kept.
    """
    hit = size = body = 0.0
    for decision in decisions:
        if decision.role == "title":
            continue
        words = 1 + decision.block.text.count(" ")
        likely = decision.confidence if decision.kept else 1 - decision.confidence
        body += likely * words
        if decision.kept:
            hit += likely * words
            size += words
    return round(2 * hit / (size + body), 4) if hit else 0.0
