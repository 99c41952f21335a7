"""The last voice: what nobody spoke against is kept."""

from __future__ import annotations

from ..page import Decisions, Page, Verdict, Verdicts, Voice

_KEEP = Verdict(True, "nothing on the page speaks against it", confidence=0.6)


def speak(page: Page, decided: Decisions) -> Verdicts:
    return {block.index: _KEEP for block in page.blocks if block.index not in decided}


VOICE = Voice("rest", speak)
