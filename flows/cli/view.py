"""The view of one page, written to a file and shown in the browser: `winnow clean --view`, `--open`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import StoreError
from .terminal import note

if TYPE_CHECKING:
    from cleaners import CleanPage


@Parameter(name="*")
@dataclass
class ViewOptions:
    """Where to write the view of a page, and whether to open it."""

    view: Annotated[Path | None, Parameter(show_default=False)] = None
    """Also write an HTML file that shows the page before and after, and why each passage was removed."""
    open: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """Show that file in the browser; without --view it is a temporary file."""


def write_view(page: CleanPage, options: ViewOptions | None) -> None:
    """Write the view of a page, and open it, as the options ask. Raises StoreError when the file cannot be written."""
    if not options or not (options.view or options.open):
        return
    from ..views.page import view

    path = write_file(options.view or _temporary(), view(page.to_document()))
    note(f"the page before and after is in {path}")
    if options.open:
        open_page(path)


def write_file(path: Path, text: str, *, with_folders: bool = False) -> Path:
    """Write the whole file or nothing, if asked with the folders that it is in; returns ``path``. Raises StoreError."""
    from ..store.clean import replace_file

    content = text.encode("utf-8", "backslashreplace")
    try:
        if with_folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
            path.write_bytes(content)
        else:
            replace_file(str(path), content)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}; name another file") from None
    return path


def open_page(path: Path) -> None:
    """Open a page in the user's browser; without a browser, print the path of the page."""
    import webbrowser

    if not webbrowser.open(path.resolve().as_uri()):
        note(f"there is no browser to open it with: open {path} yourself")


def _temporary() -> Path:
    import os
    import tempfile

    handle, name = tempfile.mkstemp(prefix="winnow-", suffix=".html")
    os.close(handle)
    return Path(name)
