"""Copies of an article are marked with their original and how alike they are; nothing is removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.dedup.duplicates import MIN_LIKENESS, text_fingerprint
from flows.dedup.likeness import SKETCH_SIZE, likeness, likeness_bound, sketch_numbers, words_of
from flows.job import CleanJob, PageResult
from flows.options import Progress, RunOptions
from flows.runs.run import clean_pages
from flows.store.duplicate_mark import page_only, with_mark
from flows.store.ledger import open_ledger
from flows.verify import Tally, verify
from tests.sitegen.prose import Writer

pytestmark = pytest.mark.slow  # each test is a whole run, or several

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
        sidecar = {"url": f"https://weir.example/{name}", "fetched_at": f"{day}T00:00:00Z"}
        path.with_name(path.name + ".json").write_text(json.dumps(sidecar))
    clean_pages(RunOptions(raw, folder / "clean"))
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


@pytest.mark.parametrize(("one", "other"), [("The end.", "the END"), ("Ein Tag – am Meer", "ein tag am meer")])
def test_case_and_punctuation_do_not_count(one: str, other: str) -> None:
    assert text_fingerprint(one) == text_fingerprint(other)
    assert text_fingerprint(one)[0]


def test_an_empty_text_has_no_marks() -> None:
    assert text_fingerprint(" \n") == ("", "")


def documents(clean: Path) -> dict[str, dict[str, object]]:
    """The clean pages' documents by the last step of their address."""
    found = (json.loads(path.read_text()) for path in clean.glob("*/*.json"))
    return {document["url"].rpartition("/")[2]: document for document in found}


def page(raw: Path, name: str, day: str, paragraphs: list[str]) -> None:
    raw.mkdir(exist_ok=True)
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    (raw / name).write_text(f"<html><body><main><h1>The weir</h1>{body}</main></body></html>")
    sidecar = {"url": f"https://weir.example/{name}", "fetched_at": f"{day}T00:00:00Z"}
    (raw / f"{name}.json").write_text(json.dumps(sidecar))


def test_the_trail_says_whose_copy_a_page_is_and_nothing_else_changes(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    page(raw, "print.html", "2026-03-02", ARTICLE)
    clean_pages(RunOptions(raw, clean))
    (path,) = clean.glob("*/*.json")
    alone = path.read_bytes()
    page(raw, "first.html", "2026-03-01", ARTICLE)
    clean_pages(RunOptions(raw, clean))
    found = documents(clean)
    original = found["print.html"]["duplicateOf"]
    assert isinstance(original, dict)
    assert (original["page"], original["similarity"]) == ("https://weir.example/first.html", 1.0)
    assert (clean / f"{original['file']}.json").is_file()
    assert "duplicateOf" not in found["first.html"]
    assert page_only(path.read_bytes()) == alone != path.read_bytes()


def test_a_page_that_is_no_copy_any_more_loses_its_mark(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    for name in ("first.html", "print.html"):
        page(raw, name, PAGES[name][0], PAGES[name][1])
    clean_pages(RunOptions(raw, clean))
    assert "duplicateOf" in documents(clean)["print.html"]
    page(raw, "first.html", "2026-03-01", OTHER)
    clean_pages(RunOptions(raw, clean))
    assert "duplicateOf" not in documents(clean)["print.html"]
    with open_ledger(clean) as ledger:
        assert {row["duplicate_of"] for row in ledger.pages()} == {""}


def test_originals_alone_can_be_asked_for(tmp_path: Path) -> None:
    marked(tmp_path, list(PAGES))
    with open_ledger(tmp_path / "clean") as ledger:
        originals = {row["url"].rpartition("/")[2] for row in ledger.clean_pages(originals=True)}
        assert (ledger.count_clean(), ledger.count_clean(originals=True)) == (5, 3)
    assert originals == {"first.html", "other.html", "half.html"}


def test_marks_are_mended_after_a_kill_between_file_and_ledger(tmp_path: Path) -> None:
    marked(tmp_path, list(PAGES))
    (path,) = tmp_path.glob("clean/*/print-*.json")
    whole = path.read_bytes()
    path.write_bytes(page_only(whole))
    with open_ledger(tmp_path / "clean", write=True) as ledger, ledger.db:
        ledger.db.execute("UPDATE pages SET similarity = -1 WHERE url LIKE '%print%'")
        ledger.db.execute("UPDATE runs SET ended_at = NULL")
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    assert path.read_bytes() == whole
    modified = path.stat().st_mtime_ns
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    assert path.stat().st_mtime_ns == modified


def test_marks_come_back_after_a_kill_between_a_page_cleaned_again_and_its_row(tmp_path: Path) -> None:
    """The ledger's digest leaves marks out, so nothing but the expected mark tells that the new file has none."""
    marked(tmp_path, list(PAGES))
    (path,) = tmp_path.glob("clean/*/print-*.json")
    whole = path.read_bytes()
    path.with_suffix(".md").unlink()

    class Killed(Progress):
        def batch(self, jobs: Sequence[CleanJob], clean: Callable[[], list[PageResult]]) -> list[PageResult]:
            clean()  # the files are there, the ledger has not heard of them
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"), Killed())
    assert path.read_bytes() == page_only(whole) != whole
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    assert path.read_bytes() == whole


def test_what_is_marked_is_what_was_written(tmp_path: Path) -> None:
    marked(tmp_path, list(PAGES))
    tally = Tally()
    assert not list(verify(tmp_path / "raw", tmp_path / "clean", tally))
    (path,) = tmp_path.glob("clean/*/print-*.json")
    path.write_bytes(path.read_bytes().replace(b"The weir", b"The wier", 1))
    assert [finding.kind for finding in verify(tmp_path / "raw", tmp_path / "clean", Tally())] == ["changed"]


def test_a_text_that_speaks_of_marks_is_none() -> None:
    content = b'{\n"articleBody": "x\\n\\"duplicateOf\\": {",\n"decisions": [\n]\n}\n'
    once = with_mark(content, "https://a.example/", "a.example/x-1", 0.9)
    assert json.loads(once)["duplicateOf"] == {"page": "https://a.example/", "file": "a.example/x-1", "similarity": 0.9}
    assert with_mark(once, "b", "c", 1.0).count(b'\n"duplicateOf"') == 1
    assert page_only(once) == content
    assert with_mark(b"not ours", "a", "b", 1.0) == b"not ours"


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_likeness_is_near_the_true_share_of_runs(language: str) -> None:
    for seed in range(12):
        writer = Writer(language, Random(seed))
        one = [writer.paragraph() for _ in range(4 + seed)]
        other = [*one[:-1], writer.paragraph()]
        texts = ["\n".join(one), "\n".join(other)]
        runs = [_runs(text) for text in texts]
        true = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
        found = likeness(*(sketch_numbers(text_fingerprint(text)[1]) for text in texts))
        assert abs(found - true) < 0.13, (seed, true, found)
        if true > MIN_LIKENESS:
            heads = [set(sketch_numbers(text_fingerprint(text)[1], 8)) for text in texts]
            assert len(heads[0] & heads[1]) >= 2


@given(*[st.frozensets(st.integers(0, 300), max_size=SKETCH_SIZE)] * 2)
def test_the_quick_bound_is_never_below_the_likeness(one: frozenset[int], other: frozenset[int]) -> None:
    assert likeness(one, other) <= likeness_bound(one, other)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
