"""`winnow reclean --diff` tells what a reclean then does, and leaves the store exactly as it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from stores import Command, files

from flows.diff import compare_trees
from flows.options import RunOptions
from flows.runs.preview import preview
from flows.runs.run import clean_pages
from tests.flows.runs.test_learn import PROMO, fill

pytestmark = pytest.mark.slow  # each test is a whole run, or several


def everything(store: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a store, the ledger's among them, with its time."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in store.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }  # fmt: skip


@pytest.fixture
def grown(tmp_path: Path) -> RunOptions:
    """A store of which two pages were judged before the site was known."""
    options = RunOptions(tmp_path / "raw", tmp_path / "clean", reclean=True)
    fill(options.raw, 0, 2)
    clean_pages(RunOptions(options.raw, options.clean))
    fill(options.raw, 2, 8)
    clean_pages(RunOptions(options.raw, options.clean))
    return options


def test_the_preview_tells_what_the_reclean_does(grown: RunOptions, tmp_path: Path) -> None:
    before = everything(grown.clean)
    foreseen = preview(grown)
    assert everything(grown.clean) == before
    shutil.copytree(grown.clean, tmp_path / "copy")
    report = clean_pages(grown)
    done = compare_trees(tmp_path / "copy", grown.clean)
    assert foreseen.document() == done.document()
    assert foreseen.changed == report.cleaned == 2
    assert [group.decided_by for group in foreseen.groups if PROMO in group.example] == ["site_memory"]
    assert preview(grown).changed == 0


def test_pages_that_would_go_or_come_are_named(grown: RunOptions) -> None:
    (grown.raw / "00.html").write_text("<html><body></body></html>")
    fill(grown.raw, 8, 9)
    foreseen = preview(grown)
    assert (len(foreseen.removed), len(foreseen.added)) == (1, 1)
    present = set(files(grown.clean))
    clean_pages(grown)
    assert {f"{name}.json" for name in foreseen.added} <= set(files(grown.clean)) - present
    assert {f"{name}.json" for name in foreseen.removed} <= present - set(files(grown.clean))


def test_only_pages_of_sites_with_news_are_cleaned_again(grown: RunOptions) -> None:
    fill(grown.raw / "other", 0, 4)
    for path in (grown.raw / "other").glob("*.json"):
        said = json.loads(path.read_text())
        path.write_text(json.dumps({**said, "url": said["url"].replace("morningtide.org", "elsewhere.org")}))
    assert clean_pages(grown).cleaned == 2 + 4
    fill(grown.raw, 8, 9)
    report = clean_pages(grown)
    assert report.cleaned == 9
    assert report.unchanged == 4


def test_a_loose_page_keeps_the_content_type_of_its_sidecar(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    fill(raw, 0, 4)
    for path in raw.glob("*.html"):
        path.write_bytes(path.read_text().replace("Sign up", "Sígn up").encode("cp1252"))
        said = json.loads((raw / f"{path.name}.json").read_text())
        (raw / f"{path.name}.json").write_text(json.dumps({**said, "content_type": "text/html; charset=windows-1252"}))
    clean_pages(RunOptions(raw, clean))
    fresh = files(clean)
    from flows.store.ledger import open_ledger

    with open_ledger(clean, write=True) as ledger, ledger.db:
        ledger.db.execute("UPDATE pages SET memory = 'another'")
    assert clean_pages(RunOptions(raw, clean, reclean=True)).cleaned == 4
    assert files(clean) == fresh
    documents = [json.loads(content) for name, content in fresh.items() if name.endswith(".json")]
    assert {document["provenance"]["charset_source"] for document in documents} == {"header"}


@pytest.mark.slow
def test_the_command(winnow: Command, grown: RunOptions, tmp_path: Path) -> None:
    done = winnow("reclean", "--diff", "--html", "d.html", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 of 8 pages would change; ")
    assert "memory: stands on" in done.stdout
    assert "would change" in (tmp_path / "d.html").read_text()
    assert winnow("reclean", "--html", "d.html").returncode == 2
    assert winnow("reclean", "--diff", "--clean", "nowhere").returncode == 3
    told = winnow("reclean", "--workers", "1").stdout
    assert "words removed by site memory" in told
    assert winnow("reclean", "--diff", "--workers", "1").stdout == "0 of 8 pages would change.\n"
