"""What a page should come out as, written by hand and compared with what the cleaner makes of it.

One statement a line, in the order of the page:

    = The title, which the document carries and the body does not repeat
    @author Ines Calloway        (also @date, @language)
    + A passage that must stay
    - A passage that must go
    ? A passage that may do either
    ? *                          everything else may do either

Passages are compared by their words, so that neither markup nor white space
matters. Anything else in the body is a fault as well, unless it may do either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaners import CleanPage

ANYTHING = "*"  # as a passage that may do either: everything that no other statement names
_WORD = re.compile(r"\w+")
_MIN_WORDS, _MIN_LETTERS = 4, 8  # a passage that must go is searched for inside lines too if it is as long as this


def words_of(text: str) -> str:
    """The words of a text in lower case, one space between them and around."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


@dataclass(frozen=True)
class Expectations:
    """The statements about one page; ``facts`` has author, date and language, where they are stated."""

    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    def faults(self, page: CleanPage) -> Iterator[str]:
        """Every statement that does not hold for a clean page, as a sentence each."""
        if self.title and words_of(page.title) != words_of(self.title):
            yield f"title is {page.title!r}, should be {self.title!r}"
        yield from self._wrong_facts(page)
        body = words_of(page.text)
        lines = [line for line in map(words_of, page.text.splitlines()) if line.strip()]
        yield from (f"lost: {text}" for text in self.must if words_of(text) not in body)
        yield from (f"left in: {text}" for text in self.must_not if _is_left_in(words_of(text), body, lines))
        if ANYTHING in self.either:
            return
        allowed = [words_of(text) for text in (*self.must, *self.either)]
        named = [words_of(text) for text in self.must_not]
        for line in lines:
            if not any(line in passage for passage in allowed) and not any(one in line for one in named):
                yield f"unexpected: {line.strip()}"

    def _wrong_facts(self, page: CleanPage) -> Iterator[str]:
        found = {"author": page.author, "date": page.date.value if page.date else "", "language": page.language}
        for name, wanted in self.facts.items():
            # a date may carry a time, a language a region
            if not found[name].startswith(wanted):
                yield f"{name} is {found[name]!r}, should be {wanted!r}"


def _is_left_in(passage: str, body: str, lines: list[str]) -> bool:
    is_long = len(passage.split()) >= _MIN_WORDS or (not passage.isascii() and len(passage) >= _MIN_LETTERS)
    return passage in (body if is_long else lines)


def read_expectations(text: str) -> Expectations:
    """Parse a file of expectations. Raises ValueError with the number of a line that is no statement."""
    title, facts = "", {}
    passages: dict[str, list[str]] = {"+": [], "-": [], "?": []}
    for number, line in enumerate(text.splitlines(), 1):
        mark, rest = line[:1], line[1:].strip()
        if not line.strip():
            continue
        if mark == "=":
            title = rest
        elif mark == "@":
            name, _, value = rest.partition(" ")
            facts[name] = value
        elif mark in passages:
            passages[mark].append(rest)
        else:
            raise ValueError(f"line {number} of the expectations begins with none of = @ + - ?: {line!r}")
    return Expectations(title, facts, tuple(passages["+"]), tuple(passages["-"]), tuple(passages["?"]))
