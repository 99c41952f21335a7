"""Reading and writing WARC records, without a store and without the network."""

from __future__ import annotations

SUFFIXES = (".warc", ".warc.gz", ".wacz", ".wet", ".wet.gz", ".arc", ".arc.gz")
MAX_BYTES = 20_000_000  # of one body; a larger one is not read from a file
MAX_UNPACKED, MAX_RATIO = (100_000_000, 200)  # what unpacks to more, and to so many times its size, is given up
ROLE = "Winnow-Role"  # winnow's own field of a response record: page, hop, robots, feed or sitemap


def is_warc(name: str) -> bool:
    """Whether a file name is that of a WARC, WACZ or ARC file."""
    return name.lower().endswith(SUFFIXES)
