"""The two labelled seed pages come out exactly as their gold texts, by the rules alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from shared import shared

from cleaners import clean

PAGES = sorted(path for path in shared("seeds").glob("*.txt") if not path.name.endswith(".gold.txt"))


@pytest.mark.shared("seeds")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_seed_equals_its_gold(path: Path) -> None:
    page = clean(path.read_text("utf-8"))
    gold = path.with_suffix(".gold.txt").read_text("utf-8")
    assert f"{page.title}\n\n{page.text}".rstrip("\n") == gold.rstrip("\n")
