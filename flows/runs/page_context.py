"""The rules and the memory of a site, for one page that is cleaned alone.

A run prepares both for all of its pages (`learn`); here they are read from the site files and from the memories
that earlier runs wrote. Nothing is written.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cleaners import SiteMemory, SiteRules, fingerprint

from ..errors import StoreError
from ..settings import Settings
from ..store.clean import STATE_DIR
from ..store.raw import printable_path


@dataclass(slots=True)
class PageContext:
    """The memory and rules of a site, None where there are none; ``problems`` are messages for the user."""

    memory: SiteMemory | None = None
    rules: SiteRules | None = None
    problems: list[str] = field(default_factory=list)


def context_of(url: str, path: str, fetched_at: str, settings: Settings) -> PageContext:
    """The context of a page. Its site is found by ``url`` or, without one, by the folder of the page in raw/.

    ``path`` is the page's file ("" if it has none), ``fetched_at`` the day for which site rules
    must be valid ("" for the newest). The settings name the folders of raw pages, clean pages and
    site files. Raises UsageError when the file of the site cannot be used.
    """
    context = PageContext()
    if url and settings.sites.is_dir():
        from ..sites import Sites

        context.rules = Sites(settings.sites, for_page=url).rules_for(url, fetched_at)
    raw = _path_inside(settings.raw, path)
    if (url or raw) and (settings.clean / STATE_DIR).is_dir():
        try:
            context.memory = _memory(url, raw, settings.clean)
        except StoreError as error:
            context.problems.append(f"the site's memory was not used: {error}")
    return context


def _path_inside(raw: Path, path: str) -> str:
    """The path of a page inside raw/; "" for a page that is elsewhere."""
    if not path:
        return ""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(raw))
    return "" if relative.startswith(os.pardir) or os.path.isabs(relative) else printable_path(relative)


def _memory(url: str, raw: str, clean: Path) -> SiteMemory | None:
    from ..store.ledger import FILE, open_ledger
    from ..store.memory import CountStore, current_memory, site_of

    if not (clean / STATE_DIR / FILE).is_file():
        return None
    with open_ledger(clean) as ledger:
        return current_memory(CountStore(ledger.db, fingerprint()), clean, site_of(url, raw))
