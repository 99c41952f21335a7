"""Copies of an article are marked with their original and how alike they are; nothing is removed."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from flows.duplicates import marks_of
from flows.run import Options, clean_pages
from flows.store.ledger import open_ledger
from tests.sitegen.prose import Writer

WRITER = Writer("en", Random(5))
ARTICLE = [WRITER.paragraph() for _ in range(9)]
OTHER = [WRITER.paragraph() for _ in range(9)]
PAGES = {
    "first.html": ("2026-03-01", ARTICLE),
    "print.html": ("2026-03-02", ARTICLE),
    "amp.html": ("2026-03-03", [*ARTICLE[:8], WRITER.paragraph()]),
    "other.html": ("2026-03-04", OTHER),
    "half.html": ("2026-03-05", [*ARTICLE[:4], *OTHER[:5]]),
}


def marked(folder: Path, names: list[str]) -> dict[str, tuple[str, float]]:
    raw = folder / "raw"
    raw.mkdir(parents=True)
    for number, name in enumerate(names):
        day, paragraphs = PAGES[name]
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        path = raw / f"{number}-{name}"
        path.write_text(f"<html><body><main><h1>The weir</h1>{body}</main></body></html>")
        said = {"url": f"https://weir.example/{name}", "fetched_at": f"{day}T00:00:00Z"}
        path.with_name(path.name + ".json").write_text(json.dumps(said))
    clean_pages(Options(raw, folder / "clean"))
    with open_ledger(folder / "clean") as ledger:
        urls = {row["page"]: row["url"].rpartition("/")[2] for row in ledger.pages()}
        assert all(row["clean"] for row in ledger.pages())
        return {
            urls[row["page"]]: (urls[row["duplicate_of"]], row["similarity"])
            for row in ledger.pages()
            if row["duplicate_of"]
        }


def test_exact_and_near_copies_are_marked_in_any_order(tmp_path: Path) -> None:
    found = marked(tmp_path / "a", list(PAGES))
    assert found["print.html"] == ("first.html", 1.0)
    original, similarity = found["amp.html"]
    assert original == "first.html"
    assert 0.8 <= similarity < 1
    assert set(found) == {"print.html", "amp.html"}
    assert marked(tmp_path / "b", list(reversed(PAGES))) == found


@pytest.mark.parametrize(
    ("one", "other"), [("The end.", "the END"), ("Ein Tag – am Meer", "ein tag am meer")]
)
def test_case_and_punctuation_do_not_count(one: str, other: str) -> None:
    assert marks_of(one) == marks_of(other)
    assert marks_of(one)[0]


def test_an_empty_text_has_no_marks() -> None:
    assert marks_of(" \n") == ("", "")
