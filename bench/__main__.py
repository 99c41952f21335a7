"""Quality and speed compared with other extractors, on any folder of labelled pages.

python -m bench [--data FOLDER] [--sample N] [--peers NAME ...]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaners import PageRefused
from training.data import LabelledPage, PageFiles, data_folder, find_pages
from training.labels import score_text

from .peers import Extract, PeerFailed, load_peers
from .speed import body_text, peak_memory, timed, trafilatura_whole, whole_text

OURS, OURS_WHOLE = "winnow", "winnow, with metadata"
THEIRS, THEIRS_WHOLE = "trafilatura", "trafilatura, with metadata"
_SPEED_ONLY = (OURS_WHOLE, THEIRS_WHOLE)
CAUTION = (
    "winnow's F1 is fair only on pages that the shipped model was not trained on; NOTICE names those it was\n"
    "trained on. Fair figures of these, cross-validated by domain, come from `make train`."
)
_KIND_ORDER = ("article", "news", "documentation", "service", "forum", "listing", "product", "collection")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one system on one page. ``seconds`` are CPU time."""

    system: str
    folder: str
    kind: str
    f1: float
    seconds: float
    failed: bool


def systems_of(peers: Sequence[str]) -> tuple[dict[str, Extract], list[str]]:
    """The systems to measure, ours first, and the packages that are not installed."""
    installed, missing = load_peers(peers)
    systems: dict[str, Extract] = {OURS: body_text, OURS_WHOLE: whole_text, **installed}
    if THEIRS in installed:
        systems[THEIRS_WHOLE] = trafilatura_whole
    return systems, missing


def run(pages: Sequence[PageFiles], systems: dict[str, Extract]) -> list[Outcome]:
    """Run every system on every page, page by page, so that a slow moment of the machine affects all systems."""
    first = pages[0].read()
    for extract in systems.values():  # loads models and word lists, which must not count for a page
        _outcome("", first, extract)
    outcomes = []
    for number, files in enumerate(pages):
        page = files.read()
        names = list(systems)
        start = number % len(names)  # the first system of a page is slower, so each is the first in turn
        for name in names[start:] + names[:start]:
            outcomes.append(_outcome(name, page, systems[name]))
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {len(pages)} pages", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return outcomes


def _outcome(name: str, page: LabelledPage, extract: Extract) -> Outcome:
    try:
        text, seconds = timed(extract, page.body, page.url or None)
    except (PageRefused, PeerFailed):
        return Outcome(name, page.folder, page.kind, score_text("", page), 0.0, True)
    return Outcome(name, page.folder, page.kind, score_text(text, page), seconds, False)


def quality_table(outcomes: Sequence[Outcome]) -> str:
    """Mean word F1 by system: a row for each folder and its kinds of pages, and one for the mean of the folders."""
    systems = [name for name in dict.fromkeys(outcome.system for outcome in outcomes) if name not in _SPEED_ONLY]
    rows: dict[str, dict[str, list[float]]] = {}
    for outcome in outcomes:
        for row in (outcome.folder, f"  {outcome.kind}"):
            key = outcome.folder + "\0" + row
            rows.setdefault(key, {}).setdefault(outcome.system, []).append(outcome.f1)
    names = [name.split(", ") for name in systems]
    lines = [f"{'':20}{'':>6}" + "".join(f"{name[0]:>12.11}" for name in names)]
    lines.append(f"{'word F1':20}{'pages':>6}" + "".join(f"{(name[1:] or [''])[0]:>12.11}" for name in names))
    means: dict[str, list[float]] = defaultdict(list)
    kinds = defaultdict[str, set[str]](set)
    for outcome in outcomes:
        kinds[outcome.folder].add(outcome.kind)
    for key in sorted(rows, key=_row_order):
        folder, _, row = key.partition("\0")
        if row != folder and len(kinds[folder]) == 1:
            continue
        scores = rows[key]
        lines.append(f"{row:20}{len(scores[systems[0]]):6}" + "".join(f"{_mean(scores[n]):12.3f}" for n in systems))
        if row == folder:
            for name in systems:
                means[name].append(_mean(scores[name]))
    if len(kinds) > 1:
        lines.append(f"{'mean of the folders':26}" + "".join(f"{_mean(means[name]):12.3f}" for name in systems))
    return "\n".join(lines)


def _row_order(key: str) -> tuple[str, int, str]:
    folder, _, row = key.partition("\0")
    kind = row.strip()
    return folder, (0 if row == folder else 1 + _KIND_ORDER.index(kind) if kind in _KIND_ORDER else 99), kind


def speed_table(outcomes: Sequence[Outcome]) -> str:
    """CPU time per page by system, and how many times as fast as trafilatura with the same work."""
    seconds: dict[str, list[float]] = defaultdict(list)
    failed: dict[str, int] = defaultdict(int)
    for outcome in outcomes:
        failed[outcome.system] += outcome.failed
        if not outcome.failed:
            seconds[outcome.system].append(outcome.seconds)
    lines = ["CPU, ms a page".ljust(28) + "   mean  median    95 %   compared"]
    for name in seconds:
        times = sorted(1000 * second for second in seconds[name])
        row = f"{_mean(times):7.1f} {times[len(times) // 2]:7.1f} {times[int(0.95 * (len(times) - 1))]:7.1f}"
        other = THEIRS_WHOLE if name in _SPEED_ONLY else THEIRS
        if other in seconds and name != other:
            row += f"   {_mean(seconds[other]) / max(_mean(seconds[name]), 1e-9):.1f} times as fast as {other}"
        if failed[name]:
            row += f"   ({failed[name]} pages could not be read)"
        lines.append(f"{name:28}{row}")
    return "\n".join(lines)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def main() -> int:
    """The command. Exit code 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=data_folder(), help="a folder of labelled pages")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N pages, always the same")
    parser.add_argument("--peers", nargs="*", default=[], metavar="NAME", help="only these peers")
    options = parser.parse_args()
    try:
        pages = find_pages(options.data, options.sample)
        systems, missing = systems_of(options.peers)
    except (FileNotFoundError, ValueError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    for package in missing:
        print(f"{package} is not installed and is left out (pip install {package})", file=sys.stderr)
    print(f"{len(pages)} pages of {options.data.name}\n{CAUTION}\n", flush=True)
    outcomes = run(pages, systems)
    print(f"{quality_table(outcomes)}\n\n{speed_table(outcomes)}\n", flush=True)
    print(f"peak memory of one process that cleans them all: {peak_memory(options.data, options.sample):.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
