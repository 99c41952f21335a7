"""The same pages on a Dask cluster of this machine: the same files, the same rows of the ledger."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stores import article, files

from flows.errors import UsageError
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.ledger import open_ledger

pytest.importorskip("distributed", reason="the package distributed is not installed")
pytestmark = pytest.mark.slow
_OF_ONE_RUN = ("seconds", "recorded_at", "run")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two workers that is there before the run."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        yield str(cluster.scheduler_address)


def rows(clean: Path) -> list[dict[str, Any]]:
    with open_ledger(clean) as ledger:
        return [{name: value for name, value in dict(row).items() if name not in _OF_ONE_RUN} for row in ledger.pages()]


def test_pages_and_ledger_are_the_same_byte_for_byte(raw: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.store.raw._MIN_AGE", 0.0)  # a file's dates are noted however new it is
    for number in range(30):
        (raw / "news.example" / f"{number:02}.html").write_text(article(f"Story {number}", f"It was day {number}."))
    (raw / "empty.html").write_text("")
    here, there = raw.parent / "clean", raw.parent / "there"
    report = clean_pages(RunOptions(raw, here, 2))
    on_cluster = clean_pages(RunOptions(raw, there, 2, runner="dask", dask_address=address))
    assert (report.cleaned, report.failed) == (on_cluster.cleaned, on_cluster.failed) == (32, 1)
    assert files(here) == files(there)
    assert rows(here) == rows(there)
    assert not os.listdir(there / ".winnow" / "staging")


def test_without_an_address_a_cluster_is_started_here_and_ends_with_the_run(raw: Path) -> None:
    clean_pages(RunOptions(raw, raw.parent / "there", 2, runner="dask"))
    clean_pages(RunOptions(raw, raw.parent / "clean", 2))
    assert files(raw.parent / "there") == files(raw.parent / "clean")
    assert clean_pages(RunOptions(raw, raw.parent / "there", 2, runner="dask")).unchanged == 2


def test_a_page_that_ends_its_process_on_a_worker_is_named(raw: Path, address: str, tmp_path: Path) -> None:
    (raw / "slow.html").write_text(article(closing="</p><p>".join(f"A gull and plum {n}." for n in range(150_000))))
    from flows.job import PageLimits

    limits = PageLimits(seconds=3, tags=10**6, blocks=10**6, memory=4 * 10**9)
    report = clean_pages(RunOptions(raw, tmp_path / "clean", 2, limits, runner="dask", dask_address=address))
    assert report.outcomes == {"ok": 2, "clean_timeout": 1}


def test_a_cluster_that_does_not_exist_is_an_error(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.workers.dask._CONNECT_SECONDS", 1.0)
    with pytest.raises(UsageError, match="cannot be used"):
        clean_pages(RunOptions(raw, raw.parent / "clean", runner="dask", dask_address="tcp://127.0.0.1:9"))
    shutil.rmtree(raw.parent / "clean")
