"""From samples to a model: features out of fold, symmetric trees, the arrays that are shipped."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import catboost
import numpy as np
from numpy.typing import NDArray

from cleaners.labelers.model.context_features import measure_context
from cleaners.labelers.model.features import Rated, rate_columns
from cleaners.labelers.model.log_odds import spread_of
from cleaners.labelers.model.prediction import SECOND
from cleaners.labelers.model.tables import STEP
from cleaners.labelers.model.trees import probability

from .corpus import TABLES, Corpus, Sample
from .rates import Rates, Values

NEWS_WEIGHT = 2.5  # few pages, clean truths
FOLLOWED = 120  # trees of the first forest from whose paths the reasons are made
PARTS = 4  # the second forest sees the output of first forests that were trained on three quarters of the domains
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Settings:
    """What is fitted: two forests (one, where the second has no trees), ``trees`` of ``depth`` questions each.

    ``rates`` are the steps of boosting. Each forest is the mean of ``seeds`` trainings that differ only by chance.
    """

    trees: tuple[int, int] = (450, 500)
    rates: tuple[float, float] = (0.1, 0.08)
    depth: int = 6
    l2: float = 5.0
    features: float = 0.15
    seeds: int = 2
    threads: int = 1


def weights_of(sample: Sample) -> Values:
    """The weight of each block: its share of what the page's F1 rests on."""
    share = np.clip((sample.words + 2) / (len(sample.truth) + 120), 0, 0.5)
    return (share * (NEWS_WEIGHT if sample.labelled.folder == "fundus-news" else 1.0)).astype(np.float32)


def table_of(sample: Sample, values: dict[str, Values], drop_words: bool) -> tuple[list[str], Values]:
    """The features of one sample with the values that tokens have in some tables."""
    runs = {name: (values[name][sample.tokens[name].ids], sample.tokens[name].offsets) for name in TABLES}
    rated = Rated(runs, spread_of(*runs["markup"]), sample.english and not drop_words)
    columns = {**sample.columns, **rate_columns(sample.lines, sample.tree, rated)}
    return list(columns), np.column_stack(list(columns.values())).astype(np.float32)


def fit(corpus: Corpus, rates: Rates, buckets: Sequence[int], settings: Settings) -> dict[str, NDArray[Any]]:
    """Train on the samples of some buckets and return the arrays of the model.

    A sample's token features come from the other buckets, so that no page sees
    rates its own domain has shaped; a third of the pages lose their word features,
    so that the model can do without them (language dropout). The first forest's output
    that the second forest is trained on is out of fold, too.
    """
    chosen = [sample for bucket in buckets for sample in corpus.samples if sample.bucket == bucket]
    tables = list[Values]()
    for bucket in buckets:
        values = {name: rates.values(name, [b for b in buckets if b != bucket]) for name in TABLES}
        for sample in (s for s in chosen if s.bucket == bucket):
            dropped = zlib.crc32(sample.labelled.name.encode()) % 3 == 0
            names, table = table_of(sample, values, dropped)
            tables.append(table)
    arrays = forest_arrays(_boost_all(chosen, tables, 0, settings), names, FOLLOWED)
    if settings.trees[1]:
        context = [
            measure_context(kept, sample.lines.counted, sample.tree)
            for sample, kept in zip(chosen, _first_kept(chosen, tables, buckets, settings), strict=True)
        ]
        wider = [
            np.column_stack([table, *columns.values()]).astype(np.float32)
            for table, columns in zip(tables, context, strict=True)
        ]
        second = forest_arrays(_boost_all(chosen, wider, 1, settings), [*names, *context[0]], 0)
        arrays.update({SECOND + name: array for name, array in second.items()})
    arrays.update(_token_arrays(corpus, rates, buckets))
    return arrays


def _first_kept(
    samples: Sequence[Sample], tables: Sequence[Values], buckets: Sequence[int], settings: Settings
) -> list[NDArray[np.float64]]:
    """For every sample the body probability of its blocks, by a first forest that was trained on other buckets."""
    found: dict[int, NDArray[np.float64]] = {}
    for part in range(PARTS):
        held = set(buckets[part::PARTS])
        learn = [i for i, sample in enumerate(samples) if sample.bucket not in held]
        forest = _boost([samples[i] for i in learn], [tables[i] for i in learn], 0, settings)
        for i, sample in enumerate(samples):
            if sample.bucket in held:
                found[i] = probability(forest.predict(tables[i]))
    return [found[i] for i in range(len(samples))]


def _boost_all(
    samples: Sequence[Sample], tables: Sequence[Values], which: int, settings: Settings
) -> list[catboost.CatBoost]:
    return [_boost(samples, tables, which, settings, seed) for seed in range(1, settings.seeds + 1)]


def _boost(
    samples: Sequence[Sample], tables: Sequence[Values], which: int, settings: Settings, seed: int = 1
) -> catboost.CatBoost:
    """The first (``which`` 0) or the second forest, trained once on the blocks of some samples."""
    label = np.clip(np.concatenate([sample.label for sample in samples]), 0, 1)
    weight = np.concatenate([weights_of(sample) for sample in samples])
    model = catboost.CatBoost(
        {
            "loss_function": "CrossEntropy", "depth": settings.depth, "iterations": settings.trees[which],
            "learning_rate": settings.rates[which], "l2_leaf_reg": settings.l2, "rsm": settings.features,
            "border_count": 48, "bootstrap_type": "Bernoulli", "subsample": 0.7, "boosting_type": "Plain",
            "leaf_estimation_iterations": 1, "random_seed": seed, "thread_count": settings.threads,
            "allow_writing_files": False, "verbose": 0,
        }
    )  # fmt: skip
    model.fit(catboost.Pool(np.vstack(tables), label=label, weight=weight))
    return model


def forest_arrays(models: Sequence[catboost.CatBoost], names: Sequence[str], followed: int) -> dict[str, NDArray[Any]]:
    """The mean of some forests as `cleaners.labelers.model.trees.Forest` reads it, without unused features.

    Their trees alternate, so that the most important ones stay first; only the first ``followed`` trees keep the
    weights of their leaves.
    """
    exported = [_export(model) for model in models]
    trees = [tree for turn in zip(*(whole["oblivious_trees"] for whole in exported), strict=True) for tree in turn]
    depth = max(len(tree["splits"]) for tree in trees)
    questions: dict[tuple[int, float], int] = {}
    splits = np.zeros((len(trees), depth), np.int32)
    leaves, weights = np.zeros((len(trees), 1 << depth)), np.zeros((len(trees), 1 << depth))
    for row, tree in enumerate(trees):
        asked = [(split["float_feature_index"], split["border"]) for split in tree["splits"]]
        splits[row, : len(asked)] = [questions.setdefault(question, len(questions)) for question in asked]
        # A shallower tree is filled up with question 0: both answers lead to the same leaf.
        copies = 1 << (depth - len(asked))
        leaves[row] = np.tile(tree["leaf_values"], copies)
        weights[row] = np.tile(tree["leaf_weights"], copies)
    used = sorted({feature for feature, _ in questions})
    column = {feature: index for index, feature in enumerate(used)}
    scales = np.tile([whole["scale_and_bias"][0] / len(models) for whole in exported], len(trees) // len(models))
    bias = np.mean([whole["scale_and_bias"][1] for whole in exported])
    return {
        "names": np.array([names[feature] for feature in used]),
        "feature": np.array([column[feature] for feature, _ in questions], np.int16),
        "border": np.array([border for _, border in questions], np.float32),
        "splits": splits.astype(np.int16),
        "leaves": (leaves * scales[:, None]).astype(np.float32),
        "weights": np.minimum(weights[:followed], 65504).astype(np.float16),
        "bias": np.array(bias, np.float64),
    }


def _export(model: catboost.CatBoost) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        exported: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return exported


def _token_arrays(corpus: Corpus, rates: Rates, buckets: Sequence[int]) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for name in TABLES:
        values = rates.values(name, buckets)
        kept = np.flatnonzero(values)
        hashes = corpus.vocabularies[name].hashes()[kept]
        order = np.argsort(hashes, kind="stable")
        arrays[f"{name}_hash"] = hashes[order]
        arrays[f"{name}_value"] = np.round(values[kept][order] / STEP).astype(np.int8)
    return arrays


def write_model(arrays: Mapping[str, NDArray[Any]], path: Path) -> int:
    """Write a model file, the same bytes for the same arrays; returns its size in bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())
    return path.stat().st_size
