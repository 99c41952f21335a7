"""How well site memory works on made-up sites, and what it costs.

python -m bench.memory                 promo lines left and body lines lost, by number of pages
python -m bench.memory --verbose       and which
python -m bench.memory --large 100000  what counting adds to cleaning on one large host, in CPU and memory
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from cleaners import Counts, PageCount, RawPage, SiteMemory, clean, count_page, memory_of, memory_to_bytes
from cleaners.labelers.site_memory.counts import SAMPLE
from tests.sitegen import figures
from tests.sitegen.figures import Tally, tally
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES

SIZES = (1, 2, 3, 8, 25, 60)
_TIMED = 40  # pages by which cleaning is timed


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--large", type=int, default=0)
    options = parser.parse_args()
    if options.large:
        _large(options.large)
    else:
        _figures(options.seed, options.verbose)


def _figures(seed: int, verbose: bool) -> None:
    print(f"{len(TEMPLATES)} sites, seed {seed}")
    print(f"{'pages':>6} {'promo left':>11} {'body lost':>10} {'of 8+ words':>12} {'s':>6}")
    for size in SIZES:
        started, found = time.process_time(), Tally()
        for template in TEMPLATES:
            pages = make_site(template, size, seed)
            found += tally(pages, figures.memory_of(pages))
        _row(str(size), found, started, verbose)
    started, found = time.process_time(), Tally()
    for template in TEMPLATES:
        pages = make_site(template, 25, seed)
        found += tally(make_site(template, 6, seed + 1, later=True), figures.memory_of(pages))
    _row("later", found, started, verbose)


def _row(name: str, found: Tally, started: float, verbose: bool) -> None:
    spent = time.process_time() - started
    print(
        f"{name:>6} {found.promo_left / found.promo:>10.1%} {found.body_lost / found.body:>10.2%}"
        f" {found.long_lost:>12} {spent:>6.1f}"
    )
    if verbose:
        for line in [*found.left[:60], "lost:", *found.lost[:60]]:
            print("    ", line, file=sys.stderr)


def _large(pages: int) -> None:
    """One host with many different pages: hash all, count the lines of the sample, make the memory and use it."""
    raws = [figures.raw(page) for page in make_site(TEMPLATES[1], min(pages, SAMPLE))]
    cleaning = _clean_seconds(raws[:_TIMED], None) / _TIMED * pages
    started, before = time.process_time(), _resident()
    sample = Counts("morningtide.org")
    for number in range(pages):
        digest = hashlib.sha256(f"{number}{raws[number % len(raws)].digest}".encode()).hexdigest()
        if sample.would_change(digest, str(number), f"2026-{number % 12 + 1:02d}-03"):
            sample.add(PageCount(digest, str(number), "", f"2026-{number % 12 + 1:02d}-03"))
    chosen = time.process_time() - started
    counts = Counts("morningtide.org")
    for number, page in enumerate(sample):
        read = count_page(raws[number])
        counts.add(replace(page, section=read.section, packed=read.packed))
    read_in = time.process_time() - started - chosen
    memory = memory_of(counts)
    made = time.process_time() - started - chosen - read_in
    kept, file = sum(len(page.packed) for page in counts), len(memory_to_bytes(memory))
    grown = _resident() - before
    asked = (_clean_seconds(raws[:_TIMED], memory) - _clean_seconds(raws[:_TIMED], None)) / _TIMED
    counting = chosen + read_in + made
    print(f"{pages} pages: choose {chosen:.1f} s, read {len(counts)} {read_in:.1f} s, make {made:.1f} s CPU")
    print(f"counting adds {counting / cleaning:.1%} to {cleaning:.0f} s of cleaning")
    print(f"asking the memory takes {asked * 1000:.1f} ms a page")
    print(f"kept counts {kept / 1e6:.1f} MB, memory as a file {file / 1e6:.1f} MB, resident +{grown:.0f} MB")


def _clean_seconds(raws: Sequence[RawPage], memory: SiteMemory | None) -> float:
    clean(raws[0].body, raws[0].url, memory=memory)
    started = time.process_time()
    for raw in raws:
        clean(raw.body, raw.url, memory=memory)
    return time.process_time() - started


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
