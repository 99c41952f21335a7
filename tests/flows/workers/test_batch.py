"""Pages that hang, crash or end a process, and what becomes of their neighbours."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from stores import article

from flows.job import CleanJob, PageLimits, PageResult
from flows.workers.batch import clean_batch
from flows.workers.pool import WorkerPool

UNLIMITED = PageLimits(tags=10**6, blocks=10**6, memory=4 * 10**9)


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(UNLIMITED, 1) as pool:
        yield pool


def jobs_for(tmp_path: Path, pages: dict[str, str]) -> list[CleanJob]:
    jobs = []
    for name, text in pages.items():
        (tmp_path / name).write_text(text)
        jobs.append(CleanJob(name, name, str(tmp_path / name), store=str(tmp_path / "clean"), target=f"h/{name}"))
    return jobs


def slow_page() -> str:
    """A page that takes seconds to clean where its blocks are not limited."""
    return article(closing="</p><p>".join(f"Paragraph {n} tells of a gull, a plum and a piano." for n in range(70_000)))


@pytest.mark.slow
def test_a_page_that_takes_too_long_is_given_up_and_its_neighbours_are_done(tmp_path: Path) -> None:
    jobs = jobs_for(tmp_path, {"a.html": article("One"), "b.html": slow_page(), "c.html": article("Three")})
    with WorkerPool(replace(UNLIMITED, seconds=2), 1) as pool:
        results = clean_batch(jobs, pool)
    assert [result.outcome for result in results] == ["ok", "clean_timeout", "ok"]
    assert "2 seconds" in results[1].detail
    assert sorted(os.listdir(tmp_path / "clean" / "h")) == ["a.html.json", "a.html.md", "c.html.json", "c.html.md"]


def test_a_page_that_kills_its_process_is_named_and_its_neighbours_are_done(tmp_path: Path, pool: WorkerPool) -> None:
    jobs = jobs_for(tmp_path, {"a.html": article("One"), "b.html": slow_page(), "c.html": article("Three")})

    def on_result(result: PageResult) -> None:
        if result.page == "a.html":  # the next one is about to begin: end the process in the midst of it
            threading.Timer(0.3, lambda: os.kill(child_of_this_process(), signal.SIGSEGV)).start()

    results = clean_batch(jobs, pool, on_result)
    assert [result.outcome for result in results] == ["ok", "clean_crash", "ok"]
    assert "signal 11" in results[1].detail


def child_of_this_process() -> int:
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    for pid in children.read_text().split():
        if b"flows.workers.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return int(pid)
    raise AssertionError("no process cleans pages")


def test_a_batch_that_is_asked_to_stop_returns_what_is_done(tmp_path: Path, pool: WorkerPool) -> None:
    jobs = jobs_for(tmp_path, {f"{n:03}.html": article(f"Page {n}") for n in range(200)})
    results = clean_batch(jobs, pool, lambda result: pool.stop() if result.page == "002.html" else None)
    assert [result.page for result in results] == ["000.html", "001.html", "002.html", "003.html"]  # one was in hand


def test_a_hanging_page_does_not_hold_up_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: WorkerPool
) -> None:
    monkeypatch.setattr("flows.workers.pool.STOP_GRACE", 0.2)
    jobs = jobs_for(tmp_path, {"a.html": article(), "b.html": slow_page()})
    asked = 0.0

    def stop_soon(result: PageResult) -> None:
        nonlocal asked
        asked = time.monotonic()
        threading.Timer(0.3, pool.stop).start()

    results = clean_batch(jobs, pool, stop_soon)
    assert time.monotonic() - asked < 3
    assert [result.page for result in results] == ["a.html"]


def test_a_process_is_used_again(tmp_path: Path, pool: WorkerPool) -> None:
    jobs = jobs_for(tmp_path, {"a.html": article()})
    clean_batch(jobs, pool)
    first = child_of_this_process()
    clean_batch(jobs, pool)
    assert child_of_this_process() == first
