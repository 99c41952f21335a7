"""`winnow drift`: sites that have changed under their readers."""

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

_SHOWN = 3  # pages before, and after


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

    A run holds each page against what its site's pages were like before. When a
    handful in a row is not as usual, it opens an incident, once for each change. From
    then on the new state counts as usual.

    For example:

        winnow drift
        winnow drift show www.example.com
        winnow drift close 3
        winnow drift close www.example.com

    Parameters
    ----------
    action
        list: the open incidents. show: all that is known of a site's incidents, with
        pages before and after. close: note that an incident, or all of a site, has
        been seen to. rebuild: forget all incidents and weigh the ledger's pages anew.
    which
        A site, or the number of an incident.
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    all
        List closed incidents as well.
    format
        A table for people, or a line of JSON for each incident.
    """
    from ..safe_text import json_text
    from ..settings import load_settings

    store = load_settings(clean=clean).clean
    if action in ("show", "close") and not which:
        raise UsageError(f"`winnow drift {action}` needs a site or an incident's number; `winnow drift` lists them")
    if action in ("close", "rebuild"):
        return _changed(store, which if action == "close" else None)
    found = _known(store, which or "", all or action == "show")
    if format == "jsonl":
        sys.stdout.writelines(json_text(asdict(one)) + "\n" for one in found)
    elif not found:
        note("no site has changed, as far as is known" if not which else f"nothing is known of a change of {which}")
    elif action == "list":
        _table(found)
    else:
        lines = [line for one in found for line in _told(one, store)]
        sys.stdout.writelines(line.rstrip() + "\n" for line in lines)
    return 0


def _known(store: Path, which: str, closed: bool) -> list[Incident]:
    from ..drift import incidents
    from ..store.ledger import open_ledger
    from ..store.memory import site_named

    with open_ledger(store) as ledger:
        found = incidents(ledger, closed=closed)
    return [one for one in found if not which or which == str(one.number) or site_named(which) == one.site]


def _changed(store: Path, which: str | None) -> int:
    """Close what is named, or weigh everything anew."""
    from ..drift import close, rebuild
    from ..store.ledger import open_ledger
    from ..store.lock import locked

    if which is not None and not _known(store, which, True):
        raise UsageError(f"there is no incident {which}; `winnow drift` lists those that are open")
    with locked(store, "winnow drift"), open_ledger(store, write=True) as ledger:
        if which is None:
            note(f"{len(rebuild(ledger)):,} incidents found; all of them are open")
        else:
            note(f"{close(ledger, [one.number for one in _known(store, which, False)]):,} closed")
    return 0


def _table(found: Sequence[Incident]) -> None:
    rows = (
        (str(one.number), one.opened_at[:10], (one.site, "yellow"), f"{'closed: ' * bool(one.closed_at)}{one.headline}")
        for one in found
    )
    print_table(("no.>", "since", "site", "what happened"), rows)


def _told(one: Incident, store: Path) -> Iterator[str]:
    paint, columns = Paint(sys.stdout), width()
    state = f"closed {one.closed_at[:10]}" if one.closed_at else "open"
    yield paint(f"{one.number}. {printable(one.site)}: {one.headline}", "bold")
    yield f"   found {one.opened_at[:16].replace('T', ' ')} by run {one.run}, {state}"
    for sign in one.signs:
        wrapped = textwrap.wrap(printable(sign), columns - 5)
        yield from (f"   {'-' if at == 0 else ' '} {line}" for at, line in enumerate(wrapped))
    for title, pages in (("before", one.before), ("after", one.after)):
        yield paint(f"   {title}", "dim")
        yield from (f"     {printable(_page(page, store))}" for page in pages[-_SHOWN:])
    yield ""


def _page(page: PageRef, store: Path) -> str:
    """Where to look: the clean page, or the address of one that has none."""
    return f"{store / page.clean}.md" if page.clean else f"{page.url or page.raw} (nothing kept)"
