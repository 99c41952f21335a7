"""The views of single pages that a report links to, written beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from ..store.version1 import upgraded
from ..views.page import view
from .model import Report

_MAX_BYTES = 5_000_000  # of a page's document; a view of more would be slow to open


def write_views(report: Report, clean: Path, folder: Path, max_views: int) -> dict[str, str]:
    """Write views of the pages that the report names, ``max_views`` at most, into ``folder``.

    Returns their links from a report beside that folder, by the page's path in the clean store. A page without a
    readable document there has none. Raises OSError when the folder cannot be written to.
    """
    links: dict[str, str] = {}
    for target in dict.fromkeys(filter(None, _named(report))):
        if len(links) >= max_views:
            break
        page = _view(clean / f"{target}.json")
        if page:
            folder.mkdir(exist_ok=True)
            name = f"{target.replace('/', '--')}.html"
            # Without fsync: a lost view is quickly made again.
            (folder / name).write_bytes(page.encode("utf-8", "replace"))
            links[target] = f"{quote(folder.name)}/{quote(name)}"
    return links


def _named(report: Report) -> Iterator[str]:
    """The clean pages that a report names ("" for one without), the most interesting first."""
    for incident in report.incidents:
        yield from (page.clean for page in (*incident.after, *incident.before))
    for rows in (report.uncertain, report.slowest, report.pages):
        yield from (row["clean"] for row in rows)


def _view(path: Path) -> str:
    """The view of a page from its document; "" where that cannot be read."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return ""
        document = upgraded(json.loads(path.read_text("utf-8")))
        return view(document) if isinstance(document, Mapping) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
