"""What is known of a page besides its text: title, authors, dates and the like."""

from __future__ import annotations

from dataclasses import dataclass


class PublicationDate(str):
    """A publication date: ISO 8601 text, with the part of the page it was read from as ``evidence``.

    ``value`` is the text itself, for readers of earlier versions.
    """

    evidence: str

    def __new__(cls, value: str, evidence: str = "") -> PublicationDate:
        date = super().__new__(cls, value)
        date.evidence = evidence
        return date

    def __reduce__(self) -> tuple[type[PublicationDate], tuple[str, str]]:
        return PublicationDate, (str(self), self.evidence)

    @property
    def value(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the article: its web address, absolute, and its words."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page declares about itself; empty strings, empty tuples and None for what it does not declare.

    ``date`` is that of publication, ``modified`` that of the last change. ``image`` is the address of the picture
    that stands for the page, ``license`` an address or the words of the page. ``links`` are those of the kept text.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    date: PublicationDate | None = None
    modified: PublicationDate | None = None
    language: str = ""
    site_name: str = ""
    canonical_url: str = ""
    description: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    image: str = ""
    license: str = ""
    links: tuple[Link, ...] = ()

    @property
    def author(self) -> str:
        """All authors in one line."""
        return ", ".join(self.authors)
