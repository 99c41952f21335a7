"""Quality floors: figures of the shipped model on the labelled pages that must not get worse.

    python -m bench.quality              compare with the floors; exit code 1 when one is broken
    python -m bench.quality --pin        raise the floors to today's figures, never lower one
    python -m bench.quality --lower      write today's figures even if they are lower

They are measured on a tenth of the domains, which the shipped models were not trained on.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaners.clean import read_page
from cleaners.decide import confidence_of, decide
from cleaners.labelers import ordered_labelers
from cleaners.page import Page
from cleaners.reading import Reading
from cleaners.render import to_text
from cleaners.segment import segment_text
from training.corpus import HELD_OUT_BUCKET, bucket_of
from training.data import LabelledPage, digest_of, find_pages, training_pages
from training.flatten import STYLES, flatten
from training.hand_labels import hand_labelled_pages
from training.labels import score_text

FLOORS = Path(__file__).with_name("floors.json")
SURE = 0.9  # pages of at least this confidence count as sure
NOISE = 0.001  # a floor is pinned this much below the figure


@dataclass(frozen=True)
class Floors:
    """The pinned figures, and the data they were measured on."""

    digest: str
    figures: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = FLOORS) -> Floors:
        """Read the pinned floors. Raises FileNotFoundError when there are none."""
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return cls(data["digest"], data["figures"])

    def save(self, path: Path = FLOORS) -> None:
        data = {"digest": self.digest, "figures": dict(sorted(self.figures.items()))}
        path.write_text(json.dumps(data, indent=2) + "\n", "utf-8")

    def broken_by(self, measured: Mapping[str, float]) -> list[str]:
        """The names of the figures that are below their floor or were not measured."""
        return [name for name, floor in self.figures.items() if not measured.get(name, -1.0) >= floor]


def pinned(digest: str, measured: Mapping[str, float], before: Floors | None, lower: bool) -> Floors:
    """New floors from the measured figures: never below those ``before``, unless ``lower``.

    Floors of other pages cannot be compared: raises ValueError, unless ``lower``.
    """
    new = {name: max(0.0, math.floor(1000 * (value - NOISE) + 1e-6) / 1000) for name, value in measured.items()}
    if before is None or lower:
        return Floors(digest, new)
    if before.digest != digest:
        raise ValueError("the floors were pinned on other pages; --lower replaces them with floors of these")
    raised = {name: max(floor, new.get(name, floor)) for name, floor in before.figures.items()}
    return Floors(digest, {**new, **raised})


def floor_pages() -> list[LabelledPage]:
    """The pages that the floors are measured on: a tenth of the domains, which no shipped model was trained on.

    Raises FileNotFoundError as `find_pages`.
    """
    pages = [*training_pages(), *hand_labelled_pages()]
    return [page for page in pages if bucket_of(page.group) == HELD_OUT_BUCKET]


def measure(pages: Sequence[LabelledPage]) -> dict[str, float]:
    """Every figure that has a floor, by name."""
    scores: dict[str, list[float]] = defaultdict(list)
    sure: list[float] = []
    for labelled in pages:
        url = labelled.url or None
        page, _ = read_page(labelled.body, url)
        f1, confidence = _score(page, labelled)
        scores[f"{labelled.folder} all"].append(f1)
        scores[f"{labelled.folder} {labelled.kind}"].append(f1)
        if confidence >= SURE:
            sure.append(f1)
        # One style a page, chosen by its name: all four styles of every page would take four times as long.
        style = STYLES[zlib.crc32(labelled.name.encode()) % len(STYLES)]
        f1, _ = _score(segment_text(flatten(page, style, labelled.name), url), labelled)
        scores[f"flattened {style}"].append(f1)
    figures = {name: sum(values) / len(values) for name, values in scores.items()}
    figures["sure pages, share"] = len(sure) / len(pages)
    figures["sure pages, F1"] = sum(sure) / len(sure) if sure else 0.0
    return figures


def _score(page: Page, labelled: LabelledPage) -> tuple[float, float]:
    decisions = decide(Reading(page), ordered_labelers())
    return score_text(to_text(page, decisions), labelled), confidence_of(decisions)


def table(measured: Mapping[str, float], floors: Floors | None) -> str:
    """The figures beside their floors."""
    lines = [f"{'on pages not trained on':32}{'reached':>9}{'floor':>8}"]
    for name, value in sorted(measured.items()):
        floor = floors.figures.get(name) if floors else None
        mark = "  BROKEN" if floor is not None and value < floor else ""
        lines.append(f"{name:32}{value:9.4f}{'' if floor is None else f'{floor:8.3f}'}{mark}")
    return "\n".join(lines)


def main() -> int:
    """The command. Exit codes: 1 a floor is broken, 2 there is nothing to compare with."""
    parser = argparse.ArgumentParser(prog="bench.quality", description="Compare quality with its floors.")
    parser.add_argument("--data", type=Path, help="a folder of labelled pages (default: the tenth held out)")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N pages, as a trial; never pinned")
    parser.add_argument("--pin", action="store_true", help="raise the floors to today's figures")
    parser.add_argument("--lower", action="store_true", help="write today's figures even if they are lower")
    options = parser.parse_args()
    try:
        found = find_pages(options.data, options.sample) if options.data else []
        pages = [files.read() for files in found] if options.data else floor_pages()[: options.sample or None]
        before = Floors.load() if FLOORS.exists() else None
    except FileNotFoundError as error:
        return _refuse(str(error))
    if options.sample:
        print(table(measure(pages), None))
        return 0
    return _compare(pages, before, options)


def _compare(pages: Sequence[LabelledPage], before: Floors | None, options: argparse.Namespace) -> int:
    digest = digest_of(pages)
    if not (options.pin or options.lower):
        if before is None:
            return _refuse("no floors are pinned yet; --pin pins them")
        if before.digest != digest:
            return _refuse("the floors were pinned on other pages; --lower pins new ones")
    measured = measure(pages)
    print(table(measured, before))
    if options.pin or options.lower:
        try:
            pinned(digest, measured, before, options.lower).save()
        except ValueError as error:
            return _refuse(str(error))
    broken = [] if options.lower or before is None else before.broken_by(measured)
    for name in broken:
        print(f"below its floor: {name}; if that is intended, --lower writes the new floor", file=sys.stderr)
    return 1 if broken else 0


def _refuse(message: str) -> int:
    print(f"bench.quality: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
