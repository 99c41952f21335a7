"""CPU seconds of the library alone, with which `bench.batch` compares a run.

    python -m bench.alone --pages 1000 [--size real] [--only-cleaning] [--half 0]

Prints one line of JSON. ``cleaning`` is ``clean()`` and freeing its result; ``document`` is
``to_document()``, with all that is computed on demand (Markdown, reasons); ``memory`` is counting the
pages of each site and making the site memory with which they are cleaned. ``fingerprints`` is what a run
records of each page to find copies and changes of sites: it is neither part of the library nor of
ledger, stores, processes or Prefect.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import TypeVar

from cleaners import Counts, RawPage, SiteMemory, clean, count_page, memory_of
from flows.dedup.likeness import text_fingerprint
from flows.drift.observation import observe
from flows.store.memory import MIN_PAGES

from .websites import SIZES, GeneratedPage, by_site, make_pages

T = TypeVar("T")


class Clock:
    """CPU seconds of this process by kind of work."""

    def __init__(self) -> None:
        self.pages = 0
        self.seconds = {"cleaning": 0.0, "document": 0.0, "memory": 0.0, "fingerprints": 0.0}

    def timed(self, kind: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        result = work()
        self.seconds[kind] += time.process_time() - started
        return result


def measure(clock: Clock, site: str, pages: Sequence[GeneratedPage], only_cleaning: bool) -> None:
    """Do the work of a run on the pages of a site, or only clean them."""
    memory: SiteMemory | None = None
    if len(pages) >= MIN_PAGES and not only_cleaning:
        counted = [clock.timed("memory", partial(count_page, RawPage(page.url, page.body))) for page in pages]
        memory = clock.timed("memory", lambda: memory_of(Counts(site, counted)))
    for page in pages:
        results = [clock.timed("cleaning", partial(clean, page.body, page.url, memory=memory))]
        if not only_cleaning:
            clock.timed("document", results[0].to_document)
            clock.timed("fingerprints", partial(observe, results[0]))
            clock.timed("fingerprints", partial(text_fingerprint, results[0].text))
        clock.timed("cleaning", results.clear)
    clock.pages += len(pages)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="bench.alone", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--only-cleaning", action="store_true")
    parser.add_argument("--half", type=int, choices=(0, 1), help="every other site only")
    options = parser.parse_args()
    for page in islice(make_pages(5, options.size), 5):  # loads the model, which must not count as cleaning
        clean(page.body, page.url).to_document()
    gc.disable()  # as in a run
    clock = Clock()
    for number, (site, pages) in enumerate(by_site(make_pages(options.pages, options.size))):
        if options.half is None or number % 2 == options.half:
            measure(clock, site, list(pages), options.only_cleaning)
    print(json.dumps({"pages": clock.pages, **clock.seconds}))


if __name__ == "__main__":
    main()
