"""The report of a run: its figures, the same as Markdown, and one safe HTML page with views beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from stores import Command, article

from cleaners import clean
from flows.drift import HEADLINES, Incident, PageRef
from flows.job import CleanJob, PageResult
from flows.report import failure_table, markdown_report, words_by_group
from flows.report.figures import last_run, report_again, report_of_store
from flows.report.model import Report
from flows.report.page import html_report
from flows.report.views import write_views
from flows.store.document import json_of
from flows.store.ledger import Ledger, open_ledger

EVIL = "<script>alert(1)</script> | *x* \x1b[2J\u202e"
HEADLINE = HEADLINES["emptied"]


def row(name: str, host: str = "a.example", **facts: object) -> PageResult:
    observed = json.dumps({"c": facts.pop("certainty", 0.97)})
    url = f"https://{host}/{name}"
    row = PageResult(url, f"{host}/{name}.html", url, clean=f"{host}/{name}-0123456789ab")
    row.title, row.kept, row.removed, row.observed = f"Title {name}", 300, 100, observed
    row.removed_by, row.seconds = {"rules.share": 40, "rules.ads": 20, "model": 40}, 0.1
    for field, value in facts.items():
        setattr(row, field, value)
    return row


def failed(name: str, outcome: str, detail: str) -> PageResult:
    nothing: dict[str, object] = {"clean": "", "kept": 0, "removed": 0, "removed_by": {}, "observed": ""}
    return row(name, "b.example", outcome=outcome, detail=detail, **nothing)


ROWS = [
    row("one"), row("two", certainty=0.52, kept=20), row("three", seconds=9.0, certainty=1.0),
    failed("four", "no_content", "nothing is left"), failed("five", "no_content", "nothing is left"),
    failed("six", "clean_timeout", EVIL),
]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "clean" / ".winnow").mkdir(parents=True)
    with open_ledger(tmp_path / "clean", write=True) as ledger:
        run = ledger.start("winnow run")
        ledger.record(ROWS, run)
        ledger.end(run, report_again(ledger, run).summary())
        yield ledger


def test_the_figures_are_those_of_the_ledger(ledger: Ledger) -> None:
    report = report_again(ledger, last_run(ledger))
    assert (report.cleaned, report.failed, report.kept, report.removed) == (3, 3, 620, 300)
    assert report.removed_by == {"model": 120, "rules.share": 120, "rules.ads": 60}
    assert words_by_group(report.removed_by) == {"rules": 180, "model": 120}
    assert sum(report.confidence_counts) == sum(report.length_counts) == 3
    assert (report.confidence_counts[10], report.confidence_counts[19]) == (1, 2)
    assert (report.length_counts[0], report.length_counts[3]) == (1, 2)
    assert [one["title"] for one in report.uncertain] == ["Title two", "Title one", "Title three"]
    assert report.slowest[0]["title"] == "Title three"
    assert [(one.outcome, one.pages) for one in report.reasons] == [("no_content", 2), ("clean_timeout", 1)]
    assert [(one.name, one.pages, one.failed) for one in report.hosts] == [("a.example", 3, 0), ("b.example", 3, 3)]
    assert report.started


def test_pages_that_a_later_run_took_over_stay_in_the_totals(ledger: Ledger) -> None:
    again = ledger.start("winnow run")
    ledger.record([row("one", kept=1)], again)
    first = report_again(ledger, 1)
    assert first.kept == 620
    assert len(first.pages) == 2
    assert first.about == "1 of its pages were cleaned again since; they count in the totals only."
    assert "did not end" in report_again(ledger, again).about
    everything = report_of_store(ledger)
    assert (everything.cleaned, everything.failed, everything.kept) == (3, 3, 321)


def incident() -> Incident:
    pages = (PageRef(EVIL, "x.html", "a.example/one-0123456789ab"),)
    return Incident(1, EVIL, 1, "2024-05-01T00:00:00", "", "emptied", (EVIL,), {}, pages, pages)


def test_the_markdown_is_short_and_holds_no_foreign_markup(ledger: Ledger) -> None:
    report = report_again(ledger, 1, [incident()])
    text = markdown_report(report, Path("clean"))
    assert text.startswith("# 3 pages cleaned, 3 failed, 0 unchanged\n")
    for words in (
        "Removed by labeler",
        "| rules.share | 120 |",
        "a.example",
        "no_content",
        "Title two | 0.52",
        HEADLINE,
    ):
        assert words in text, words
    assert "<script>" not in text
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 4, 5), line


def test_the_table_of_failures_names_pages_and_reasons(ledger: Ledger) -> None:
    table = failure_table(report_again(ledger, 1))
    assert {(one["outcome"]) for one in table} == {"no_content", "clean_timeout"}
    assert not any("\x1b" in value for one in table for value in one.values())


def test_the_page_tells_all_and_runs_nothing(ledger: Ledger) -> None:
    report = report_again(ledger, 1, [incident()])
    page = html_report(report, "clean", {"a.example/two-0123456789ab": "report-pages/two.html"})
    for words in ("3 pages cleaned, 3 failed", "rules.share", "b.example", "no_content", HEADLINE,
                  '<a href="report-pages/two.html"><bdi>Title two</bdi></a>', "52 %", "9.00"):  # fmt: skip
        assert words in page, words
    assert "<script" not in page
    assert " style=" not in page
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)
    assert "default-src 'none'" in page
    assert set(re.findall(r'href="([^"]*)"', page)) <= {
        "#figures", "report-pages/two.html", *(f"https://b.example/{name}" for name in ("four", "five", "six")),
    }  # fmt: skip


def test_a_run_in_which_nothing_happened_has_a_page_too() -> None:
    page = html_report(Report(3, 0.1, {}, 5, 0, 0, 0, {}), "clean", {})
    assert "0 pages cleaned" in page
    assert "<h2>" not in page


def test_views_are_written_beside_within_a_bound(ledger: Ledger, tmp_path: Path) -> None:
    cleaned = clean(article(), "https://a.example/one")
    job = CleanJob("https://a.example/one", "a.example/one.html", "", url="https://a.example/one")
    (tmp_path / "clean" / "a.example").mkdir()
    for name in ("one", "two"):
        (tmp_path / "clean" / "a.example" / f"{name}-0123456789ab.json").write_bytes(json_of(cleaned, job))
    (tmp_path / "clean" / "a.example" / "three-0123456789ab.json").write_text('{"decisions": 5}')
    report = report_again(ledger, 1)
    links = write_views(report, tmp_path / "clean", tmp_path / "report-pages", 10)
    assert set(links) == {"a.example/one-0123456789ab", "a.example/two-0123456789ab"}
    for link in links.values():
        assert "The morning ferry" in (tmp_path / link).read_text("utf-8")
    least = write_views(report, tmp_path / "clean", tmp_path / "fewer", 1)
    assert set(least) == {"a.example/two-0123456789ab"}, "the least certain page needs a look first"
    assert write_views(report, tmp_path / "clean", tmp_path / "none", 0) == {}
    assert not (tmp_path / "none").exists()


def test_a_histogram_tells_its_counts_in_text() -> None:
    report = Report(3, 0.1, {"ok": 1_203}, 5, 0, 0, 0, {}, length_counts=[0, 3, 1_200, 0, 0, 0, 0, 0, 0])
    page = html_report(report, "clean", {})
    assert re.findall(r'class="count">([^<]*)<', page) == ["3", "1,200"]
    assert re.findall(r"<text [^>]*>([^<]*\+)</text>", page)[:2] == ["0+", "50+"]
    assert 'aria-label="Each of 1,203 pages keeps 0 words on average."' in page


@pytest.mark.slow
def test_the_command(winnow: Command, raw: Path, tmp_path: Path) -> None:
    (raw / "news.example" / "empty.html").write_text("\n")
    assert winnow("report").returncode == 3
    assert winnow("run", "--no-prefect").returncode == 1
    done = winnow("report", "--run", "7")
    assert (done.returncode, "the runs are 1 to 1" in done.stderr) == (2, True)
    done = winnow("report", "--output", "monday.html")
    assert (done.returncode, done.stdout) == (0, "monday.html\n"), done.stderr
    page = (tmp_path / "monday.html").read_text("utf-8")
    linked = re.findall(r'href="(monday-pages/[^"]+)"', page)
    assert linked
    assert all((tmp_path / link).is_file() for link in linked)
    assert "no_content" in page
    assert winnow("report", "--format", "markdown").stdout.startswith("# 2 pages cleaned, 1 failed")
    assert winnow("report", "--output", "nowhere/x.html").returncode == 3
