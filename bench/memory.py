"""What site memory does on made-up sites, and what it costs.

python -m bench.memory            promo lines left and body lines lost, by number of pages
python -m bench.memory --verbose  and which
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.sitegen.figures import Tally, memory_of, tally
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES

SIZES = (1, 2, 3, 8, 25, 60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{len(TEMPLATES)} sites, seed {options.seed}")
    print(f"{'pages':>6} {'promo left':>11} {'body lost':>10} {'of 8+ words':>12} {'s':>6}")
    for size in SIZES:
        started = time.process_time()
        found = Tally()
        for template in TEMPLATES:
            pages = make_site(template, size, options.seed)
            found += tally(pages, memory_of(pages))
        _row(str(size), found, started, options.verbose)
    started, found = time.process_time(), Tally()
    for template in TEMPLATES:
        pages = make_site(template, 25, options.seed)
        found += tally(make_site(template, 6, options.seed + 1, later=True), memory_of(pages))
    _row("later", found, started, options.verbose)


def _row(name: str, found: Tally, started: float, verbose: bool) -> None:
    spent = time.process_time() - started
    print(
        f"{name:>6} {found.promo_left / found.promo:>10.1%} {found.body_lost / found.body:>10.2%}"
        f" {found.long_lost:>12} {spent:>6.1f}"
    )
    if verbose:
        for line in [*found.left[:60], "lost:", *found.lost[:60]]:
            print("    ", line, file=sys.stderr)


if __name__ == "__main__":
    main()
