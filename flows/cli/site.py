"""`winnow site`: what sites say about themselves, as files in sites/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from ..errors import UsageProblem
from .terminal import line, note


def site(
    action: Literal["new", "import", "check"],
    source: str | None = None,
    /,
    *,
    raw: Path | None = None,
    sites: Path | None = None,
) -> int:
    """Draft, import or check the files in sites/ that tell what belongs to a site's articles.

    For example:

        winnow site new https://www.example.com/article
        winnow site import ftr-site-config
        winnow site check

    Parameters
    ----------
    action
        new: draft a file for the site of an address, from its pages in raw/.
        import: write files from a folder of FiveFilters site configs (HOST.txt).
        check: read every file and tell what is wrong.
    source
        The address, or the folder to import from.
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    sites
        The folder of site files (default: sites, or what winnow.toml says).
    """
    from ..settings import load_settings

    sites = load_settings(sites=sites).sites
    if action == "check":
        from ..sites import Sites

        Sites(sites)
        note(f"the files in {sites} can be used")
        return 0
    if not source:
        what = "an address" if action == "new" else "a folder of site configs"
        raise UsageProblem(f"`winnow site {action}` needs {what}")
    return _new(source, raw, sites) if action == "new" else _import(Path(source), sites)


def _new(url: str, raw: Path | None, sites: Path) -> int:
    from ..settings import load_settings
    from ..sites.draft import draft

    path, rules = draft(url, load_settings(raw=raw).raw, sites)
    sys.stdout.write(f"{line(str(path))}\n")
    note(f"{len(rules.body)} body and {len(rules.drop)} drop selectors; look at them before you trust them")
    return 0


def _import(folder: Path, sites: Path) -> int:
    from ..sites.fivefilters import import_configs

    found = import_configs(folder, sites)
    for one in found:
        if one.written:
            sys.stdout.write(f"{line(str(one.written))}\n")
        for what in one.left_out:
            note(f"{one.source}: left out: {what}")
    note(f"{sum(bool(one.written) for one in found)} of {len(found)} configs gave a site file")
    return 0
