"""From samples to a model: out-of-fold features, symmetric trees, the arrays of the model file."""

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
from cleaners.labelers.model.features import TokenLogOdds, log_odds_columns
from cleaners.labelers.model.forest import probability
from cleaners.labelers.model.log_odds import spread_of
from cleaners.labelers.model.prediction import SECOND_PREFIX
from cleaners.labelers.model.tables import STEP

from .corpus import TABLES, Corpus, Sample
from .keep_rates import Floats, KeepRates

# Weights of the pages of a set: the small ones count more than the large one.
SET_WEIGHTS = {"wcxb-dev": 1.0, "fundus-news": 2.5}
OTHER_WEIGHT = 2.0
EXPLAINED_TREES = 120  # of the first forest; reasons are made of their paths
INNER_FOLDS = 3  # the second forest is trained on the output of first forests that saw two thirds of the domains
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Settings:
    """Hyperparameters of the two forests; a second forest without trees is left out.

    ``depth`` is the number of questions of a tree, ``features`` the share of features tried for each of them.
    Each forest is the mean of ``seeds`` trainings that differ only by chance.
    """

    trees: tuple[int, int] = (450, 500)
    learning_rates: tuple[float, float] = (0.1, 0.08)
    depth: int = 6
    l2: float = 5.0
    features: float = 0.15
    seeds: int = 2
    threads: int = 1


def block_weights(sample: Sample) -> Floats:
    """The weight of each block: its share in the words that decide the page's F1."""
    share = np.clip((sample.words + 2) / (len(sample.truth) + 120), 0, 0.5)
    return (share * SET_WEIGHTS.get(sample.labelled.folder, OTHER_WEIGHT)).astype(np.float32)


def feature_table(sample: Sample, values: dict[str, Floats], drop_words: bool) -> tuple[list[str], Floats]:
    """Names and values of one sample's features; ``values`` holds, by table, the log-odds of every token."""
    runs = {name: (values[name][sample.tokens[name].ids], sample.tokens[name].offsets) for name in TABLES}
    log_odds = TokenLogOdds(runs, spread_of(*runs["markup"]), sample.english and not drop_words)
    columns = {**sample.columns, **log_odds_columns(sample.block_features, sample.tree, log_odds)}
    return list(columns), np.column_stack(list(columns.values())).astype(np.float32)


def fit(corpus: Corpus, keep_rates: KeepRates, buckets: Sequence[int], settings: Settings) -> dict[str, NDArray[Any]]:
    """Train on the samples of some buckets and return the arrays of the model.

    A sample's token features come from the other buckets, so that its own domain has no
    part in them. A third of the pages lose their word features, so that the model can do
    without them (language dropout). The second forest is trained on out-of-fold results
    of the first.
    """
    chosen = [sample for bucket in buckets for sample in corpus.samples if sample.bucket == bucket]
    tables = list[Floats]()
    for bucket in buckets:
        values = {name: keep_rates.log_odds(name, [b for b in buckets if b != bucket]) for name in TABLES}
        for sample in (s for s in chosen if s.bucket == bucket):
            dropped = zlib.crc32(sample.labelled.name.encode()) % 3 == 0
            names, table = feature_table(sample, values, dropped)
            tables.append(table)
    arrays = forest_arrays(_train_forests(chosen, tables, 0, settings), names, EXPLAINED_TREES)
    if settings.trees[1]:
        context = [
            measure_context(body_probability, sample.block_features.weights, sample.tree)
            for sample, body_probability in zip(
                chosen, _out_of_fold_probability(chosen, tables, buckets, settings), strict=True
            )
        ]
        wider = [
            np.column_stack([table, *columns.values()]).astype(np.float32)
            for table, columns in zip(tables, context, strict=True)
        ]
        second = forest_arrays(_train_forests(chosen, wider, 1, settings), [*names, *context[0]], 0)
        arrays.update({SECOND_PREFIX + name: array for name, array in second.items()})
    arrays.update(_token_arrays(corpus, keep_rates, buckets))
    return arrays


def _out_of_fold_probability(
    samples: Sequence[Sample], tables: Sequence[Floats], buckets: Sequence[int], settings: Settings
) -> list[NDArray[np.float64]]:
    """For every sample the body probabilities of its blocks, by a first forest that was trained on other buckets."""
    probabilities: dict[int, NDArray[np.float64]] = {}
    for part in range(INNER_FOLDS):
        held_out = set(buckets[part::INNER_FOLDS])
        training = [i for i, sample in enumerate(samples) if sample.bucket not in held_out]
        forest = _train_forest([samples[i] for i in training], [tables[i] for i in training], 0, settings)
        for i, sample in enumerate(samples):
            if sample.bucket in held_out:
                probabilities[i] = probability(forest.predict(tables[i]))
    return [probabilities[i] for i in range(len(samples))]


def _train_forests(
    samples: Sequence[Sample], tables: Sequence[Floats], stage: int, settings: Settings
) -> list[catboost.CatBoost]:
    return [_train_forest(samples, tables, stage, settings, seed) for seed in range(1, settings.seeds + 1)]


def _train_forest(
    samples: Sequence[Sample], tables: Sequence[Floats], stage: int, settings: Settings, seed: int = 1
) -> catboost.CatBoost:
    """The first forest (``stage`` 0) or the second (``stage`` 1), trained once on the blocks of some samples."""
    label = np.clip(np.concatenate([sample.label for sample in samples]), 0, 1)
    weight = np.concatenate([block_weights(sample) for sample in samples])
    model = catboost.CatBoost(
        {
            "loss_function": "CrossEntropy", "depth": settings.depth, "iterations": settings.trees[stage],
            "learning_rate": settings.learning_rates[stage], "l2_leaf_reg": settings.l2, "rsm": settings.features,
            "border_count": 48, "bootstrap_type": "Bernoulli", "subsample": 0.7, "boosting_type": "Plain",
            "leaf_estimation_iterations": 1, "random_seed": seed, "thread_count": settings.threads,
            "allow_writing_files": False, "verbose": 0,
        }
    )  # fmt: skip
    model.fit(catboost.Pool(np.vstack(tables), label=label, weight=weight))
    return model


def forest_arrays(
    models: Sequence[catboost.CatBoost], names: Sequence[str], explained_trees: int
) -> dict[str, NDArray[Any]]:
    """The mean of some forests as `cleaners.labelers.model.forest.Forest` reads it, without unused features.

    Their trees alternate, so that the most important ones come first; leaf weights are stored for the first
    ``explained_trees`` trees only.
    """
    exported = [_export(model) for model in models]
    trees = [tree for pair in zip(*(forest["oblivious_trees"] for forest in exported), strict=True) for tree in pair]
    depth = max(len(tree["splits"]) for tree in trees)
    questions: dict[tuple[int, float], int] = {}
    splits = np.zeros((len(trees), depth), np.int32)
    leaves, weights = np.zeros((len(trees), 1 << depth)), np.zeros((len(trees), 1 << depth))
    for row, tree in enumerate(trees):
        tree_questions = [(split["float_feature_index"], split["border"]) for split in tree["splits"]]
        splits[row, : len(tree_questions)] = [
            questions.setdefault(question, len(questions)) for question in tree_questions
        ]
        # A shallower tree is filled with question 0, and both answers lead to equal leaves.
        copies = 1 << (depth - len(tree_questions))
        leaves[row] = np.tile(tree["leaf_values"], copies)
        weights[row] = np.tile(tree["leaf_weights"], copies)
    used = sorted({feature for feature, _ in questions})
    column = {feature: index for index, feature in enumerate(used)}
    scales = np.tile([forest["scale_and_bias"][0] / len(models) for forest in exported], len(trees) // len(models))
    bias = np.mean([forest["scale_and_bias"][1] for forest in exported])
    return {
        "names": np.array([names[feature] for feature in used]),
        "feature": np.array([column[feature] for feature, _ in questions], np.int16),
        "border": np.array([border for _, border in questions], np.float32),
        "splits": splits.astype(np.int16),
        "leaves": (leaves * scales[:, None]).astype(np.float32),
        "weights": np.minimum(weights[:explained_trees], 65504).astype(np.float16),
        "bias": np.array(bias, np.float64),
    }


def _export(model: catboost.CatBoost) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        exported: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return exported


def _token_arrays(corpus: Corpus, keep_rates: KeepRates, buckets: Sequence[int]) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for name in TABLES:
        values = keep_rates.log_odds(name, buckets)
        learned = np.flatnonzero(values)
        hashes = corpus.vocabularies[name].hashes()[learned]
        order = np.argsort(hashes, kind="stable")
        arrays[f"{name}_hash"] = hashes[order]
        arrays[f"{name}_value"] = np.round(values[learned][order] / STEP).astype(np.int8)
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
