"""A difference as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from ..views.frame import render, style_of
from .compare import EFFECTS
from .summary import Summary

_SIDES = {"dropped": "minus", "gone": "minus", "back": "plus", "new": "plus", "reason": "other"}


def html_of(summary: Summary, old: str, new: str, verb: str = "changed") -> str:
    """The page of a difference; ``old`` and ``new`` name the two versions for the reader."""
    words = summary.words
    figures = {
        "pages compared": summary.compared, "changed": summary.changed, "words dropped": words["dropped"],
        "words brought back": words["back"], "words new": words["new"], "words gone": words["gone"],
    }  # fmt: skip
    return render(
        "diff/page.html.j2", style_of("diff/page.css"), title="What changed", headline=summary.headline(verb),
        old=old, new=new, figures=figures, summary=summary, groups=summary.groups, worst=summary.worst,
        effects=EFFECTS, sides=_SIDES,
    )  # fmt: skip
