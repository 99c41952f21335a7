"""Evidence in words, for a stranger."""

from __future__ import annotations

from dataclasses import dataclass

from ...months import ENGLISH

_FORMS = {"exact": "stands", "masked": "stands, but for dates and numbers,", "near": "stands in nearly the same words"}


@dataclass(frozen=True, slots=True)
class Standing:
    """On how many other articles a line stands: ``count`` of ``of``, in ``where``; 0 of 0 for none.

    ``form`` is how it stands there: "exact", "masked" or "near". ``first`` is the first day, "" if unknown.
    """

    count: int = 0
    of: int = 0
    where: str = ""
    form: str = "exact"
    first: str = ""

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def words(self) -> str:
        """Like "stands on 41 of 43 pages of example.com": the judged page is one of both numbers."""
        since = f", first seen {_day(self.first)}" if self.first else ""
        where = self.where or "this site"
        return f"{_FORMS[self.form]} on {self.count + 1} of {self.of + 1} pages of {where}{since}"


def _day(iso: str) -> str:
    year, month, day = iso[:10].split("-")
    return f"{int(day)} {ENGLISH[int(month) - 1]} {year}"
