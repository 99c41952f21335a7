"""`winnow fetch`: fetches pages from the web into raw/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import UsageError

if TYPE_CHECKING:
    from ..fetch.session import FetchPlan
    from ..settings import Settings


@Parameter(name="*")
@dataclass
class FetchOptions:
    """What to fetch, and how; shared by `fetch` and `scrape`."""

    from_: Annotated[str, Parameter(name="--from", allow_leading_hyphen=True, show_default=False)] = ""
    """A file with one address per line, or - for standard input. Lines that begin with # are left out."""
    feed: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = ()
    """A feed (RSS, Atom, JSON Feed) whose pages to fetch; may be given more than once."""
    sitemap: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = ()
    """A sitemap or an index of sitemaps; may be given more than once."""
    follow: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Follow the links of the pages within their site."""
    max_pages: int = 1000
    """With --follow: the largest number of pages."""
    max_depth: int = 5
    """With --follow: the largest number of links from a given page to another."""
    match: Annotated[str, Parameter(show_default=False)] = ""
    """With --follow: only addresses that contain a match of this regular expression."""
    pace: float | None = None
    """Seconds between two requests to one host (default 1; 0 for none)."""
    allow_address: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = ()
    """A private HOST:PORT that may be fetched; may be given more than once."""
    contact: str | None = None
    """A web or mail address where site owners can reach you; it is sent with each request."""
    render: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Render pages whose text a script adds in Chromium (needs the package playwright)."""
    log: Literal["plain", "json"] | None = None
    """One line per page on standard error instead of the live table."""
    raw: Path | None = None
    """The folder of raw pages (default: raw, or the one in winnow.toml)."""
    wait: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """If another run is using the folder, wait for it to end."""


def fetch(*urls: str, options: FetchOptions | None = None) -> int:
    """Fetch pages into raw/, politely and safely, and store every answer as it was sent.

    Robots.txt is obeyed, there is a pause between two requests to the same host, and
    a page that has not changed since the last run is not stored again. Private
    addresses are not fetched unless --allow-address names them.

    For example:

        winnow fetch https://example.org/article
        winnow fetch --from urls.txt --pace 2
        winnow fetch --feed https://example.org/feed.xml
        winnow fetch https://example.org/ --follow --max-pages 200

    Parameters
    ----------
    urls
        Addresses of pages.
    """
    from ..fetch.session import failure_count, fetch_all
    from .fetch_progress import print_outcomes, progress_for

    options = options or FetchOptions()
    settings = settings_for(options)
    plan = _plan(urls, options, settings)
    progress = progress_for(options.log)
    outcomes = fetch_all(settings.raw, plan, progress)
    print_outcomes(outcomes, progress.failures, settings.raw)
    return 1 if failure_count(outcomes) else 0


def settings_for(options: FetchOptions) -> Settings:
    """The settings, overridden by the options. Raises UsageError when one cannot be used."""
    from ..settings import load_settings

    settings = load_settings(raw=options.raw, pace=options.pace, contact=options.contact)
    addresses = [*settings.allow_address, *options.allow_address]
    return replace(settings, allow_address=addresses)


def _plan(urls: Sequence[str], options: FetchOptions, settings: Settings) -> FetchPlan:
    import re

    from ..fetch.crawl import CrawlLimits
    from ..fetch.policy import policy_from
    from ..fetch.session import FetchPlan
    from ..fetch.sources import TargetSources

    sources = TargetSources(urls, options.from_, options.feed, options.sitemap)
    if not sources:
        raise UsageError("nothing to fetch: give addresses, --from FILE, --feed or --sitemap")
    sources.check()
    try:
        re.compile(options.match)
    except re.error as error:
        raise UsageError(f"--match {options.match!r} is not a regular expression: {error}") from None
    follow = CrawlLimits(options.max_pages, options.max_depth, options.match) if options.follow else None
    policy = policy_from(settings)
    if options.render:
        from ..fetch.render import check_installed

        check_installed()
    targets_per_read = 1 if options.from_ == "-" else 100
    return FetchPlan(sources.targets(), policy, follow, targets_per_read, options.wait, options.render)
