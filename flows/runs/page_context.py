"""What a page is judged with besides itself: its site's file and its site's memory, for one page alone.

A run prepares both for all of its pages (`learn`); here they are looked up in what
earlier runs left, and nothing is written.
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
    """The site's memory and rules, None where there are none; ``problems`` name what could not be used."""

    memory: SiteMemory | None = None
    rules: SiteRules | None = None
    problems: list[str] = field(default_factory=list)


def context_of(url: str, path: str, fetched_at: str, settings: Settings) -> PageContext:
    """What is known today of the site of a page: by its address or, without one, by its folder in raw/.

    ``path`` is the page's file ("" if it has none), ``fetched_at`` the day that site rules
    must hold on ("" for the newest). The settings name the folders of raw pages, clean pages and
    site files. Raises UsageError when its site's file cannot be used.
    """
    found = PageContext()
    if url and settings.sites.is_dir():
        from ..sites import Sites

        found.rules = Sites(settings.sites, for_page=url).rules_for(url, fetched_at)
    raw = _place_in(settings.raw, path)
    if (url or raw) and (settings.clean / STATE_DIR).is_dir():
        try:
            found.memory = _memory(url, raw, settings.clean)
        except StoreError as problem:
            found.problems.append(f"the site's memory was not used: {problem}")
    return found


def _place_in(raw: Path, path: str) -> str:
    """The page's path inside raw/; "" for a page that lies elsewhere."""
    if not path:
        return ""
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(raw))
    return "" if inside.startswith(os.pardir) or os.path.isabs(inside) else printable_path(inside)


def _memory(url: str, raw: str, clean: Path) -> SiteMemory | None:
    from ..store.ledger import FILE, open_ledger
    from ..store.memory import CountStore, current_memory, site_of

    if not (clean / STATE_DIR / FILE).is_file():
        return None
    with open_ledger(clean) as ledger:
        return current_memory(CountStore(ledger.db, fingerprint()), clean, site_of(url, raw))
