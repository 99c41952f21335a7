"""`winnow clean`: clean one page; its article goes to standard output."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..errors import WinnowError
from .terminal import note, printable
from .view import ViewOptions, write_file, write_view

if TYPE_CHECKING:
    from cleaners import CleanPage

_ADVICE = {
    "not_html": "winnow cleans HTML and text; convert it to text with another program first",
    "too_large": "winnow.toml may set page_bytes, page_tags, page_blocks and page_attributes; other limits are fixed",
    "too_deep": "page_depth and page_tags in winnow.toml set the limits",
}


@Parameter(name="*")
@dataclass
class PageOptions:
    """Facts about the page besides its bytes, and how to clean it."""

    url: str | None = None
    """The address the page came from: it names its site, helps to find its date and completes its links."""
    comments: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Keep readers' comments."""
    images: Annotated[bool, Parameter(negative="--no-images", show_default=False)] = True
    """Write pictures, videos and embedded pages into Markdown (switch off: --no-images)."""
    alone: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Clean the page by itself: without site file, and without the memory of the site's other pages."""
    sites: Path | None = None
    """The folder of site files (default: sites, or what winnow.toml says)."""
    clean: Path | None = None
    """The clean folder whose runs counted the site's other pages (default: clean, or what winnow.toml says)."""


def clean(
    source: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    format: Literal["markdown", "html", "text", "json"] = "markdown",
    explain: Annotated[bool, Parameter(negative=())] = False,
    output: Path | None = None,
    view_options: ViewOptions | None = None,
    page_options: PageOptions | None = None,
) -> int:
    """Clean one page: its article goes to standard output, all else to standard error.

    The rules for its site in sites/ are used, and what earlier runs have counted on the
    site's other pages, as in a run.

    For example:

        winnow clean page.html
        winnow clean page.txt --format text
        winnow clean page.html --explain > article.md     reasons on screen
        winnow clean page.html --explain --output article.md | less
        winnow clean page.html --open > article.md        before and after
        winnow clean https://example.org/article --output article.md
        curl -s https://example.org/a | winnow clean - --url https://example.org/a

    Parameters
    ----------
    source
        A file, an http(s) address, or - for standard input.
    format
        Markdown; HTML that is safe to put into a page; text without any marks; or
        JSON with every block, kept or removed, and the reason for it.
    explain
        Show what was removed, where, by which labeler and why: on standard error,
        or on standard output when the article goes to a file.
    output
        Write the article to this file.
    """
    options = page_options or PageOptions()
    page = cleaned(source, options)
    _write(render(page, format, options.images), output)
    if explain:
        from .explain import explain_page

        explain_page(page, sys.stdout if output else sys.stderr)
    write_view(page, view_options)
    if "no_content" in page.notes:
        advice = "" if explain else "; --explain shows what was removed"
        raise WinnowError(f"{source}: no_content: nothing is left that belongs to an article{advice}")
    return 0


def cleaned(source: str, options: PageOptions) -> CleanPage:
    """The page of a source, cleaned. Raises WinnowError, with the outcome in its message."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one page needs no thread pool
    from cleaners import Limits, PageRefused, clean

    from ..runs.page_context import PageContext, context_of
    from ..settings import load_settings
    from ..store.raw import PageError
    from .source import check_url, read_source

    settings = load_settings(clean=options.clean, sites=options.sites)
    limits = Limits(
        size=settings.page_bytes, depth=settings.page_depth, attributes=settings.page_attributes,
        tags=settings.page_tags, blocks=settings.page_blocks,
    )  # fmt: skip
    try:
        page = read_source(source, limits.size)
        address = check_url(options.url) or page.url
        context = PageContext() if options.alone else context_of(address, page.path, page.fetched_at, settings)
        for problem in context.problems:
            note(problem)
        return clean(
            page.body, address or None, content_type=page.content_type or None,
            memory=context.memory, site=context.rules, comments=options.comments, limits=limits,
        )  # fmt: skip
    except PageError as error:
        raise WinnowError(f"{source}: {error.outcome}: {error}") from None
    except PageRefused as error:
        raise WinnowError(f"{source}: {error.outcome}: {error.detail}; {_ADVICE[error.outcome]}") from None


def render(page: CleanPage, format: str, images: bool = True) -> str:
    """The page as one text that ends with a newline; "" for a page without content, except as JSON.

    Markdown and HTML have pictures unless ``images`` is False; text has none.
    """
    from html import escape

    from ..safe_text import json_text, markdown_text

    if format == "json":
        return json_text(page.to_document(), indent=1) + "\n"
    title = printable(page.title)
    if format == "markdown":
        parts = [f"# {markdown_text(title)}" if title else "", printable(page.to_markdown(images)).strip("\n")]
    elif format == "html":
        heading = f"<h1>{escape(title, quote=False)}</h1>" if title else ""
        parts = [heading, printable(page.to_html(images)).strip("\n")]
    else:
        parts = [title, printable(page.text).strip("\n")]
    text = "\n\n".join(part for part in parts if part)
    return text + "\n" if text else ""


def _write(article: str, output: Path | None) -> None:
    if output:
        write_file(output, article)
    else:
        print(article, end="", flush=True)
