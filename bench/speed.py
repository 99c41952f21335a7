"""CPU time per page, for all of `clean` and for a part, and the peak memory of one process.

python -m bench.speed FOLDER [--sample N]      # prints the peak memory of cleaning a folder, in MB
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cleaners import PageRefused, clean
from cleaners.clean import read_page, without_collector
from cleaners.decide import decide
from cleaners.labelers import ordered_labelers
from cleaners.reading import Reading
from cleaners.render import to_text
from training.data import find_pages

from .processes import own_peak_mb

ROOT = Path(__file__).resolve().parents[1]


def body_text(body: bytes, url: str | None) -> str:
    """The work of `clean` without metadata: read the page, decide on its blocks, write the text."""
    with without_collector():  # as `clean` does
        page, _ = read_page(body, url)
        decisions = decide(Reading(page), ordered_labelers())
    return to_text(page, decisions)


def whole_text(body: bytes, url: str | None) -> str:
    """All the work of `clean`, and the text."""
    return clean(body, url).text


def trafilatura_whole(body: bytes, url: str | None) -> str:
    """Trafilatura with the same work as all of `clean`: body and metadata as Python objects."""
    from trafilatura import bare_extraction

    document = bare_extraction(body, url=url, with_metadata=True)
    return getattr(document, "text", "") or ""


def timed(extract: Callable[[bytes, str | None], str], body: bytes, url: str | None) -> tuple[str, float]:
    """The text that ``extract`` returns for a page, and the CPU seconds that it took."""
    started = time.process_time()
    text = extract(body, url)
    return text, time.process_time() - started


def peak_memory(folder: Path, sample: int = 0) -> float:
    """The peak memory, in MB, of a new process that cleans every page of a folder, one after the other."""
    command = [sys.executable, "-m", "bench.speed", str(folder), "--sample", str(sample)]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(process.stdout)


def main() -> int:
    """Clean a folder and print the peak memory it took."""
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    options = parser.parse_args()
    for files in find_pages(options.folder, options.sample):
        page = files.read()
        try:
            whole_text(page.body, page.url or None)
        except PageRefused as refused:
            print(f"{page.name}: {refused}", file=sys.stderr)
    print(f"{own_peak_mb():.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
