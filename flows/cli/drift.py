"""`winnow drift`: sites whose pages have changed."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import UsageError
from .terminal import Paint, note, print_table, printable, width

if TYPE_CHECKING:
    from ..drift import Incident, PageRef

_MAX_PAGES = 3  # shown before a change, and after it


def drift(
    action: Literal["list", "show", "close", "rebuild"] = "list",
    which: str | None = None,
    /,
    *,
    clean: Path | None = None,
    all: Annotated[bool, Parameter(negative=())] = False,
    format: Literal["table", "jsonl"] = "table",
) -> int:
    """List sites whose pages have changed: a new template, a consent wall, lost text, a rule that fell silent.

    A run compares each page with earlier pages of its site. When about five pages in a row
    are not as usual, it opens an incident, one for each change. From then on the new state
    counts as usual.

    For example:

        winnow drift
        winnow drift show www.example.com
        winnow drift close 3
        winnow drift close www.example.com

    Parameters
    ----------
    action
        list: the open incidents. show: the incidents of a site in full, with pages before
        and after. close: mark an incident, or all of a site, as dealt with. rebuild: delete
        all incidents and compare the ledger's pages again.
    which
        A site, or the number of an incident.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    all
        List closed incidents as well.
    format
        A table for people, or a line of JSON for each incident.
    """
    from ..settings import load_settings

    store = load_settings(clean=clean).clean
    if action in ("show", "close") and not which:
        raise UsageError(f"`winnow drift {action}` needs a site or an incident's number; `winnow drift` lists them")
    if action in ("close", "rebuild"):
        return _change(store, which if action == "close" else None)
    in_full = action == "show"
    _print(_incidents(store, which or "", closed=all or in_full), store, format, in_full=in_full)
    return 0


def _incidents(store: Path, which: str, *, closed: bool) -> list[Incident]:
    """The incidents of a site, or the one of a number; all for ""."""
    from ..drift import incidents
    from ..store.ledger import open_ledger
    from ..store.memory import site_named

    with open_ledger(store) as ledger:
        found = incidents(ledger, closed=closed)
    return [one for one in found if not which or which == str(one.number) or site_named(which) == one.site]


def _change(store: Path, which: str | None) -> int:
    """Close what is named, or compare all pages again (None)."""
    from ..drift import close, rebuild
    from ..store.ledger import open_ledger
    from ..store.lock import locked

    if which is not None and not _incidents(store, which, closed=True):
        raise UsageError(f"there is no incident {which}; `winnow drift` lists those that are open")
    with locked(store, "winnow drift"), open_ledger(store, write=True) as ledger:
        if which is None:
            note(f"{len(rebuild(ledger)):,} incidents found; all of them are open")
        else:
            open_numbers = [incident.number for incident in _incidents(store, which, closed=False)]
            note(f"{close(ledger, open_numbers):,} closed")
    return 0


def _print(incidents: Sequence[Incident], store: Path, format: Literal["table", "jsonl"], *, in_full: bool) -> None:
    from ..safe_text import json_text

    if format == "jsonl":
        sys.stdout.writelines(json_text(asdict(incident)) + "\n" for incident in incidents)
    elif not incidents:
        note("no change of a site was found")
    elif in_full:
        lines = (line for incident in incidents for line in _full_text(incident, store))
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in lines)
    else:
        rows = (
            (str(incident.number), incident.opened_at[:10], (incident.site, "yellow"),
             f"{'closed: ' if incident.closed_at else ''}{incident.headline}")
            for incident in incidents
        )  # fmt: skip
        print_table(("no.>", "since", "site", "what happened"), rows)


def _full_text(incident: Incident, store: Path) -> Iterator[str]:
    paint, columns = Paint(sys.stdout), width()
    state = f"closed {incident.closed_at[:10]}" if incident.closed_at else "open"
    yield paint(f"{incident.number}. {printable(incident.site)}: {incident.headline}", "bold")
    yield f"   found {incident.opened_at[:16].replace('T', ' ')} by run {incident.run}, {state}"
    for sign in incident.signs:
        lines = textwrap.wrap(printable(sign), columns - 5)
        yield from (f"   {' ' if index else '-'} {line}" for index, line in enumerate(lines))
    for title, pages in (("before", incident.before), ("after", incident.after)):
        yield paint(f"   {title}", "dim")
        yield from (f"     {printable(_page(page, store))}" for page in pages[-_MAX_PAGES:])
    yield ""


def _page(page: PageRef, store: Path) -> str:
    """The path of the clean page, or the address of a page that has none."""
    return f"{store / page.clean}.md" if page.clean else f"{page.url or page.raw} (nothing kept)"
