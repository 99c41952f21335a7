"""What is counted of a site: which passages stand on which of its pages.

A site's counts are a set of pages, each with its lines. A set has no order: the same
pages give the same counts in any order, from any number of workers, merged in any
way, and a page added again changes nothing. To stay small, a large site is
represented by a sample that is chosen by the pages' digests alone: every month of
fetching has an equal share, since promos belong to a crawl and not to an article.
"""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .passage import LONGEST

SAMPLE = 2048  # pages kept of one site
_FIRST, _LAST = 250, 150  # lines kept of one page: of a longer one its beginning and its end


@dataclass(frozen=True, slots=True)
class PageCount:
    """What one page adds to its site's counts.

    ``digest`` is the raw body's sha256 in hex; ``address`` tells one article's copies
    at the same address (the URL without fragment; the digest where there is none);
    ``seen`` is the day of the fetch in ISO 8601, "" when unknown. ``packed`` holds the
    lines; it is empty for a page whose lines do not count (a shop, a listing, ...).
    """

    digest: str
    address: str
    section: str = ""
    seen: str = ""
    packed: bytes = b""

    @property
    def batch(self) -> str:
        """The month in which the page was fetched."""
        return self.seen[:7]

    @property
    def key(self) -> tuple[str, str]:
        return self.batch, self.digest

    @property
    def identity(self) -> tuple[str, str, str]:
        """What tells this page from any other of the site, and this sight of it from others."""
        return self.digest, self.address, self.seen

    @property
    def lines(self) -> list[tuple[str, int]]:
        """(text, flags) of every line, in page order."""
        if not self.packed:
            return []
        rows = zlib.decompress(self.packed).decode("utf-8", "surrogatepass").split("\n")
        return [(row[1:], ord(row[0]) - 48) for row in rows]


def pack(lines: Iterable[tuple[str, int]]) -> bytes:
    """The lines of a page (white space already single spaces) as bytes."""
    rows = [chr(48 + flags) + text[:LONGEST] for text, flags in lines]
    if len(rows) > _FIRST + _LAST:
        rows = [*rows[:_FIRST], *rows[-_LAST:]]
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

    def wants(self, digest: str, address: str, seen: str = "") -> bool:
        """Whether a page would change the counts: a known one, or one outside the sample, would not."""
        month, digests = seen[:7], self._months.get(seen[:7], [])
        known = self._pages.get((month, digest))
        if known:
            return (seen, address) < (known.seen, known.address)
        if len(self._pages) < self._sample:
            return True
        return (bisect_left(digests, digest), digest, month) < self._last()

    def add(self, page: PageCount) -> None:
        """Count a page; of the same bytes seen twice in a month the first sight is kept."""
        known = self._pages.get(page.key)
        if known is not None:
            self._pages[page.key] = min(known, page, key=lambda p: (p.seen, p.address, p.section, p.packed))
            return
        self._pages[page.key] = page
        insort(self._months.setdefault(page.batch, []), page.digest)
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
            digest.update("\0".join((page.digest, page.address, page.section, page.seen)).encode())
            digest.update(b"\n")
        return digest.hexdigest()[:16]

    def _last(self) -> tuple[int, str, str]:
        """The page that is next to go: the last by its place within its month, its digest, its month."""
        return max((len(digests) - 1, digests[-1], month) for month, digests in self._months.items())

    def _drop_last(self) -> None:
        # A page once dropped could never return: more pages only push it further back.
        _, digest, month = self._last()
        self._months[month].pop()
        del self._pages[(month, digest)]
        if not self._months[month]:
            del self._months[month]
