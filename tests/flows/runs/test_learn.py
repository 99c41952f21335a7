"""A run counts its pages first: same pages, same files, in any order and with any number of workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.options import RunOptions
from flows.runs.run import clean_pages, learn_pages
from flows.runs.site_stats import repeated_lines_of
from flows.store.ledger import open_ledger
from flows.store.memory import site_of
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES

pytestmark = pytest.mark.slow  # each test is a whole run, or several

SITE = TEMPLATES[1]
PROMO = "Sign up for The Morning Tide"


def fill(raw: Path, first: int, last: int, backwards: bool = False) -> None:
    raw.mkdir(exist_ok=True)
    pages = make_site(SITE, last)[first:]
    for number, page in enumerate(pages, first):
        name = f"{(99 - number) if backwards else number:02d}.html"
        (raw / name).write_text(page.body)
        sidecar = {"url": page.url, "fetched_at": f"{page.fetched_on}T10:00:00Z"}
        (raw / f"{name}.json").write_text(json.dumps(sidecar))


def bodies(clean: Path) -> dict[str, str]:
    """The clean pages' bodies by title."""
    found = {}
    for path in clean.rglob("*.md"):
        _, front, body = path.read_text().split("---\n", 2)
        found[front.split("\n")[0]] = body
    return found


def test_promos_go_and_the_trail_says_on_how_many_pages_they_stand(tmp_path: Path) -> None:
    fill(tmp_path / "raw", 0, 8)
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean", 2))
    assert len(bodies(tmp_path / "clean")) == 8
    assert not [body for body in bodies(tmp_path / "clean").values() if PROMO in body]
    page = json.loads(next((tmp_path / "clean").rglob("*.json")).read_text())
    reasons = [d["reason"] for d in page["decisions"] if d["decidedBy"] == "site_memory"]
    assert any(r == "stands on 8 of 8 pages of morningtide.org, first seen 3 May 2026" for r in reasons), reasons


def test_order_of_names_and_workers_do_not_matter(tmp_path: Path) -> None:
    for name, backwards, workers in (("a", False, 1), ("b", True, 3)):
        fill(tmp_path / name, 0, 5, backwards)
        clean_pages(RunOptions(tmp_path / name, tmp_path / f"clean-{name}", workers))
    assert bodies(tmp_path / "clean-a") == bodies(tmp_path / "clean-b")


def test_old_pages_keep_until_reclean_brings_them_up_to_date(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    fill(raw, 0, 2)
    clean_pages(RunOptions(raw, clean))
    fill(raw, 2, 8)
    clean_pages(RunOptions(raw, clean))
    fill(tmp_path / "all", 0, 8)
    clean_pages(RunOptions(tmp_path / "all", tmp_path / "at-once"))
    assert bodies(clean) != bodies(tmp_path / "at-once")
    clean_pages(RunOptions(raw, clean, reclean=True))
    assert bodies(clean) == bodies(tmp_path / "at-once")
    assert clean_pages(RunOptions(raw, clean, reclean=True)).cleaned == 0


def test_what_is_counted_is_kept_shown_and_forgotten_with_its_pages(tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    fill(raw, 0, 4)
    options = RunOptions(raw, clean)
    assert learn_pages(options) == [("morningtide.org", 4)]
    with open_ledger(clean) as ledger:
        before = ledger.db.execute("SELECT * FROM counts").fetchall()
    assert learn_pages(options) == [("morningtide.org", 4)]
    with open_ledger(clean) as ledger:
        assert ledger.db.execute("SELECT * FROM counts").fetchall() == before
    line = next(line for line in repeated_lines_of(clean, "https://www.morningtide.org/x") if PROMO in line.text)
    assert (line.articles, line.total, line.promo) == (4, 4, True)
    (raw / "03.html").unlink()
    assert learn_pages(options) == [("morningtide.org", 3)]


def test_a_site_nobody_counted_is_named(tmp_path: Path) -> None:
    fill(tmp_path / "raw", 0, 3)
    learn_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    with pytest.raises(UsageError, match="morningtide"):
        repeated_lines_of(tmp_path / "clean", "other.example")


@pytest.mark.parametrize(
    ("url", "raw", "site"),
    [
        ("https://www.a.org/x", "b.org/p.html", "a.org"),
        ("", "www.b.org/p.html", "b.org"),
        ("", "samples/p.txt", "the folder samples"),
        ("", "p.txt", "the folder raw"),
    ],
)
def test_site_of(url: str, raw: str, site: str) -> None:
    assert site_of(url, raw) == site
