"""Keep-rates of tokens and their log-odds: how often what carries a token is body, as a mean over domains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.labelers.model.tables import STEP

from .corpus import BUCKETS, TABLES, Corpus, Sample

PRIOR_DOMAINS = 3.0  # domains with the mean rate that are added to every token's own
MIN_LOG_ODDS = 0.15  # log-odds nearer to 0 are set to 0
MIN_DOMAINS = 3  # a token on fewer domains gets 0

Floats = NDArray[np.float32]


@dataclass
class KeepRates:
    """By table, bucket and token: the sum of the domains' keep-rates, and the number of domains."""

    sums: Mapping[str, NDArray[np.float32]]
    counts: Mapping[str, NDArray[np.float32]]

    def log_odds(self, table: str, buckets: Iterable[int]) -> Floats:
        """Log-odds of every token against the mean, from the domains of some buckets; 0 for rare tokens."""
        chosen = sorted(buckets)
        total, count = self.sums[table][chosen].sum(0), self.counts[table][chosen].sum(0)
        mean = total.sum() / max(float(count.sum()), 1.0) if count.any() else 0.5
        rate = (total + PRIOR_DOMAINS * mean) / (count + PRIOR_DOMAINS)
        log_odds = np.log(rate / (1 - rate)) - np.log(mean / (1 - mean))
        log_odds[(count < MIN_DOMAINS) | (np.abs(log_odds) < MIN_LOG_ODDS)] = 0
        values: Floats = (np.clip(np.round(log_odds / STEP), -127, 127) * STEP).astype(np.float32)
        return values


def count_keep_rates(corpus: Corpus) -> KeepRates:
    """The keep-rates of a corpus, summed over domains."""
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
    return KeepRates(sums, counts)


def _domain_rate(samples: list[Sample], table: str) -> tuple[NDArray[np.int64], Floats]:
    """The tokens of one domain, and the share of body in what carries them."""
    ids, body_sizes, sizes = [], [], []
    for sample in samples:
        own = sample.tokens[table]
        body, size = _element_words(sample) if table == "markup" else (sample.label, np.ones_like(sample.label))
        repeat = np.diff(own.offsets)
        ids.append(own.ids)
        body_sizes.append(np.repeat(body, repeat))
        sizes.append(np.repeat(size, repeat))
    tokens, row = np.unique(np.concatenate(ids), return_inverse=True)
    words = np.bincount(row, np.concatenate(sizes), len(tokens))
    body_words = np.bincount(row, np.concatenate(body_sizes), len(tokens))
    used = words > 0
    return tokens[used], (body_words[used] / words[used]).astype(np.float32)


def _element_words(sample: Sample) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By element: the words of body in it, and all its words."""
    if sample.tree is None:
        return np.zeros(0), np.zeros(0)
    weight = sample.words.astype(np.float64) + 2
    total = np.concatenate(([0], np.cumsum(weight)))
    body = np.concatenate(([0], np.cumsum(weight * sample.label)))
    start, end = sample.tree.start[:-1], sample.tree.end[:-1]
    return body[end] - body[start], total[end] - total[start]
