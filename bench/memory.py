"""Quality and cost of site memory on generated sites.

python -m bench.memory                 promo lines left and body lines lost, by number of pages
python -m bench.memory --verbose       and the text of these lines
python -m bench.memory --large 100000  what counting adds to cleaning on one large host, in CPU and memory
"""

from __future__ import annotations

import argparse
import hashlib
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

from .processes import own_peak_mb

SIZES = (1, 2, 3, 8, 25, 60)
_TIMED_PAGES = 40


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--large", type=int, default=0)
    options = parser.parse_args()
    if options.large:
        _measure_large_host(options.large)
    else:
        _measure_quality(options.seed, options.verbose)


def _measure_quality(seed: int, verbose: bool) -> None:
    print(f"{len(TEMPLATES)} sites, seed {seed}")
    print(f"{'pages':>6} {'promo left':>11} {'body lost':>10} {'of 8+ words':>12} {'s':>6}")
    for size in SIZES:
        started, total = time.process_time(), Tally()
        for template in TEMPLATES:
            pages = make_site(template, size, seed)
            total += tally(pages, figures.memory_of(pages))
        _print_row(str(size), total, started, verbose)
    started, total = time.process_time(), Tally()
    for template in TEMPLATES:
        pages = make_site(template, 25, seed)
        total += tally(make_site(template, 6, seed + 1, later=True), figures.memory_of(pages))
    _print_row("later", total, started, verbose)


def _print_row(name: str, total: Tally, started: float, verbose: bool) -> None:
    seconds = time.process_time() - started
    print(
        f"{name:>6} {total.promo_left / total.promo:>10.1%} {total.body_lost / total.body:>10.2%}"
        f" {total.long_lost:>12} {seconds:>6.1f}"
    )
    if verbose:
        for line in [*total.left[:60], "lost:", *total.lost[:60]]:
            print("    ", line, file=sys.stderr)


def _measure_large_host(pages: int) -> None:
    """One host with many different pages: hash all, count the lines of the sample, make the memory and use it."""
    raws = [figures.raw(page) for page in make_site(TEMPLATES[1], min(pages, SAMPLE))]
    timed_pages = raws[:_TIMED_PAGES]
    cleaning_seconds = _clean_seconds(timed_pages, None) / _TIMED_PAGES * pages
    started, before_mb = time.process_time(), own_peak_mb()
    sample = Counts("morningtide.org")
    for number in range(pages):
        digest = hashlib.sha256(f"{number}{raws[number % len(raws)].digest}".encode()).hexdigest()
        if sample.would_change(digest, str(number), f"2026-{number % 12 + 1:02d}-03"):
            sample.add(PageCount(digest, str(number), "", f"2026-{number % 12 + 1:02d}-03"))
    sampling_seconds = time.process_time() - started
    counts = Counts("morningtide.org")
    for number, page in enumerate(sample):
        counted = count_page(raws[number])
        counts.add(replace(page, section=counted.section, packed=counted.packed))
    reading_seconds = time.process_time() - started - sampling_seconds
    memory = memory_of(counts)
    total_seconds = time.process_time() - started
    making_seconds = total_seconds - sampling_seconds - reading_seconds
    counts_bytes, file_bytes = sum(len(page.packed) for page in counts), len(memory_to_bytes(memory))
    growth_mb = own_peak_mb() - before_mb
    lookup_seconds = (_clean_seconds(timed_pages, memory) - _clean_seconds(timed_pages, None)) / _TIMED_PAGES
    print(f"{pages} pages, in seconds of CPU:", end=" ")
    print(f"sample {sampling_seconds:.1f}, read {len(counts)} {reading_seconds:.1f}, make {making_seconds:.1f}")
    print(f"counting adds {total_seconds / cleaning_seconds:.1%} to {cleaning_seconds:.0f} s of cleaning")
    print(f"a look-up in the memory takes {lookup_seconds * 1000:.1f} ms a page")
    print(f"counts {counts_bytes / 1e6:.1f} MB, memory as a file {file_bytes / 1e6:.1f} MB, RAM +{growth_mb:.0f} MB")


def _clean_seconds(raws: Sequence[RawPage], memory: SiteMemory | None) -> float:
    clean(raws[0].body, raws[0].url, memory=memory)
    started = time.process_time()
    for raw in raws:
        clean(raw.body, raw.url, memory=memory)
    return time.process_time() - started


if __name__ == "__main__":
    main()
