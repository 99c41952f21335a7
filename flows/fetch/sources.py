"""The targets to fetch, from a command line, a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from ..errors import UsageError
from .visit import Target

_MAX_LINE_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class TargetSources:
    """Addresses as the user gave them: pages, a file of pages ("-" for standard input), feeds and sitemaps."""

    urls: Sequence[str] = ()
    file: str = ""
    feeds: Sequence[str] = ()
    sitemaps: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.urls or self.file or self.feeds or self.sitemaps)

    def targets(self) -> Iterator[Target]:
        """All targets; the file is read as they are needed. Raises UsageError if it cannot be read."""
        yield from (Target(url) for url in self.urls)
        yield from (Target(url, "feed") for url in self.feeds)
        yield from (Target(url, "sitemap") for url in self.sitemaps)
        if self.file:
            with self._open() as file:
                yield from _targets_in(file, "standard input" if self.file == "-" else self.file)

    def check(self) -> None:
        """Raises UsageError if the file cannot be read, so that a run does not start."""
        if self.file:
            self._open().close()

    def _open(self) -> TextIO:
        if self.file == "-" and sys.stdin is None:
            raise UsageError("--from - reads standard input, which is closed")
        try:
            # Not sys.stdin itself: a thread that waits for input there would delay the end of the program.
            source = sys.stdin.fileno() if self.file == "-" else self.file
            return open(source, encoding="utf-8-sig", errors="replace", closefd=self.file != "-")
        except OSError as error:
            message = f"the list of addresses {self.file} cannot be read: {error.strerror or error}"
            raise UsageError(message) from None


def _targets_in(file: TextIO, name: str) -> Iterator[Target]:
    """A target for each line; blank lines and what follows a # at the start of a word are left out."""
    number = 0
    while line := file.readline(_MAX_LINE_CHARACTERS):
        number += 1
        rest = line
        while len(rest) == _MAX_LINE_CHARACTERS and not rest.endswith("\n"):  # the rest of a longer line is skipped
            rest = file.readline(_MAX_LINE_CHARACTERS)
        text = line.strip()
        if text and not text.startswith("#"):
            yield Target(text.split(" #", 1)[0].strip(), found_in=f"line {number} of {name}")
