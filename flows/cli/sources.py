"""The sources of `winnow clean`: which options go with them, and the pages of folders among them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from cleaners import CleanPage

    from .cleaned import PageOptions
    from .view import ViewOptions


@dataclass(frozen=True)
class PageSource:
    """One source, and the name of its article in a folder, without suffix; "" where the page has to name it."""

    path: str
    article: str = ""


def check_options(sources: Sequence[str], format: str, options: PageOptions, view_options: ViewOptions | None) -> None:
    """Raise UsageError if the options do not go with the sources."""
    from .source import check_url, is_archive

    check_url(options.url)
    for source in sources:  # a hyphen alone is standard input, so the parser takes what begins with one
        if len(source) > 1 and source.startswith("-") and not os.path.exists(source):
            raise UsageError(f"there is no option {source}. See `winnow clean --help`.")
    if options.front_matter and format != "markdown":
        raise UsageError(f"--front-matter goes above Markdown, not {format}")
    source = sources[0]
    is_view = view_options is not None and (view_options.view is not None or view_options.open)
    if len(sources) > 1 or os.path.isdir(source):
        given = {"--url": options.url, "--record": options.record, "--view and --open": is_view or None}
        if wrong := [name for name, value in given.items() if value is not None]:
            raise UsageError(f"{wrong[0]} can only be used with one page or archive")
    elif not is_archive(source):
        if options.record is not None:
            raise UsageError(f"--record chooses a page of an archive (WARC, WACZ or ARC), and {source} is none")
    elif is_view and options.record is None:
        raise UsageError("--view and --open show one page; choose it with --record N")


def pages_of(sources: Sequence[str], into_folder: bool) -> Iterator[PageSource]:
    """The sources one by one, a folder as the pages and archives in it. Raises UsageError."""
    from ..store.raw import walk
    from .source import is_archive

    for source in sources:
        if not os.path.isdir(source):
            is_file = os.path.isfile(source) and not is_archive(source)
            yield PageSource(source, _without_suffix(os.path.basename(source)) if is_file else "")
            continue
        if not into_folder:
            advice = f"`winnow run --raw {source}` cleans the pages in it, and -o FOLDER writes an article of each"
            raise UsageError(f"{source} is a folder; {advice}")
        entries = [entry for entry in walk(Path(source)) if not entry.ignored]
        if not entries:
            raise UsageError(f"there are no pages in {source}: pages end in .html, .htm, .xhtml or .txt (also .gz)")
        for entry in entries:
            yield PageSource(
                entry.path, "" if entry.is_archive else _without_suffix(os.path.relpath(entry.path, source))
            )


def article_name(name: str, page: CleanPage) -> str:
    """The name of the article of a page that is no file: as its files in the clean store."""
    from ..store.clean import target_of

    return target_of(page.provenance.url or "", name).rpartition("/")[2]


def _without_suffix(path: str) -> str:
    from ..store.raw import page_suffix

    stem = path.removesuffix(".gz")
    return stem.removesuffix(page_suffix(os.path.basename(path))) or stem
