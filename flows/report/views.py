"""The views of single pages that a report links to, written beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from ..store.version1 import upgraded
from ..views.page import view
from .model import Report

_LARGEST = 5_000_000  # bytes of a page's trail; a view of more would be slow to open


def write_views(report: Report, clean: Path, folder: Path, most: int) -> dict[str, str]:
    """Write views of the pages that the report names, ``most`` at most, into ``folder``.

    Returns their links from a report beside that folder, by the page's place in the clean
    store. A page whose trail is gone or cannot be read has none. Raises OSError when the
    folder cannot be written to.
    """
    links: dict[str, str] = {}
    for target in dict.fromkeys(_named(report)):
        if len(links) >= most:
            break
        page = _view(clean / f"{target}.json")
        if page:
            folder.mkdir(exist_ok=True)
            name = f"{target.replace('/', '--')}.html"
            # Cheap to make anew, so that nobody has to wait until it is on the disk for good.
            (folder / name).write_bytes(page.encode("utf-8", "replace"))
            links[target] = f"{quote(folder.name)}/{quote(name)}"
    return links


def _named(report: Report) -> Iterator[str]:
    """The pages that a report names, those that need a look first."""
    for incident in report.incidents:
        yield from _targets(page.clean for page in (*incident.after, *incident.before))
    for rows in (report.uncertain, report.slowest, report.pages):
        yield from _targets(row["clean"] for row in rows)


def _targets(places: Iterable[str]) -> Iterator[str]:
    return (place for place in places if place)


def _view(path: Path) -> str:
    """The view of a page from its trail; "" where there is no readable one."""
    try:
        if path.stat().st_size > _LARGEST:
            return ""
        document = upgraded(json.loads(path.read_text("utf-8")))
        return view(document) if isinstance(document, Mapping) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
