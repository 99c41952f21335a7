"""The articles that `winnow clean` writes: as text, into one file, or a file each in a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..errors import UsageError
from .terminal import note, printable
from .view import write_file

if TYPE_CHECKING:
    from cleaners import CleanPage

Format = Literal["markdown", "html", "text", "json"]
_SUFFIXES = {"markdown": ".md", "html": ".html", "text": ".txt", "json": ".json"}


@dataclass(frozen=True)
class ArticleForm:
    """How an article is written; ``front_matter``: above Markdown, its metadata as YAML in place of the title."""

    format: Format = "markdown"
    images: bool = True
    front_matter: bool = False


def render(page: CleanPage, form: ArticleForm) -> str:
    """The page as one text that ends with a newline; "" for a page without content, except as JSON.

    Markdown and HTML have pictures unless the form leaves them out; text has none.
    """
    from html import escape

    from ..safe_text import json_text, markdown_text

    if form.format == "json":
        return json_text(page.to_document(), indent=1) + "\n"
    title = printable(page.title)
    if form.format == "markdown":
        head = f"# {markdown_text(title)}" if title else ""
        body = printable(page.to_markdown(form.images)).strip("\n")
        if form.front_matter and body:
            return _with_front_matter(page, body)
    elif form.format == "html":
        head = f"<h1>{escape(title, quote=False)}</h1>" if title else ""
        body = printable(page.to_html(form.images)).strip("\n")
    else:
        head, body = title, printable(page.text).strip("\n")
    text = "\n\n".join(part for part in (head, body) if part)
    return text + "\n" if text else ""


def _with_front_matter(page: CleanPage, body: str) -> str:
    from ..job import CleanJob
    from ..store.document import front_matter, with_front_matter

    fields = front_matter(page, CleanJob("", "", "", url=page.provenance.url or ""))
    return with_front_matter({name: value for name, value in fields.items() if value not in ("", [])}, body)


@dataclass
class Articles:
    """Where the articles go: standard output, the file ``output``, or a file each in the folder ``output``."""

    form: ArticleForm
    output: Path | None
    is_folder: bool
    _texts: list[str] = field(default_factory=list)
    _paths: set[Path] = field(default_factory=set)

    def add(self, page: CleanPage, name: str, source: str) -> None:
        """Write one article. ``name`` is where it goes in a folder, without suffix; ``source`` the file it is of.

        Raises UsageError when it would replace the page that it is of, StoreError when it cannot be written.
        """
        text = render(page, self.form)
        if self.is_folder and text:
            path = self._path(name)
            if path.exists() and os.path.exists(source) and path.samefile(source):
                raise UsageError(f"{path} would be replaced by its own article; name another folder with -o")
            write_file(path, text, with_folders=True)
        elif not self.is_folder:
            self._texts.append(("\n" if self._texts and self.form.format != "json" else "") + text)
            if not self.output:
                print(self._texts[-1], end="", flush=True)

    def close(self) -> None:
        """Write the file, or say how many articles are in the folder. Raises StoreError."""
        if self.is_folder:
            count = len(self._paths)
            note(f"{count:,} article{' is' if count == 1 else 's are'} in {self.output}")
        elif self.output and self._texts:
            write_file(self.output, "".join(self._texts))

    def _path(self, name: str) -> Path:
        """A path that no earlier article of this command has."""
        assert self.output
        suffix = _SUFFIXES[self.form.format]
        path, number = self.output / f"{name}{suffix}", 1
        while path in self._paths:
            number += 1
            path = self.output / f"{name}-{number}{suffix}"
        self._paths.add(path)
        return path
