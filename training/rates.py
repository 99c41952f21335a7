"""Keep-rates of tokens: the mean over domains, shrunk, as log-odds, with any buckets of domains left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.labelers.model.tables import STEP

from .corpus import BUCKETS, TABLES, Corpus, Sample

SHRINK = 3.0  # domains' worth of the mean rate that every token starts with
LEAST_WORTH = 0.15  # a token whose log-odds are nearer to 0 is not kept
LEAST = 3  # a token seen on fewer domains has no rate

Values = NDArray[np.float32]


@dataclass
class Rates:
    """For every table, bucket and token: the sum of the domains' keep-rates and the number of domains."""

    sums: Mapping[str, NDArray[np.float32]]
    counts: Mapping[str, NDArray[np.float32]]

    def values(self, table: str, buckets: Iterable[int]) -> Values:
        """Log-odds of every token against the mean, from the domains of some buckets; 0 for the rare."""
        use = sorted(buckets)
        total, count = self.sums[table][use].sum(0), self.counts[table][use].sum(0)
        mean = total.sum() / max(float(count.sum()), 1.0) if count.any() else 0.5
        rate = (total + SHRINK * mean) / (count + SHRINK)
        odds = np.log(rate / (1 - rate)) - np.log(mean / (1 - mean))
        odds[(count < LEAST) | (np.abs(odds) < LEAST_WORTH)] = 0
        values: Values = (np.clip(np.round(odds / STEP), -127, 127) * STEP).astype(np.float32)
        return values


def count_rates(corpus: Corpus) -> Rates:
    """The keep-rates of a corpus, domain by domain."""
    shape = {name: (BUCKETS, len(corpus.vocabularies[name])) for name in TABLES}
    sums = {name: np.zeros(shape[name], np.float32) for name in TABLES}
    counts = {name: np.zeros(shape[name], np.float32) for name in TABLES}
    domains: dict[str, list[Sample]] = {}
    for sample in corpus.samples:
        domains.setdefault(sample.labelled.group, []).append(sample)
    for samples in domains.values():
        for name in TABLES:
            tokens, rate = _domain_rate(samples, name)
            sums[name][samples[0].bucket, tokens] += rate
            counts[name][samples[0].bucket, tokens] += 1
    return Rates(sums, counts)


def _domain_rate(samples: list[Sample], table: str) -> tuple[NDArray[np.int64], Values]:
    """The tokens of one domain and the rate at which what carries them is kept."""
    ids, in_body, whole = [], [], []
    for sample in samples:
        tokens = sample.tokens[table]
        body, size = _element_words(sample) if table == "markup" else (sample.label, np.ones_like(sample.label))
        repeat = np.diff(tokens.offsets)
        ids.append(tokens.ids)
        in_body.append(np.repeat(body, repeat))
        whole.append(np.repeat(size, repeat))
    found, row = np.unique(np.concatenate(ids), return_inverse=True)
    words = np.bincount(row, np.concatenate(whole), len(found))
    body_words = np.bincount(row, np.concatenate(in_body), len(found))
    full = words > 0
    return found[full], (body_words[full] / words[full]).astype(np.float32)


def _element_words(sample: Sample) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Words of body and words at all inside every element."""
    if sample.tree is None:
        return np.zeros(0), np.zeros(0)
    weight = sample.words.astype(np.float64) + 2
    total = np.concatenate(([0], np.cumsum(weight)))
    body = np.concatenate(([0], np.cumsum(weight * sample.label)))
    start, end = sample.tree.start[:-1], sample.tree.end[:-1]
    return body[end] - body[start], total[end] - total[start]
