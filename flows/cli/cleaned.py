"""The pages of a source of `winnow clean`, cleaned one by one; a page that fails is an error with its reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import UsageError, WinnowError
from .terminal import note

if TYPE_CHECKING:
    from cleaners import CleanPage, Limits

    from ..settings import Settings
    from ..store.raw import InputPage

_ADVICE = {  # by a part of the reason or of the outcome; the first that fits
    "feed": "`winnow fetch --feed` fetches the pages it lists",
    "sitemap": "`winnow fetch --sitemap` fetches the pages it lists",
    "archive of pages": "as a file whose name ends in .warc, .warc.gz or .arc its pages are read",
    "not_html": "winnow cleans HTML and text; convert it to text with another program first",
    "too_large": "winnow.toml may set page_bytes, page_tags, page_blocks and page_attributes; other limits are fixed",
    "too_deep": "page_depth and page_tags in winnow.toml set the limits",
}


@Parameter(name="*")
@dataclass
class PageOptions:
    """Facts about the page besides its bytes, and how to clean it."""

    url: str | None = None
    """The address the page came from: it names its site, helps to find its date and completes its links.
    Of an archive, only the pages with this address."""
    record: int | None = None
    """Of an archive, only the page with this number (the first is 1)."""
    comments: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Keep readers' comments."""
    images: Annotated[bool, Parameter(negative="--no-images", show_default=False)] = True
    """Write pictures, videos and embedded pages into Markdown (switch off: --no-images)."""
    alone: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Clean the page by itself: without site file, and without the memory of the site's other pages."""
    front_matter: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Write the metadata as YAML above the Markdown, in place of the title."""
    allow_address: Annotated[tuple[str, ...], Parameter(negative=(), show_default=False)] = ()
    """A private HOST:PORT that may be fetched; may be given more than once."""
    sites: Path | None = None
    """The folder of site files (default: sites, or what winnow.toml says)."""
    clean: Path | None = None
    """The clean folder whose runs counted the site's other pages (default: clean, or what winnow.toml says)."""


def cleaned(source: str, options: PageOptions) -> Iterator[tuple[str, CleanPage | WinnowError]]:
    """The page of a source, or each page of an archive, cleaned, with its name for messages.

    A page that cannot be cleaned, and a source that is not there, is a WinnowError that says why.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one page needs no thread pool
    from cleaners import Limits

    from ..settings import load_settings
    from ..store.raw import PageError
    from .source import archived_pages, is_archive, read_source

    settings = load_settings(clean=options.clean, sites=options.sites)
    limits = Limits(
        size=settings.page_bytes, depth=settings.page_depth, attributes=settings.page_attributes,
        tags=settings.page_tags, blocks=settings.page_blocks,
    )  # fmt: skip
    try:
        if is_archive(source):
            pages = archived_pages(source, limits.size, options.url or "", options.record)
        else:
            pages = iter([(source, read_source(source, limits.size, options.allow_address))])
        for name, page in pages:
            if isinstance(page, PageError):
                yield name, WinnowError(f"{name}: {page.outcome}: {page}")
            else:
                yield name, _clean(name, page, options, settings, limits)
    except UsageError as error:
        yield source, error
    except PageError as error:
        yield source, WinnowError(f"{source}: {error.outcome}: {error}")


def _clean(
    name: str, page: InputPage, options: PageOptions, settings: Settings, limits: Limits
) -> CleanPage | WinnowError:
    from cleaners import PageRefused, clean

    from ..runs.page_context import PageContext, context_of

    address = options.url or page.url
    context = PageContext() if options.alone else context_of(address, page.path, page.fetched_at, settings)
    for problem in context.problems:
        note(problem)
    try:
        return clean(
            page.body, address or None, content_type=page.content_type or None,
            memory=context.memory, site=context.rules, comments=options.comments, limits=limits,
        )  # fmt: skip
    except PageRefused as error:
        reason = f"{error.outcome}: {error.detail}"
        return WinnowError(f"{name}: {reason}; {next(text for part, text in _ADVICE.items() if part in reason)}")
