"""`winnow clean`: clean one page, or those of an archive; the article goes to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

from cyclopts import Parameter

from ..errors import UsageError, WinnowError
from .cleaned import PageOptions, cleaned
from .terminal import note, printable
from .view import ViewOptions, write_file, write_view

if TYPE_CHECKING:
    from cleaners import CleanPage


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
    """Clean one page, or those of an archive: the article goes to standard output, all else to standard error.

    The rules for its site in sites/ and what runs counted on its other pages are used.

    For example:

        winnow clean page.html
        winnow clean page.html --explain > article.md     reasons on screen
        winnow clean page.html --open > article.md        before and after
        winnow clean https://example.org/article --output article.md
        curl -s https://example.org/a | winnow clean - --url https://example.org/a
        winnow clean crawl.warc.gz --record 2

    Parameters
    ----------
    source
        A file, an archive of pages (WARC, WACZ, ARC), an http(s) address, or - for standard input.
    format
        Markdown; HTML that is safe to put into a page; text without any marks; or
        JSON with every block, kept or removed, and the reason for it.
    explain
        Show what was removed, where, by whom and why: on standard error, or on
        standard output when the article goes to a file.
    output
        Write the article to this file.
    """
    options = _checked(source, page_options or PageOptions(), view_options)
    texts, code = list[str](), 0
    for name, page in cleaned(source, options):
        if isinstance(page, WinnowError):
            code = _failed(str(page))
            continue
        texts.append(("\n" if texts and format != "json" else "") + render(page, format, options.images))
        if not output:
            print(texts[-1], end="", flush=True)
        code |= _comment(name, page, sys.stdout if output else sys.stderr, explain)
        write_view(page, view_options)
    if output and texts:
        write_file(output, "".join(texts))
    return code


def _comment(name: str, page: CleanPage, stream: TextIO, explain: bool) -> int:
    """Say what was removed, and whether nothing is left; returns the exit code for that."""
    if explain:
        from .explain import explain_page

        explain_page(page, stream)
    if "no_content" not in page.notes:
        return 0
    advice = "" if explain else "; --explain shows what was removed"
    return _failed(f"{name}: no_content: nothing is left that belongs to an article{advice}")


def _failed(message: str) -> int:
    note(message)
    return 1


def _checked(source: str, options: PageOptions, view_options: ViewOptions | None) -> PageOptions:
    """The options, if they go together. Raises UsageError."""
    from .source import check_url, is_archive

    check_url(options.url)
    if not is_archive(source):
        if options.record is not None:
            raise UsageError(f"--record chooses a page of an archive (WARC, WACZ or ARC), and {source} is none")
    elif view_options and (view_options.view or view_options.open) and options.record is None:
        raise UsageError("--view and --open show one page; choose it with --record N")
    return options


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
