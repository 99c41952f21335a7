"""The two labelled seed pages come out exactly as their gold texts, by the rules alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners import clean

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
PAGES = sorted(path for path in SEEDS.glob("*.txt") if not path.name.endswith(".gold.txt")) if SEEDS.is_dir() else []


@pytest.mark.shared
@pytest.mark.skipif(not PAGES, reason="the labelled pages in ../shared/seeds are not here")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_seed_equals_its_gold(path: Path) -> None:
    page = clean(path.read_text("utf-8"))
    gold = path.with_suffix(".gold.txt").read_text("utf-8")
    assert f"{page.title}\n\n{page.text}".rstrip("\n") == gold.rstrip("\n")
