"""`winnow forget`: leave out a page, or all pages of a host, from now on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import UsageError
from .terminal import line, note

if TYPE_CHECKING:
    from ..settings import Settings
    from ..store.ledger import Ledger


def forget(
    which: str,
    /,
    *,
    undo: Annotated[bool, Parameter(negative=())] = False,
    raw: Path | None = None,
    clean: Path | None = None,
) -> int:
    """Remove the clean files of a page, or of all pages of a host, and leave them out from now on.

    The outcomes of these pages are no longer listed either, nor what could not be fetched of them. The raw
    pages stay as they are; their names go to standard output, for whoever wants to delete them as well.

    For example:

        winnow forget https://www.example.com/article
        winnow forget www.example.com
        winnow forget www.example.com --undo

    Parameters
    ----------
    which
        The address of a page, its name in raw/, or a host.
    undo
        Take the pages up again: the next run cleans them.
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    """
    from ..fetch.urls import spellings
    from ..settings import load_settings
    from ..store.memory import site_named

    settings = load_settings(raw=raw, clean=clean)
    names, site = (which, *spellings(which)), "" if "/" in which else site_named(which)
    count = (_remember if undo else _forget)(settings, site, names)
    if not count:
        raise UsageError(f"there is no page or host {which}; `winnow ledger` lists all pages")
    done = "taken up again: the next `winnow run` cleans them" if undo else "forgotten"
    note(f"{count:,} {'page' if count == 1 else 'pages'} {done}")
    return 0


def _forget(settings: Settings, site: str, names: Sequence[str]) -> int:
    from ..store.forget import forget

    with _ledger(settings.clean) as ledger:
        found = forget(ledger, settings.clean, site, names)
    sys.stdout.writelines(f"{line(name)}\n" for name in found)
    return len(found) + _forget_failures(settings, site, names)


def _remember(settings: Settings, site: str, names: Sequence[str]) -> int:
    from ..store.forget import remember

    with _ledger(settings.clean) as ledger:
        return remember(ledger, site, names)


@contextmanager
def _ledger(clean: Path) -> Iterator[Ledger]:
    """The ledger of the clean folder, to be written to."""
    from ..store.ledger import check_ledger, open_ledger
    from ..store.lock import locked

    check_ledger(clean)
    with locked(clean, "winnow forget"), open_ledger(clean, write=True) as ledger:
        yield ledger


def _forget_failures(settings: Settings, site: str, names: Sequence[str]) -> int:
    from ..store.clean import STATE_DIR
    from ..store.fetched import FILE, open_fetched
    from ..store.forget import forget_failures
    from ..store.lock import locked

    if not (settings.raw / STATE_DIR / FILE).exists():
        return 0
    with locked(settings.raw, "winnow forget"), open_fetched(settings.raw, write=True) as fetched:
        return forget_failures(fetched, site, names)
