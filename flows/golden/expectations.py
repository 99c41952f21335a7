"""The expectations of a case: statements about the clean page, written by hand.

One statement a line, in the order of the page:

    = The title, which is in the metadata and not in the body
    @author Ines Calloway        (also @date, @language)
    + A passage that must stay
    - A passage that must go, wherever it stands
    ~ A line that must go; within other lines its words may stand
    ? A passage that may stay or go
    ? *                          everything else may stay or go

Passages are compared by their words, so that markup and white space do not
matter. Anything else in the body is a fault as well, unless it may stay or go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaners import CleanPage

ANYTHING = "*"  # as a passage that may stay or go: everything that no other statement names
_WORD = re.compile(r"\w+")


def words_of(text: str) -> str:
    """The words of a text in lower case, one space between them and around."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


@dataclass(frozen=True)
class Expectations:
    """The statements about one page; ``metadata`` has author, date and language, where they are stated."""

    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    lines_must_not: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    def faults(self, page: CleanPage) -> Iterator[str]:
        """A sentence for each statement that is not true of a clean page."""
        if self.title and words_of(page.title) != words_of(self.title):
            yield f"title is {page.title!r}, should be {self.title!r}"
        yield from self._wrong_metadata(page)
        body = words_of(page.text)
        lines = [line for line in map(words_of, page.text.splitlines()) if line.strip()]
        yield from (f"lost: {text}" for text in self.must if words_of(text) not in body)
        yield from (f"left in: {text}" for text in self.must_not if words_of(text) in body)
        yield from (f"left in: {text}" for text in self.lines_must_not if words_of(text) in lines)
        if ANYTHING in self.either:
            return
        allowed = [words_of(text) for text in (*self.must, *self.either)]
        named, named_lines = ([words_of(text) for text in texts] for texts in (self.must_not, self.lines_must_not))
        for line in lines:
            is_named = line in named_lines or any(words in line for words in named)
            if not is_named and not any(line in passage for passage in allowed):
                yield f"unexpected: {line.strip()}"

    def _wrong_metadata(self, page: CleanPage) -> Iterator[str]:
        actual = {"author": page.author, "date": page.date, "language": page.language}
        for name, expected in self.metadata.items():
            if not actual[name].startswith(expected):  # a date may have a time, a language a region
                yield f"{name} is {actual[name]!r}, should be {expected!r}"


def read_expectations(text: str) -> Expectations:
    """Parse the text of an expectations file. Raises ValueError with the number of a line that is no statement."""
    title, metadata = "", {}
    passages: dict[str, list[str]] = {"+": [], "-": [], "~": [], "?": []}
    for number, line in enumerate(text.splitlines(), 1):
        sign, rest = line[:1], line[1:].strip()
        if not line.strip():
            continue
        if sign == "=":
            title = rest
        elif sign == "@":
            name, _, value = rest.partition(" ")
            metadata[name] = value
        elif sign in passages:
            passages[sign].append(rest)
        else:
            raise ValueError(f"line {number} of the expectations begins with none of = @ + - ~ ?: {line!r}")
    return Expectations(title, metadata, *(tuple(passages[sign]) for sign in "+-~?"))
