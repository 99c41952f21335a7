"""Lines without a letter or a figure: rulers, bullets, lone punctuation."""

from __future__ import annotations

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ..lines import drop, lines_of


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    places = (
        place for place, block in enumerate(lines.blocks)
        if len(block.text) <= 80 and block.kind not in (Kind.CODE, Kind.CELL) and not any(sign.isalnum() for sign in block.text)
        and not any(sign > "\u2fff" or "\u2600" <= sign <= "\u27bf" for sign in block.text)
    )  # fmt: skip
    return drop(lines, places, "a separator without words")


VOICE = Voice("rules.separators", speak)
