"""What to fetch, from a command line, a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ..errors import UsageProblem
from .visit import Target

_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Sources:
    """Addresses as given: pages, a file of them ("-" for standard input), feeds and sitemaps."""

    urls: Sequence[str] = ()
    file: str = ""
    feeds: Sequence[str] = ()
    sitemaps: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.urls or self.file or self.feeds or self.sitemaps)

    def targets(self) -> Iterator[Target]:
        """Everything as targets, read as it is needed. Raises UsageProblem for a file that cannot be read."""
        yield from (Target(url) for url in self.urls)
        yield from (Target(url, "feed") for url in self.feeds)
        yield from (Target(url, "sitemap") for url in self.sitemaps)
        if self.file == "-":
            # A file of our own: a thread that waits for more of sys.stdin would be in the way of the program's end.
            with open(_standard_input(), encoding="utf-8-sig", errors="replace", closefd=False) as file:
                yield from _lines(file, "standard input")
        elif self.file:
            with self._opened() as file:
                yield from _lines(file, self.file)

    def check(self) -> None:
        """Raises UsageProblem if the file cannot be read: better before a run than in it."""
        if self.file == "-":
            _standard_input()
        elif self.file:
            self._opened().close()

    def _opened(self) -> TextIO:
        try:
            return Path(self.file).open(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            why = f"the list of addresses {self.file} cannot be read: {error.strerror or error}"
            raise UsageProblem(why) from None


def _standard_input() -> int:
    """Its file number. Raises UsageProblem where the program was started without one."""
    if sys.stdin is None:
        raise UsageProblem("--from - reads standard input, which is closed")
    return sys.stdin.fileno()


def _lines(file: TextIO, name: str) -> Iterator[Target]:
    """A target a line; blank lines and what follows a # at the start of a word are left out."""
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        while len(line) == _LONGEST and not line.endswith("\n"):  # the rest of a line without end
            more = file.readline(_LONGEST)
            if len(more) < _LONGEST or more.endswith("\n"):
                break
        text = line.strip()
        if text and not text.startswith("#"):
            yield Target(text.split(" #", 1)[0].strip(), found_in=f"line {number} of {name}")
