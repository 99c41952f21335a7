"""`winnow site`: drafting and checking the files in sites/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from ..errors import UsageError
from .terminal import line, note


def site(
    action: Literal["new", "check"], url: str | None = None, /, *, raw: Path | None = None, sites: Path | None = None
) -> int:
    """Draft or check the files in sites/, the rules for what belongs to a site's articles.

    For example:

        winnow site new https://www.example.com/article
        winnow site check
        winnow site check www.example.com

    Parameters
    ----------
    action
        new: draft a file for the site of an address, from its pages in raw/.
        check: read every file, or that of a host, and report errors.
    url
        The address or, for check, a host.
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    sites
        The folder of site files (default: sites, or what winnow.toml says).
    """
    from ..settings import load_settings
    from ..sites import Sites

    settings = load_settings(raw=raw, sites=sites)
    raw, sites = settings.raw, settings.sites
    if action == "check":
        found = Sites(sites, for_page=f"https://{url}" if url and "//" not in url else url or "")
        if url and not found:
            raise UsageError(f"there is no file for {url} in {sites}; `winnow site new ADDRESS` drafts one")
        if not found:
            note(f"there are no site files in {sites}; `winnow site new ADDRESS` drafts one")
            return 0
        note(f"the {f'file for {url}' if url else 'files'} in {sites} can be used")
        return 0
    if not url:
        raise UsageError("`winnow site new` needs an address, such as https://www.example.com/article")
    from ..sites.draft import draft

    path, rules = draft(url, raw, sites)
    sys.stdout.write(f"{line(str(path))}\n")
    note(f"{len(rules.body)} body and {len(rules.drop)} drop selectors; check them before the next run")
    return 0
