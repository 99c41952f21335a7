"""Features of a block's own text and its neighbours: those that flattened text has as well."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...page import Block, Kind, Page
from ...reading import Reading
from ...reading.prose import model_prose
from ...words import count_spaceless, has_spaceless, words_of
from . import chars
from .chars import Floats, char_counts
from .title_features import add_title_features, find_title

_WORD = re.compile(r"\w+")
KIND_CODES = {kind: float(code) for code, kind in enumerate(Kind)}
_SPACELESS_SHARE = 0.5  # in scripts without spaces two characters are about a word
_TRAINED_MARKS = frozenset(("link", "strong", "em", "code"))
_WINDOWS = (1, 2, 5, 15, 40)
_ENDS = dict.fromkeys(".!?…。！？؟।", 1.0) | {":": 2.0, ",": 3.0, ";": 3.0} | dict.fromkeys("\"'”’»)]", 4.0)


@dataclass
class BlockFeatures:
    """Features of every block that other features are computed from; hidden blocks are included.

    ``tokens`` are the words of each block and ``weights`` their numbers, as quality is counted (`cleaners.words`).
    """

    tokens: list[list[str]]
    words: Floats  # length in words; two characters count as one in scripts without spaces
    linked: Floats  # share of the characters inside links
    prose: Floats  # as words, where the block is running text; else 0
    title_index: int  # of the block that is the page's title; -1 without one
    columns: dict[str, Floats]
    weights: NDArray[np.float64]


def measure_blocks(reading: Reading) -> BlockFeatures:
    """Every feature that needs no markup, by name."""
    page = reading.page
    blocks = page.blocks
    tokens = split_words(page)
    weights = np.array([len(found) for found in tokens], np.float64)
    spans = np.array([block.span for block in blocks], np.int64).reshape(-1, 2)
    counts = char_counts(page.text, spans)
    length = np.maximum((spans[:, 1] - spans[:, 0]).astype(np.float32), 1)
    linked = np.array([block.linked for block in blocks], np.float32) / length
    lengths = (weights - _SPACELESS_SHARE * _spaceless_counts(page)).astype(np.float32)
    prose = model_prose(lengths, linked, counts[chars.STOP]).astype(np.float32)
    columns = _own_text(page, lengths, length, counts)
    columns["linked"] = linked
    columns["prose"] = prose
    _add_repetition(columns, page)
    distinct = [frozenset(found) for found in tokens]
    title_index, probability = find_title(reading)
    columns["title odds"] = np.full(len(blocks), probability, np.float32)
    add_title_features(columns, distinct, title_index, reading)
    _add_context(columns, lengths, linked, prose)
    _add_short_runs(columns, lengths)
    return BlockFeatures(tokens, lengths, linked, prose, title_index, columns, weights)


def split_words(page: Page) -> list[list[str]]:
    """By block: the words of its lower-cased text."""
    if not has_spaceless(page.text):
        return [_WORD.findall(block.text.lower()) for block in page.blocks]
    shared: dict[str, str] = {}  # a character of Chinese that is a string of its own takes 80 bytes
    return [[shared.setdefault(word, word) for word in words_of(block.text)] for block in page.blocks]


def _spaceless_counts(page: Page) -> Floats:
    """By block: the number of characters of scripts without spaces."""
    if not has_spaceless(page.text):
        return np.zeros(len(page.blocks), np.float32)
    return np.array([count_spaceless(block.text) for block in page.blocks], np.float32)


def _own_text(page: Page, words: Floats, length: Floats, counts: dict[int, Floats]) -> dict[str, Floats]:
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
        "begin": np.array([_first_character(block.text[:1]) for block in blocks], np.float32),
        "kind": np.array([KIND_CODES[block.kind] for block in blocks], np.float32),
        "level": np.array([block.level for block in blocks], np.float32),
        "gap": np.array([min(block.gap, 5) for block in blocks], np.float32),
        "marks": np.array([_emphases(block) for block in blocks], np.float32),
        "breaks": np.array([block.text.count("\n") for block in blocks], np.float32),
    }


def _emphases(block: Block) -> int:
    """The number of marks of the kinds that the model was trained on."""
    return sum(mark.kind in _TRAINED_MARKS for mark in block.marks) if block.marks else 0


def _first_character(char: str) -> float:
    return 1.0 if char.islower() else 2.0 if char.isupper() else 3.0 if char.isdigit() else 0.0


def _add_repetition(columns: dict[str, Floats], page: Page) -> None:
    """How often a block's text occurs on the page, and how often before it."""
    occurrences: dict[str, int] = {}
    before = []
    for block in page.blocks:
        before.append(occurrences.get(block.text, 0))
        occurrences[block.text] = before[-1] + 1
    columns["repeats before"] = np.array(before, np.float32)
    columns["repeats"] = np.array([occurrences[block.text] for block in page.blocks], np.float32)


def running_sums(values: Floats) -> NDArray[np.float64]:
    """The sum of the values before each index, and of all values."""
    return np.concatenate(([0.0], values.cumsum(dtype=np.float64)))


def window_sums(total: NDArray[np.float64], reach: int) -> tuple[Floats, Floats]:
    """Sums over the ``reach`` blocks before and after each block, without it; ``total`` are `running_sums`."""
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
    columns["since heading"], columns["until heading"] = distances(columns["kind"] == KIND_CODES[Kind.HEADING])
    for name in ("end", "kind", "capitalised words"):
        values = columns[name]
        columns[f"{name} before"] = np.concatenate(([np.nan], values[:-1])).astype(np.float32)[:n]
        columns[f"{name} after"] = np.concatenate((values[1:], [np.nan])).astype(np.float32)[:n]


def distances(hits: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Distance in blocks from the last hit before and to the next hit after each block; NaN where there is none."""
    n = len(hits)
    index = np.arange(n)
    last = np.maximum.accumulate(np.where(hits, index, -1)) if n else index
    last = np.concatenate(([-1], last[:-1])) if n else last
    after = np.minimum.accumulate(np.where(hits, index, n)[::-1])[::-1] if n else index
    after = np.concatenate((after[1:], [n])) if n else after
    since = np.where(last >= 0, index - last, np.nan)
    until = np.where(after < n, after - index, np.nan)
    return since.astype(np.float32), until.astype(np.float32)


def _add_short_runs(columns: dict[str, Floats], words: Floats) -> None:
    """Runs of short lines, as menus and link lists leave them, and paragraphs between two blank lines."""
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
    """A number for each run of equal flags, counted from 0."""
    if not len(flags):
        return np.zeros(0, np.int64)
    return np.cumsum(np.concatenate(([0], flags[1:] != flags[:-1])), dtype=np.int64)
