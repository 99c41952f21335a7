"""What a block's own text and its neighbours tell: features that flattened text has too."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...page import Kind, Page
from ...reading import Reading
from ...reading.prose import model_prose
from . import chars
from .chars import Floats, char_counts
from .title_features import add_title, find_title

_WORD = re.compile(r"\w+")
KIND_CODES = {kind: float(code) for code, kind in enumerate(Kind)}
_WINDOWS = (1, 2, 5, 15, 40)
_ENDS = dict.fromkeys(".!?…。！？؟।", 1.0) | {":": 2.0, ",": 3.0, ";": 3.0} | dict.fromkeys("\"'”’»)]", 4.0)


@dataclass
class BlockFeatures:
    """Per-block measures that other feature groups build on; of all blocks, hidden ones too, as `Reading.lines` is not.

    Words are runs of word characters here, as the model's tables count them.
    """

    tokens: list[list[str]]
    words: Floats
    linked: Floats  # share of the characters inside links
    prose: Floats  # words, where the block reads like running text; else 0
    title: int  # the block that is the page's title, -1 when none is found
    columns: dict[str, Floats]

    @property
    def counted(self) -> NDArray[np.float64]:
        """How many words each block has, as they are tokens."""
        return np.array([len(found) for found in self.tokens], np.float64)


def measure_lines(reading: Reading) -> BlockFeatures:
    """Every feature that needs no markup, by name."""
    page = reading.page
    blocks = page.blocks
    tokens = [_WORD.findall(block.text.lower()) for block in blocks]
    words = np.array([len(found) for found in tokens], np.float32)
    spans = np.array([block.span for block in blocks], np.int64).reshape(-1, 2)
    counts = char_counts(page.text, spans)
    length = np.maximum((spans[:, 1] - spans[:, 0]).astype(np.float32), 1)
    linked = np.array([block.linked for block in blocks], np.float32) / length
    wide = length - counts[chars.LOWER] - counts[chars.UPPER] - counts[chars.DIGIT] - counts[chars.SPACE]
    # Scripts without spaces and without case: count two characters as a word.
    sized = np.maximum(words, np.where(counts[chars.LOWER] + counts[chars.UPPER] < 0.2 * length, wide / 2, 0))
    prose = model_prose(sized, linked, counts[chars.STOP]).astype(np.float32)
    columns = _own(page, sized, length, counts)
    columns["linked"] = linked
    columns["prose"] = prose
    _add_repeats(columns, page)
    different = [frozenset(found) for found in tokens]
    title, odds = find_title(reading, different)
    columns["title odds"] = np.full(len(blocks), odds, np.float32)
    add_title(columns, different, title, reading)
    _add_context(columns, sized, linked, prose)
    _add_runs(columns, sized)
    return BlockFeatures(tokens, sized, linked, prose, title, columns)


def _own(page: Page, words: Floats, length: Floats, counts: dict[int, Floats]) -> dict[str, Floats]:
    blocks = page.blocks
    letters = np.maximum(counts[chars.UPPER] + counts[chars.LOWER], 1)
    safe_words = np.maximum(words, 1)
    return {
        "words": words,
        "chars": length,
        "word length": length / safe_words,
        "capitals": counts[chars.UPPER] / letters,
        "capitalised words": counts[chars.UPPER | chars.SPACE] / safe_words,
        "digits": counts[chars.DIGIT] / length,
        "stops": counts[chars.STOP],
        "words per stop": words / np.maximum(counts[chars.STOP], 0.5),
        "commas": counts[chars.COMMA] / safe_words,
        "symbols": counts[chars.SYMBOL] / length,
        "cased": (counts[chars.UPPER] + counts[chars.LOWER]) / length,
        "end": np.array([_ENDS.get(block.text[-1:], 0.0) for block in blocks], np.float32),
        "begin": np.array([_begin(block.text[:1]) for block in blocks], np.float32),
        "kind": np.array([KIND_CODES[block.kind] for block in blocks], np.float32),
        "level": np.array([block.level for block in blocks], np.float32),
        "gap": np.array([min(block.gap, 5) for block in blocks], np.float32),
        "marks": np.array([len(block.marks) for block in blocks], np.float32),
        "breaks": np.array([block.text.count("\n") for block in blocks], np.float32),
    }


def _begin(char: str) -> float:
    return 1.0 if char.islower() else 2.0 if char.isupper() else 3.0 if char.isdigit() else 0.0


def _add_repeats(columns: dict[str, Floats], page: Page) -> None:
    """How often a block's text stands on the page, and how often before it."""
    seen: dict[str, int] = {}
    before = []
    for block in page.blocks:
        before.append(seen.get(block.text, 0))
        seen[block.text] = before[-1] + 1
    columns["repeats before"] = np.array(before, np.float32)
    columns["repeats"] = np.array([seen[block.text] for block in page.blocks], np.float32)


def running_sums(values: Floats) -> NDArray[np.float64]:
    """The sums of the values before each place, and of all."""
    return np.concatenate(([0.0], values.cumsum(dtype=np.float64)))


def window_sums(total: NDArray[np.float64], reach: int) -> tuple[Floats, Floats]:
    """Sums over the ``reach`` blocks before and after each block, itself left out; of `running_sums`."""
    n = len(total) - 1
    index = np.arange(n)
    before = total[index] - total[np.maximum(index - reach, 0)]
    after = total[np.minimum(index + 1 + reach, n)] - total[index + 1]
    return before.astype(np.float32), after.astype(np.float32)


def _add_context(columns: dict[str, Floats], words: Floats, linked: Floats, prose: Floats) -> None:
    n = len(words)
    total = max(float(words.sum()), 1.0)
    before = np.cumsum(words) - words
    columns["place"] = np.arange(n, dtype=np.float32) / max(n, 1)
    columns["words before"] = before
    columns["words after"] = total - before - words
    columns["share before"] = before / total
    columns["share"] = words / total
    columns["page words"] = np.full(n, total, np.float32)
    columns["page blocks"] = np.full(n, n, np.float32)
    columns["page prose"] = np.full(n, prose.sum() / total, np.float32)
    columns["page linked"] = np.full(n, (words * linked).sum() / total, np.float32)
    columns["block mean"] = np.full(n, total / max(n, 1), np.float32)
    all_words, all_linked, all_prose = map(running_sums, (words, words * linked, prose))
    for reach in _WINDOWS:
        words_before, words_after = window_sums(all_words, reach)
        links_before, links_after = window_sums(all_linked, reach)
        columns[f"words {reach} before"], columns[f"words {reach} after"] = words_before, words_after
        columns[f"linked {reach} before"] = links_before / np.maximum(words_before, 1)
        columns[f"linked {reach} after"] = links_after / np.maximum(words_after, 1)
        if reach >= 5:
            prose_before, prose_after = window_sums(all_prose, reach)
            columns[f"prose {reach} before"], columns[f"prose {reach} after"] = prose_before, prose_after
    columns["prose before"] = (np.cumsum(prose) - prose) / total
    columns["prose after"] = (prose.sum() - np.cumsum(prose)) / total
    columns["since prose"], columns["until prose"] = distances(prose > 0)
    kinds = columns["kind"] == KIND_CODES[Kind.HEADING]
    columns["since heading"], columns["until heading"] = distances(kinds)
    for name in ("end", "kind", "capitalised words"):
        values = columns[name]
        columns[f"{name} before"] = np.concatenate(([np.nan], values[:-1])).astype(np.float32)[:n]
        columns[f"{name} after"] = np.concatenate((values[1:], [np.nan])).astype(np.float32)[:n]


def distances(hits: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Blocks since the last hit and until the next, itself left out; NaN where there is none."""
    n = len(hits)
    index = np.arange(n)
    last = np.maximum.accumulate(np.where(hits, index, -1)) if n else index
    last = np.concatenate(([-1], last[:-1])) if n else last
    after = np.minimum.accumulate(np.where(hits, index, n)[::-1])[::-1] if n else index
    after = np.concatenate((after[1:], [n])) if n else after
    since = np.where(last >= 0, index - last, np.nan)
    until = np.where(after < n, after - index, np.nan)
    return since.astype(np.float32), until.astype(np.float32)


def _add_runs(columns: dict[str, Floats], words: Floats) -> None:
    """Runs of short lines, as menus and link lists leave them, and what stands between two blank lines."""
    n = len(words)
    for name, limit in (("short", 6), ("shortish", 15)):
        run = run_numbers(words <= limit)
        size = np.bincount(run)[run] if n else run
        inside = words <= limit
        columns[f"{name} run"] = np.where(inside, size, 0).astype(np.float32)
        start = np.searchsorted(run, run, "left") if n else run
        columns[f"{name} run place"] = np.where(inside, np.arange(n) - start, -1).astype(np.float32)
    group = np.cumsum(columns["gap"] > 0) if n else np.zeros(0, np.int64)
    size, total = np.bincount(group), np.bincount(group, words)
    columns["paragraph lines"] = (size[group] if n else group).astype(np.float32)
    columns["paragraph mean"] = (total[group] / size[group] if n else group).astype(np.float32)


def run_numbers(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Neighbours with the same flag share a number; numbers rise from 0."""
    if not len(flags):
        return np.zeros(0, np.int64)
    return np.cumsum(np.concatenate(([0], flags[1:] != flags[:-1])), dtype=np.int64)
