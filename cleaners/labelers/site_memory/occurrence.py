"""On how many other articles a line occurs, and the reason that is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from ...months import ENGLISH

_VERBS = {"exact": "stands", "masked": "stands, but for dates and numbers,", "near": "stands in nearly the same words"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A line occurs on ``count`` of ``total`` other articles of ``site`` (a host, or a section of one).

    ``match`` is how the lines there match it: "exact", "masked" or "near". ``first_day`` is the first day of fetch
    of these articles, "" if unknown.
    """

    count: int = 0
    total: int = 0
    site: str = ""
    match: str = "exact"
    first_day: str = ""

    @property
    def share(self) -> float:
        return self.count / self.total if self.total else 0.0

    @property
    def reason(self) -> str:
        """Like "stands on 41 of 43 pages of example.com"; both numbers include the page itself."""
        since = f", first seen {_day(self.first_day)}" if self.first_day else ""
        site = self.site or "this site"
        return f"{_VERBS[self.match]} on {self.count + 1} of {self.total + 1} pages of {site}{since}"


def _day(iso: str) -> str:
    year, month, day = iso[:10].split("-")
    return f"{int(day)} {ENGLISH[int(month) - 1]} {year}"
