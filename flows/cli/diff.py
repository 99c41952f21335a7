"""`winnow diff`: the differences between two clean folders, or two versions of one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .terminal import Paint, line_width, note
from .view import write_file

if TYPE_CHECKING:
    from ..diff import Summary


def diff(
    old: Path, new: Path, /, *, html: Path | None = None, json: Annotated[bool, Parameter(negative=())] = False
) -> int:
    """Show what differs between two clean folders, or two versions of one page: by labeler, the worst pages first.

    For example:

        winnow diff clean-before clean
        winnow diff clean-before clean --html changes.html
        winnow diff before.json after.json
        winnow diff clean-before clean --json | jq .groups

    Parameters
    ----------
    old
        A clean folder as it was, or a page's .json (or its .md).
    new
        A clean folder as it is now, or another version of the same page.
    html
        Write the differences to this file as one HTML page, with no other files.
    json
        Write the differences as JSON, for programs.
    """
    from ..diff import diff as difference

    summary = difference(old, new)
    show(summary, (str(old), str(new)), html=html, as_json=json)
    return 1 if summary.unreadable else 0


def show(summary: Summary, names: tuple[str, str], *, html: Path | None, as_json: bool, verb: str = "changed") -> None:
    """Write a difference to standard output, and to the page ``html`` if it is given. Raises StoreError.

    ``names`` are those of the two versions; ``verb`` is "changed" or, of a preview, "would change".
    """
    if html:
        from ..diff.page import html_of

        write_file(html, html_of(summary, *names, verb))
    if as_json:
        from ..safe_text import json_text

        sys.stdout.write(json_text(summary.document(), indent=1) + "\n")
        return
    from .diff_text import lines_of

    for line in lines_of(summary, Paint(sys.stdout), line_width(sys.stdout), verb):
        sys.stdout.write(line.rstrip() + "\n")
    if html:
        note(f"{html} shows it as a page")
