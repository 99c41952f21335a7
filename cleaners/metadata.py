"""Title, author, date, language and site name, as the page tells them."""

from __future__ import annotations

from collections.abc import Sequence

from .page import Decision, Metadata, Page


def read_metadata(page: Page, source: str, decisions: Sequence[Decision]) -> Metadata:
    """What the page says of itself; ``source`` is the decoded page the blocks came from."""
    title = next((decision.block.text for decision in decisions if decision.role == "title"), "")
    return Metadata(title=title or next(iter(page.title_candidates), ""), language=page.head.lang)
