"""Pages that take memory or time beyond the limits: named, without harm to others, and not tried again in every run."""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from stores import article

from flows.job import CleanJob, CountJob, PageLimits
from flows.options import RunOptions
from flows.report import Report
from flows.runs.preview import preview
from flows.runs.run import clean_pages
from flows.settings import load_settings
from flows.workers.batch import clean_batch
from flows.workers.clean_page import do_job
from flows.workers.pool import WorkerPool

SMALL = PageLimits(memory=150_000_000)
SENTENCE = "The ferry left the harbour before dawn, as it has done on every working day for ninety years. "


def large_page() -> str:
    """A page within every other limit: one paragraph of 6 MB."""
    return article(closing=SENTENCE * 64_000)


def rows(clean: Path) -> dict[str, tuple[str, int]]:
    """The outcome of each raw page, and the run that last tried it."""
    db = sqlite3.connect(clean / ".winnow" / "ledger.sqlite3")
    found = {raw: (outcome, run) for raw, outcome, run in db.execute("SELECT raw, outcome, run FROM pages")}
    db.close()
    return found


def test_a_page_that_needs_too_much_memory_is_named_and_its_neighbours_are_done(tmp_path: Path) -> None:
    jobs = []
    for name, text in {"a": article("One"), "b": large_page(), "c": article("Three")}.items():
        (tmp_path / f"{name}.html").write_text(text)
        path = str(tmp_path / f"{name}.html")
        jobs.append(CleanJob(name, name, path, store=str(tmp_path / "clean"), target=f"h/{name}"))
    with WorkerPool(SMALL, 1) as pool:
        results = clean_batch(jobs, pool)
    assert [result.outcome for result in results] == ["ok", "clean_memory", "ok"]
    assert "page_memory" in results[1].detail
    assert results[1].identity == jobs[1].identity(results[1].raw_digest)
    assert sorted(os.listdir(tmp_path / "clean" / "h")) == ["a.json", "a.md", "c.json", "c.md"]


@pytest.mark.slow
def test_it_is_tried_again_only_when_something_has_changed(raw: Path, tmp_path: Path) -> None:
    page, clean = raw / "news.example" / "large.html", tmp_path / "clean"
    page.write_text(large_page())
    options = RunOptions(raw, clean, limits=SMALL)

    def run(options: RunOptions) -> tuple[Report, int]:
        report = clean_pages(options)
        outcome, number = rows(clean)["news.example/large.html"]
        assert outcome in ("clean_memory", "clean_timeout")
        return report, number

    report, number = run(options)
    assert (report.cleaned, report.failed, number) == (2, 1, 1)
    report, number = run(options)  # its dates are too new for the run to trust them: the bytes are compared
    assert (report.failed, report.failed_earlier, report.exit_code, number) == (0, 1, 0, 1)
    os.utime(page, (1, 1))
    assert run(options)[1] == 1
    report, number = run(replace(options, limits=replace(SMALL, memory=160_000_000)))
    assert (report.failed, number) == (1, 4)
    assert preview(replace(options, limits=replace(SMALL, memory=160_000_000))).same == 2  # tried again, fails again
    report, number = run(replace(options, limits=replace(SMALL, memory=160_000_000), reclean=True))
    assert (report.failed, number) == (1, 5)


@pytest.mark.slow
def test_nor_is_a_page_that_takes_too_long(raw: Path, tmp_path: Path) -> None:
    page, clean = raw / "news.example" / "large.html", tmp_path / "clean"
    page.write_text(article(closing="</p><p>".join(f"Paragraph {n} tells of a gull." for n in range(100_000))))
    limits = PageLimits(seconds=1, tags=10**6, blocks=10**6, memory=4 * 10**9)
    options = RunOptions(raw, clean, limits=limits)
    for _ in range(2):
        clean_pages(options)
        assert rows(clean)["news.example/large.html"] == ("clean_timeout", 1)
    clean_pages(replace(options, reclean=True))
    assert rows(clean)["news.example/large.html"] == ("clean_timeout", 3)


def test_a_process_that_does_not_start_is_not_the_fault_of_the_page(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = RunOptions(raw, tmp_path / "clean")
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        assert clean_pages(options).failed == 2
    assert clean_pages(options).cleaned == 2


def test_counting_obeys_the_limits_too(tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text("<div>" * 60 + SENTENCE)
    job = CountJob("deep", "deep.html", str(tmp_path / "deep.html"))
    assert do_job(job, PageLimits(depth=50), "token").outcome == "too_deep"
    assert do_job(job, PageLimits(), "token").counted


def test_the_limit_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "winnow.toml").write_text("page_memory = 300_000_000\n")
    assert RunOptions.from_settings(load_settings()).limits.memory == 300_000_000
