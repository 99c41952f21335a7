"""The labelled seed pages come out as their gold texts with a memory as well as without."""

from __future__ import annotations

from pathlib import Path

import pytest
from shared import shared

from cleaners import Counts, RawPage, clean, count_page, memory_of
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES

PAGES = sorted(path for path in shared("seeds").glob("*.txt") if not path.name.endswith(".gold.txt"))


@pytest.mark.shared("seeds")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("others", ["the seeds", "a site"])
def test_seed_equals_its_gold(path: Path, others: str) -> None:
    """Counted with each other, or with a whole other site in the same folder."""
    raws = [RawPage(None, page.read_text("utf-8")) for page in PAGES]
    if others == "a site":
        raws += [RawPage(None, page.body) for page in make_site(TEMPLATES[0], 8)]
    memory = memory_of(Counts("the folder seeds", map(count_page, raws)))
    page = clean(path.read_text("utf-8"), memory=memory)
    gold = path.with_suffix(".gold.txt").read_text("utf-8")
    assert f"{page.title}\n\n{page.text}".rstrip("\n") == gold.rstrip("\n")
