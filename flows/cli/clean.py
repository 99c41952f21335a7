"""`winnow clean`: clean pages; the articles go to standard output or into files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

from cyclopts import Parameter

from ..errors import WinnowError
from .articles import ArticleForm, Articles, Format
from .cleaned import PageOptions, cleaned
from .sources import article_name, check_options, pages_of
from .terminal import line, note
from .view import ViewOptions, write_view

if TYPE_CHECKING:
    from cleaners import CleanPage


def clean(
    sources: Annotated[tuple[str, ...], Parameter(name="SOURCE", allow_leading_hyphen=True, negative=())],
    /,
    *,
    format: Format = "markdown",
    explain: Annotated[bool, Parameter(negative=())] = False,
    output: Annotated[Path | None, Parameter(alias="-o")] = None,
    view_options: ViewOptions | None = None,
    page_options: PageOptions | None = None,
) -> int:
    """Clean pages: the articles go to standard output or into files, all else to standard error.

    The rules for its site in sites/ and what runs counted on its other pages are used.

    For example:

        winnow clean page.html
        winnow clean page.html --explain > article.md     reasons on screen
        winnow clean page.html --open > article.md        before and after
        winnow clean https://example.org/article --output article.md
        winnow clean one.html two.html pages/ -o articles --front-matter
        curl -s https://example.org/a | winnow clean - --url https://example.org/a
        winnow clean crawl.warc.gz --record 2

    Parameters
    ----------
    sources
        Files, folders of pages, archives of pages (WARC, WACZ, ARC), http(s) addresses, or - for standard input.
    format
        Markdown; HTML that is safe to put into a page; text without any marks; or
        JSON with every block, kept or removed, and the reason for it.
    explain
        Show what was removed, where, by whom and why: on standard error, or on
        standard output when the article goes to a file.
    output
        Write the article to this file; of several sources or a folder, a file each into this folder.
    """
    options = page_options or PageOptions()
    check_options(sources, format, options, view_options)
    is_folder = output is not None and (len(sources) > 1 or os.path.isdir(sources[0]) or output.is_dir())
    articles = Articles(ArticleForm(format, options.images, options.front_matter), output, is_folder)
    stream, code = sys.stdout if output else sys.stderr, 0
    for name, page in _cleaned_pages(sources, options, articles):
        if explain and is_folder and not isinstance(page, WinnowError):
            stream.write(f"{line(name)}\n")
        code = max(code, _comment(name, page, stream, explain))
        if not isinstance(page, WinnowError):
            write_view(page, view_options)
    articles.close()
    return code


def _cleaned_pages(
    sources: Sequence[str], options: PageOptions, articles: Articles
) -> Iterator[tuple[str, CleanPage | WinnowError]]:
    """The pages of all sources, cleaned; the article of each is written before it is yielded."""
    for source in pages_of(sources, articles.is_folder):
        for name, page in cleaned(source.path, options):
            if not isinstance(page, WinnowError):
                articles.add(page, source.article or article_name(name, page), source.path)
            yield name, page


def _comment(name: str, page: CleanPage | WinnowError, stream: TextIO, explain: bool) -> int:
    """Say why a page failed, or what was removed and whether nothing is left; returns the exit code for that."""
    if isinstance(page, WinnowError):
        note(str(page))
        return page.exit_code
    if explain:
        from .explain import explain_page

        explain_page(page, stream)
    if "no_content" not in page.notes:
        return 0
    if not page.decisions:
        note(f"{name}: no_content: the page holds no text")
        return 1
    advice = "" if explain else "; --explain shows what was removed"
    note(f"{name}: no_content: nothing is left that belongs to an article{advice}")
    return 1
