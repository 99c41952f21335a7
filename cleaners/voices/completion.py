"""Verdicts that follow from neighbours: the rest of a promo run, the label of a dropped list."""

from __future__ import annotations

from ..page import Decisions, Page, Verdicts, Voice


def speak(page: Page, decided: Decisions) -> Verdicts:
    return {}


VOICE = Voice("completion", speak)
