"""One page from any source, cleaned as a run would clean it: with its site's file and its site's memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import WinnowError
from .terminal import note

if TYPE_CHECKING:
    from cleaners import CleanPage

_ADVICE = {
    "not_html": "winnow cleans HTML and text; let another program make text of it first",
    "too_large": "page_bytes and page_attributes in winnow.toml set the limits",
    "too_deep": "page_depth in winnow.toml sets the limit",
}


@Parameter(name="*")
@dataclass
class PageOptions:
    """What is known of the page besides its bytes, and what is wanted of it."""

    url: str | None = None
    """The address the page came from: it names its site, helps to find its date and completes its links."""
    comments: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Keep readers' comments."""
    alone: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Judge the page by itself: no site file, no memory of the site's other pages."""
    sites: Path | None = None
    """The folder of site files (default: sites, or what winnow.toml says)."""
    clean: Path | None = None
    """The clean folder whose runs counted the site's other pages (default: clean, or what winnow.toml says)."""


def cleaned(source: str, options: PageOptions) -> CleanPage:
    """The page of a source, cleaned. Raises WinnowError, with the name of what went wrong."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one page needs no pool of threads
    from cleaners import Limits, PageRefused, clean

    from ..runs.page_context import PageContext, context_of
    from ..settings import load_settings
    from ..store.raw import PageProblem
    from .source import read_source

    settings = load_settings(clean=options.clean, sites=options.sites)
    limits = Limits(size=settings.page_bytes, depth=settings.page_depth, attributes=settings.page_attributes)
    try:
        page = read_source(source, limits.size)
        address = options.url or page.url
        context = PageContext() if options.alone else context_of(address, page.path, page.fetched_at, settings)
        for problem in context.problems:
            note(problem)
        return clean(
            page.body, address or None, content_type=page.content_type or None,
            memory=context.memory, site=context.rules, comments=options.comments, limits=limits,
        )  # fmt: skip
    except PageProblem as problem:
        raise WinnowError(f"{source}: {problem.outcome}: {problem}") from None
    except PageRefused as refused:
        raise WinnowError(f"{source}: {refused.outcome}: {refused.detail}; {_ADVICE[refused.outcome]}") from None
