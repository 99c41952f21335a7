"""The counts of a site: a set of its pages, each with its lines.

A set has no order: the same pages give the same counts in any order, from any number
of workers, merged in any way, and a page added again changes nothing. A large site is
represented by a sample, chosen by the pages' digests alone. Every month of fetching
has an equal share of it, since promos belong to a crawl and not to an article.
"""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .normalised_line import MAX_CHARS

SAMPLE = 2048  # pages of one site at most
_FIRST_LINES, _LAST_LINES = 250, 150  # lines of one page: of a longer page its beginning and its end


@dataclass(frozen=True, slots=True)
class PageCount:
    """What one page adds to its site's counts.

    ``digest`` is the raw body's sha256 in hex; ``address`` is the same for copies of an
    article at one address (the URL without fragment, or the digest without a URL);
    ``fetched_on`` is the day of the fetch in ISO 8601, "" when unknown. ``packed`` holds the
    lines; it is empty for a page whose lines do not count (a shop, a listing, ...).
    """

    digest: str
    address: str
    section: str = ""
    fetched_on: str = ""
    packed: bytes = b""

    @property
    def month(self) -> str:
        """The month in which the page was fetched."""
        return self.fetched_on[:7]

    @property
    def key(self) -> tuple[str, str]:
        return self.month, self.digest

    @property
    def identity(self) -> tuple[str, str, str]:
        """Differs between the pages of a site, and between two fetches of one page."""
        return self.digest, self.address, self.fetched_on

    @property
    def lines(self) -> list[tuple[str, int]]:
        """(text, flags) of every line, in page order."""
        if not self.packed:
            return []
        rows = zlib.decompress(self.packed).decode("utf-8", "surrogatepass").split("\n")
        return [(row[1:], ord(row[0]) - 48) for row in rows]


def pack(lines: Iterable[tuple[str, int]]) -> bytes:
    """The lines of a page, without line breaks, as bytes."""
    rows = [chr(48 + flags) + text[:MAX_CHARS] for text, flags in lines]
    if len(rows) > _FIRST_LINES + _LAST_LINES:
        rows = [*rows[:_FIRST_LINES], *rows[-_LAST_LINES:]]
    return zlib.compress("\n".join(rows).encode("utf-8", "surrogatepass"), 6) if rows else b""


class Counts:
    """The pages counted of one site, at most ``sample`` of them. Merging is a union."""

    def __init__(self, host: str, pages: Iterable[PageCount] = (), sample: int = SAMPLE) -> None:
        self.host = host
        self._sample = sample
        self._pages: dict[tuple[str, str], PageCount] = {}
        self._months: dict[str, list[str]] = {}  # digests in order, by month
        self.merge(pages)

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[PageCount]:
        return (self._pages[key] for key in sorted(self._pages))

    def would_change(self, digest: str, address: str, fetched_on: str = "") -> bool:
        """Whether adding a page would change the counts; one that is counted or outside the sample would not."""
        month, digests = fetched_on[:7], self._months.get(fetched_on[:7], [])
        existing = self._pages.get((month, digest))
        if existing:
            return (fetched_on, address) < (existing.fetched_on, existing.address)
        if len(self._pages) < self._sample:
            return True
        return (bisect_left(digests, digest), digest, month) < self._last()

    def add(self, page: PageCount) -> None:
        """Count a page; of several fetches of the same bytes in a month only the first counts."""
        existing = self._pages.get(page.key)
        if existing is not None:
            self._pages[page.key] = min(existing, page, key=lambda p: (p.fetched_on, p.address, p.section, p.packed))
            return
        self._pages[page.key] = page
        insort(self._months.setdefault(page.month, []), page.digest)
        if len(self._pages) > self._sample:
            self._drop_last()

    def merge(self, pages: Iterable[PageCount]) -> None:
        """Add all pages, for instance those of other counts of the same site."""
        for page in pages:
            self.add(page)

    @property
    def fingerprint(self) -> str:
        """16 hex digits that change with the set of pages counted, and with nothing else."""
        digest = hashlib.sha256(self.host.encode())
        for page in self:
            digest.update("\0".join((page.digest, page.address, page.section, page.fetched_on)).encode())
            digest.update(b"\n")
        return digest.hexdigest()[:16]

    def _last(self) -> tuple[int, str, str]:
        """The page that is dropped next: the last by its rank within its month, then by digest, then by month."""
        return max((len(digests) - 1, digests[-1], month) for month, digests in self._months.items())

    def _drop_last(self) -> None:
        # A dropped page could not come back: with more pages its rank only gets worse.
        _, digest, month = self._last()
        self._months[month].pop()
        del self._pages[(month, digest)]
        if not self._months[month]:
            del self._months[month]
