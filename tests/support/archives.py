"""The pages of an archive, for tests."""

from __future__ import annotations

from pathlib import Path

from flows.warc.answers import ArchivedAnswer, scan_warc


def pages_of(path: Path) -> list[ArchivedAnswer]:
    """The pages of a WARC or WACZ file that can be read, in order."""
    return [answer for answer in scan_warc(path) if answer.is_page and answer.outcome == "ok"]
