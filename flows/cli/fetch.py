"""`winnow fetch`: pages from the web into raw/."""

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
    """A file with an address a line, or - for standard input. Lines that begin with # are left out."""
    feed: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = ()
    """A feed (RSS, Atom, JSON Feed) whose pages to fetch; may be given more than once."""
    sitemap: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = ()
    """A sitemap or an index of sitemaps; may be given more than once."""
    follow: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Follow the links of the pages within their site."""
    max_pages: int = 1000
    """With --follow: this many pages at most."""
    max_depth: int = 5
    """With --follow: this many links away from the given pages at most."""
    match: Annotated[str, Parameter(show_default=False)] = ""
    """With --follow: only addresses in which this regular expression is found."""
    pace: float | None = None
    """Seconds between two requests to one host (default 1; 0 for none)."""
    allow_address: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = ()
    """A private HOST:PORT that may be fetched all the same; may be given more than once."""
    contact: str | None = None
    """An address (web or mail) that site owners can turn to; it is sent along with each request."""
    render: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Show pages whose text a script puts there in Chromium (needs the extra winnow[render])."""
    log: Literal["plain", "json"] | None = None
    """A line a page on standard error instead of the live table."""
    raw: Path | None = None
    """The folder of raw pages (default: raw, or what winnow.toml says)."""
    wait: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """If another run is using the folder, wait for it to end."""


def fetch(*urls: str, options: FetchOptions | None = None) -> int:
    """Fetch pages into raw/, politely and safely, and store every answer as it was sent.

    Robots.txt is obeyed, there is a pause between requests to one host, and a page
    that has not changed since the last run is not fetched again. Private
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
    from ..fetch.session import failed, fetch_all
    from .fetch_progress import print_outcomes, watcher

    options = options or FetchOptions()
    settings = load_settings_of(options)
    plan = _plan(urls, options, settings)
    watching = watcher(options.log)
    outcomes = fetch_all(settings.raw, plan, watching)
    print_outcomes(outcomes, watching.failures, settings.raw)
    return 1 if failed(outcomes) else 0


def load_settings_of(options: FetchOptions) -> Settings:
    """The settings, with what the options say instead. Raises UsageError when one cannot be used."""
    from ..settings import load_settings

    settings = load_settings(raw=options.raw, pace=options.pace, contact=options.contact)
    addresses = [*settings.allow_address, *options.allow_address]
    return replace(settings, allow_address=addresses)


def _plan(urls: Sequence[str], options: FetchOptions, settings: Settings) -> FetchPlan:
    import re

    from ..fetch.crawl import Follow
    from ..fetch.policy import policy_from
    from ..fetch.session import FetchPlan
    from ..fetch.sources import Sources

    sources = Sources(urls, options.from_, options.feed, options.sitemap)
    if not sources:
        raise UsageError("nothing to fetch: give addresses, --from FILE, --feed or --sitemap")
    sources.check()
    try:
        re.compile(options.match)
    except re.error as error:
        raise UsageError(f"--match {options.match!r} is not a regular expression: {error}") from None
    follow = Follow(options.max_pages, options.max_depth, options.match) if options.follow else None
    policy = policy_from(settings)
    if options.render:
        from ..fetch.render import check_installed

        check_installed()
    at_a_time = 1 if options.from_ == "-" else 100
    return FetchPlan(sources.targets(), policy, follow, at_a_time, options.wait, options.render)
