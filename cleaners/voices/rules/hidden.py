"""Text that the page holds but does not show to a reader."""

from __future__ import annotations

from ...page import Decisions, Page, Verdict, Verdicts, Voice


def speak(page: Page, decided: Decisions) -> Verdicts:
    return {block.index: Verdict(False, "not shown to a reader", block.hidden) for block in page.blocks if block.hidden}


VOICE = Voice("rules.hidden", speak)
