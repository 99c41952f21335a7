"""The objects of a page form no reference cycles, so that they are freed without a search for cycles.

The processes of a run turn that search off, since it takes time on every page; cycles would accumulate.
"""

from __future__ import annotations

import gc
import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaners import CleanPage, Counts, RawPage, clean, count_page, memory_of
from flows.drift.observation import observe
from flows.warc.answers import read_answer, scan_warc

ROOT = Path(__file__).resolve().parents[2]
PLAIN = Counter(tuple=1_000_000)  # the search stops tracking tuples of plain values; they are in no cycle
SAMPLES = sorted(path for path in (ROOT / "raw").glob("*/*") if path.suffix in (".html", ".txt"))


def in_cycles(work: Callable[[], object]) -> Counter[str]:
    """The types of the objects in cycles that a second call of ``work`` leaves behind."""
    work()
    gc.disable()
    gc.freeze()  # older objects are neither searched nor counted: a test process has very many
    try:
        work()
        before = Counter(type(entry).__name__ for entry in gc.get_objects())
        gc.collect()
        return before - Counter(type(entry).__name__ for entry in gc.get_objects())
    finally:
        gc.unfreeze()
        gc.enable()


def clean_and_observe(body: bytes) -> CleanPage:
    page = clean(body, "https://gull.example/r/pots/1")
    page.to_document()
    observe(page)
    return page


def test_cycles_are_found_where_there_are_some() -> None:
    class Ring:
        def __init__(self) -> None:
            self.own = self

    assert in_cycles(Ring)["Ring"] == 1


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_a_clean_page_is_in_no_cycle(sample: Path) -> None:
    assert not in_cycles(lambda: clean_and_observe(sample.read_bytes())) - PLAIN


def test_a_thread_with_answers_inside_answers_is_in_no_cycle() -> None:
    def answer(author: str, inner: str = "") -> str:
        text = f"The glaze of {author} pulls back from the rim and leaves a bare patch as large as a lentil. " * 2
        return f"<div class='comment'><a href='/user/{author}'>{author}</a><p>{text}</p>{inner}</div>"

    body = f"<h1>Crawling glaze</h1>{answer('ann', answer('bo', answer('cy')))}{answer('di')}".encode()
    assert max(post.depth for post in clean_and_observe(body).posts) > 0
    assert not in_cycles(lambda: clean_and_observe(body)) - PLAIN


def test_a_memory_is_in_no_cycle() -> None:
    pages = [RawPage(f"https://gull.example/{n}", sample.read_bytes()) for n, sample in enumerate(SAMPLES)]
    types = in_cycles(lambda: memory_of(Counts("gull.example", map(count_page, pages))))
    assert not types - PLAIN


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_a_record_is_in_no_cycle(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=name.endswith(".gz"))
        for number in range(3):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = io.BytesIO(b"<p>The tide turned.</p>" * 100)
            record = writer.create_warc_record(f"https://gull.example/{number}", "response", body, http_headers=head)
            writer.write_record(record)
    offsets = [record.location for record in scan_warc(path)]
    assert len(offsets) == 3
    types = in_cycles(lambda: [read_answer(path, offset) for offset in offsets])
    assert not types - PLAIN
