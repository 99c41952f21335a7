"""One decision a block: the first voice that speaks decides."""

from __future__ import annotations

from collections.abc import Sequence

from .page import Decision, Page, Voice


def judge(page: Page, voices: Sequence[Voice]) -> list[Decision]:
    """Ask the voices in order and return one decision for every block, in page order.

    Raises ValueError when the last voice leaves a block undecided: the list of
    voices must end with one that speaks on every block.
    """
    decided: dict[int, Decision] = {}
    for voice in voices:
        for index, verdict in voice.speak(page, decided).items():
            if index not in decided:
                decided[index] = Decision(
                    page.blocks[index], verdict.kept, voice.name, verdict.reason,
                    verdict.evidence, verdict.confidence, verdict.role,
                )  # fmt: skip
        if len(decided) == len(page.blocks):
            break
    missing = [block.index for block in page.blocks if block.index not in decided]
    if missing:
        raise ValueError(f"no voice spoke on {len(missing)} blocks, the first is block {missing[0]}")
    return [decided[block.index] for block in page.blocks]
