"""A site's pages through the cleaner and under watch, without a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaners import clean
from flows.dedup.duplicates import text_fingerprint
from flows.drift.observation import Observation, observe, read_observation
from tests.sitegen.changing import Look


def observations(look: Look, pages: Iterable[tuple[str, bytes]], made_by: str = "one") -> Iterator[Observation]:
    """What is noted of each page."""
    declared = "text/plain" if look.flat else "text/html"
    for url, body in pages:
        page = clean(body, url, content_type=declared)
        yield read_observation(observe(page), url, made_by, text_fingerprint(page.text)[0])
