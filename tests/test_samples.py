"""The sample pages in raw/ are complete, invented, covered by expectations, and keep the library's laws."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cleaners import CleanPage, Counts, RawPage, SiteMemory, clean, count_page, memory_of
from flows.golden import find_cases

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(path for kind in ("*.html", "*.txt") for path in (ROOT / "raw").glob(f"*.example/{kind}"))
NEWS = [path for path in SAMPLES if path.parent.name == "orrinsby-lantern.example"]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _sidecar(path: Path) -> dict[str, str]:
    facts = json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))
    return dict(facts)


def _clean(path: Path, memory: SiteMemory | None = None) -> CleanPage:
    facts = _sidecar(path)
    return clean(path.read_bytes(), facts["url"], content_type=facts["content_type"], memory=memory)


@cache
def _memory() -> SiteMemory:
    """What the thirteen pages of the news site tell of each other."""
    counts = Counts("orrinsby-lantern.example")
    for path in NEWS:
        facts = _sidecar(path)
        fetched = datetime.fromisoformat(facts["fetched_at"])
        counts.add(count_page(RawPage(facts["url"], path.read_bytes(), facts["content_type"], fetched_at=fetched)))
    return memory_of(counts)


def test_there_is_a_site_of_one_template_and_one_of_each_other_kind() -> None:
    assert len(NEWS) >= 12
    assert len([path for path in SAMPLES if path.suffix == ".txt"]) >= 4
    languages = {_clean(path).page.head.lang[:2] for path in SAMPLES if path.suffix == ".html"}
    assert {"en", "de", "es", "ar", "ja"} <= languages


@pytest.mark.parametrize("path", SAMPLES, ids=_name)
def test_a_sample_says_where_it_came_from_and_that_place_is_invented(path: Path) -> None:
    facts = _sidecar(path)
    assert set(facts) == {"url", "fetched_at", "content_type"}
    assert datetime.fromisoformat(facts["fetched_at"]).utcoffset() is not None
    host = urlsplit(facts["url"]).hostname or ""
    assert host.endswith(".example")
    links = re.findall(r'(?:href|src|content)="https?://([^/":]+)', path.read_bytes().decode("latin-1"))
    assert all(host.endswith(".example") for host in links)


def test_every_sample_has_expectations() -> None:
    judged = {case.page for case in find_cases(ROOT / "tests" / "golden") if case.expectations is not None}
    assert set(SAMPLES) <= judged


@pytest.mark.parametrize("path", SAMPLES, ids=_name)
def test_kept_and_dropped_together_are_the_page(path: Path) -> None:
    page = _clean(path)
    blocks = [decision.block for decision in page.decisions]
    assert [block.index for block in blocks] == list(range(len(blocks)))
    assert [page.page.text[slice(*block.span)] for block in blocks] == [block.text for block in blocks]
    assert " ".join(block.text for block in blocks).split() == page.page.text.split()
    assert all(decision.decided_by and decision.reason for decision in page.decisions)


@pytest.mark.parametrize("path", SAMPLES, ids=_name)
def test_the_same_page_gives_the_same_result(path: Path) -> None:
    first, second = _clean(path), _clean(path)
    assert (first.markdown, first.decisions, first.metadata) == (second.markdown, second.decisions, second.metadata)


def test_the_promo_of_the_news_site_is_written_as_body_and_changes_between_editions() -> None:
    promos = [
        tuple(re.findall(r"<p>([^<]*(?:Writing School|Founders’ Circle)[^<]*)</p>", path.read_text("utf-8")))
        for path in NEWS
    ]
    assert all(promos), "every page carries it"
    assert len(set(promos)) >= 6, "in several editions"


@pytest.mark.parametrize("path", NEWS, ids=_name)
def test_a_site_that_is_remembered_loses_its_promo_and_nothing_of_its_articles(path: Path) -> None:
    case = next(case for case in find_cases(ROOT / "tests" / "golden") if case.page == path)
    assert case.expectations is not None
    found = list(case.expectations.faults(_clean(path, _memory())))
    assert [fault for fault in found if fault.startswith("lost")] == []
    promo = ("Writing School", "Founders’ Circle", "Data Desk", "Lantern Live")
    assert [fault for fault in found if any(name in fault for name in promo)] == []
