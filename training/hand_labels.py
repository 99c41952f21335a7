"""Pages labelled by reading: shown as numbered blocks, kept as ranges of blocks with digests, no text of the page.

    python -m training.hand_labels show shops/00554d1876162480
    python -m training.hand_labels set shops/00554d1876162480 --kind product --language en --body "3-9 12 15-40"
    python -m training.hand_labels agreement
    python -m training.hand_labels export FOLDER     # the labelled pages, for `python -m bench --data FOLDER`

A label is a line of `training/hand-labels/first.jsonl`; ``--by second`` writes those of a second reader,
who has not seen the first. What is body: `docs/labelling.md`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cleaners.clean import read_page
from cleaners.page import Block
from cleaners.words import words_of

from .data import REPOSITORY, LabelledPage, data_folder
from .labels import word_f1

LABELS = REPOSITORY / "training" / "hand-labels"
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")
_SHOWN = 240  # characters of a block


def parse_ranges(text: str, blocks: int) -> list[tuple[int, int]]:
    """ "3-9 12" as [(3, 9), (12, 12)], both ends included. Raises ValueError for what is no range of the page."""
    ranges: list[tuple[int, int]] = []
    for part in text.replace(",", " ").split():
        found = _RANGE.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not (ranges[-1][1] if ranges else -1) < first <= last < blocks:
            raise ValueError(f"{part!r}: ranges are like 3-9 or 12, rising, below {blocks}")
        ranges.append((first, last))
    return ranges


def digest(text: str) -> str:
    """Eight hex digits that identify a block's text, whatever its white space."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def read_unlabelled(name: str) -> tuple[dict[str, Any], bytes]:
    """The description and the bytes of a page, named FOLDER/ID. Raises FileNotFoundError when there is none."""
    path = data_folder() / "unlabelled" / name
    described: dict[str, Any] = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
    return described, gzip.decompress(path.with_name(path.name + ".html.gz").read_bytes())


def blocks_of(name: str) -> list[Block]:
    """The blocks that the ranges of a label count."""
    described, body = read_unlabelled(name)
    return read_page(body, described["url"] or None)[0].blocks


def body_of(label: dict[str, Any], blocks: Sequence[Block]) -> list[Block]:
    """The blocks that a label calls body.

    By number while the page is split as it was; otherwise by their digests, each as often as it was counted.
    """
    ranges = [range(first, last + 1) for first, last in label["ranges"]]
    if label["blocks"] == len(blocks):
        chosen = [blocks[index] for numbers in ranges for index in numbers]
        if [digest(block.text) for block in chosen] == label["digests"]:
            return chosen
    wanted = list(label["digests"])
    found = []
    for block in blocks:
        if (own := digest(block.text)) in wanted:
            wanted.remove(own)
            found.append(block)
    return found


def load_labels(reader: str = "first") -> dict[str, dict[str, Any]]:
    """The labels of one reader by page; empty if there are none."""
    path = LABELS / f"{reader}.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {label["page"]: label for label in map(json.loads, lines)}


def hand_labelled_pages() -> list[LabelledPage]:
    """The pages of the first reader with their truths, in a fixed order; ``folder`` is the set they come from."""
    return [_labelled(name, label) for name, label in sorted(load_labels().items())]


def _labelled(name: str, label: dict[str, Any]) -> LabelledPage:
    described, body = read_unlabelled(name)
    page, _ = read_page(body, described["url"] or None)
    text = "\n".join(block.text for block in body_of(label, page.blocks))
    folder, _, stem = name.partition("/")
    return LabelledPage(
        stem, folder, label["kind"], described["url"] or "", body, text,
        date=described.get("date") or "", site=described.get("group") or "",
    )  # fmt: skip


def export(folder: Path) -> int:
    """Write the pages of the first reader with their truths, one folder a set; returns their number."""
    labels = load_labels()
    for name, label in labels.items():
        described, body = read_unlabelled(name)
        page, _ = read_page(body, described["url"] or None)
        text = "\n".join(block.text for block in body_of(label, page.blocks))
        truth = {**described, "kind": label["kind"], "language": label["language"], "title": "", "text": text}
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(path.name + ".html.gz").write_bytes(gzip.compress(body))
        path.with_name(path.name + ".json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
    return len(labels)


def set_label(name: str, kind: str, language: str, body: str, reader: str) -> int:
    """Write the label of a page, in place of an earlier one; returns the words of its body."""
    blocks = blocks_of(name)
    ranges = parse_ranges(body, len(blocks))
    chosen = [blocks[index] for first, last in ranges for index in range(first, last + 1)]
    labels = load_labels(reader)
    labels[name] = {
        "page": name, "kind": kind, "language": language, "blocks": len(blocks), "ranges": ranges,
        "digests": [digest(block.text) for block in chosen],
    }  # fmt: skip
    LABELS.mkdir(exist_ok=True)
    lines = [json.dumps(labels[page], separators=(",", ":")) for page in sorted(labels)]
    (LABELS / f"{reader}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return sum(len(words_of(block.text)) for block in chosen)


def agreement() -> dict[str, float]:
    """Word F1 between the bodies of the two readers, by page."""
    first, second = load_labels(), load_labels("second")
    scores = {}
    for name in sorted(first.keys() & second.keys()):
        blocks = blocks_of(name)
        bodies = [
            [word for block in body_of(labels[name], blocks) for word in words_of(block.text)]
            for labels in (first, second)
        ]
        scores[name] = word_f1(bodies[0], bodies[1])
    return scores


def show(name: str, full: bool) -> None:
    """Print a page as numbered blocks: number, kind, text; short links in a row share a line."""
    for linked, run in itertools.groupby(blocks_of(name), lambda block: _is_short_link(block) and not full):
        if linked:
            print("     links:", " | ".join(f"{block.index} {_one_line(block)}" for block in run))
            continue
        for block in run:
            text = _one_line(block)
            cut = text if full or len(text) <= _SHOWN else f"{text[: _SHOWN - 60]} [...] {text[-50:]}"
            print(f"{block.index:4} {block.kind.value:9} {cut}")


def _is_short_link(block: Block) -> bool:
    return block.linked * 2 > len(block.text) and len(block.text) < 60


def _one_line(block: Block) -> str:
    return " ".join(block.text.split())


def main() -> int:
    """The command. Exit code 2 for a page, range or option that does not exist."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    showing = commands.add_parser("show")
    showing.add_argument("page")
    showing.add_argument("--full", action="store_true", help="whole blocks")
    setting = commands.add_parser("set")
    setting.add_argument("page")
    setting.add_argument("--kind", required=True)
    setting.add_argument("--language", required=True)
    setting.add_argument("--body", required=True, help='"3-9 12"; "" for a page without a body')
    setting.add_argument("--by", default="first", help="the reader (default first)")
    commands.add_parser("agreement")
    exporting = commands.add_parser("export")
    exporting.add_argument("folder", type=Path)
    options = parser.parse_args()
    try:
        if options.command == "show":
            show(options.page, options.full)
        elif options.command == "set":
            words = set_label(options.page, options.kind, options.language, options.body, options.by)
            print(f"{options.page}: {words} words of body")
        elif options.command == "export":
            print(f"{export(options.folder)} pages in {options.folder}")
        else:
            scores = agreement()
            print(*(f"{score:.3f} {name}" for name, score in scores.items()), sep="\n")
            print(f"{sum(scores.values()) / max(len(scores), 1):.4f} mean of {len(scores)} pages")
    except (OSError, ValueError) as error:
        print(f"hand_labels: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
