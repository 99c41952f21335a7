"""Every reason of the model is true of the page, and a reader can check it without the model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaners import CleanPage, clean

from .claims import Reader, claims_of
from .pages import LANGUAGES, article, html_page, text_page

RAW = Path(__file__).parents[4] / "raw"
SAMPLES = {f"{p.parent.name}/{p.name}": p for p in sorted(RAW.glob("*/*")) if p.suffix in (".html", ".txt")}
MADE = {f"{lang} {name}": build for lang in LANGUAGES for name, build in (("html", html_page), ("text", text_page))}


def false_claims(page: CleanPage) -> list[str]:
    reader = Reader(page)
    found = []
    for decision in page.decisions:
        if decision.decided_by != "model":
            continue
        for claim, check, arguments in claims_of(decision.reason):
            if not check(reader, decision.block, *arguments):
                found.append(f"{claim} | {decision.block.text[:60]}")
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_reasons_on_sample_pages_are_true(name: str) -> None:
    page = clean(SAMPLES[name].read_bytes())
    assert any(decision.decided_by == "model" for decision in page.decisions)
    assert false_claims(page) == []


@pytest.mark.parametrize("name", MADE)
def test_reasons_on_pages_in_other_languages_are_true(name: str) -> None:
    assert false_claims(clean(MADE[name](article(name.split()[0])))) == []


def test_a_false_claim_would_be_found() -> None:
    page = clean(html_page(article("de")))
    reader = Reader(page)
    block = page.page.blocks[max(reader.titles) + 3]
    for claim in ("stands 7 times on the page", "9 blocks after the title", 'under the heading "Nowhere"',
                  'inside <div class="never">', "99 % of it is link text", "a text of 2 words"):  # fmt: skip
        [(_, check, arguments)] = claims_of(claim)
        assert not check(reader, block, *arguments), claim


def test_a_claim_that_nobody_checks_is_refused() -> None:
    with pytest.raises(ValueError, match="no check"):
        claims_of("it looks suspicious")


def test_a_reason_names_at_most_two_facts_and_no_feature_by_its_number() -> None:
    for lang in LANGUAGES:
        for decision in clean(html_page(article(lang))).decisions:
            if decision.decided_by == "model":
                assert 1 <= len(claims_of(decision.reason)) <= 2
                assert decision.evidence.startswith("p(keep) ")


@pytest.mark.parametrize("name", SAMPLES)
def test_much_running_text_around_a_block_is_no_reason_to_drop_it(name: str) -> None:
    for decision in clean(SAMPLES[name].read_bytes()).decisions:
        for size in re.findall(r"(\d+) words of running text around it", "" if decision.kept else decision.reason):
            assert int(size) <= 60
