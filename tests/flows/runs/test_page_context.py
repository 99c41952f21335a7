"""One page alone is judged as a run would judge it: with its site's file and its site's memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from stores import Command

from flows.options import RunOptions
from flows.runs.page_context import context_of
from flows.runs.run import clean_pages
from flows.settings import Settings
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES

SITE = TEMPLATES[1]
PROMO = "One e-mail at dawn, no more"  # nothing but repetition tells that it is no text


def fill(raw: Path, pages: int = 8) -> list[str]:
    """Pages of one site as loose files with sidecars; their addresses."""
    raw.mkdir()
    for number, page in enumerate(make_site(SITE, pages)):
        (raw / f"{number}.html").write_text(page.body)
        sidecar = {"url": page.url, "fetched_at": f"{page.fetched_on}T10:00:00Z"}
        (raw / f"{number}.html.json").write_text(json.dumps(sidecar))
    return [page.url for page in make_site(SITE, pages)]


def test_a_page_comes_out_as_in_the_run(winnow: Command, tmp_path: Path) -> None:
    urls = fill(tmp_path / "raw")
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    run = {doc["url"]: doc for doc in map(json.loads, (p.read_text() for p in tmp_path.glob("clean/*/*.json")))}
    done = winnow("clean", "raw/0.html", "--format", "json")
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)
    assert page["provenance"] == run[urls[0]]["provenance"]
    assert page["decisions"] == run[urls[0]]["decisions"]
    assert page["provenance"]["memory_site"] == "morningtide.org"
    assert len(page["provenance"]["memory_fingerprint"]) == 16
    assert PROMO not in page["articleBody"]


@pytest.mark.slow
def test_the_memory_serves_pages_the_run_never_saw_and_is_left_alone_on_demand(winnow: Command, tmp_path: Path) -> None:
    fill(tmp_path / "raw")
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    new = make_site(SITE, 9)[8]
    (tmp_path / "new.html").write_text(new.body)
    for given, in_it, told in (
        (["--url", new.url], False, "Used the site memory of morningtide.org."),
        (["--url", new.url, "--alone"], True, ""), (["--url", new.url, "--clean", "elsewhere"], True, ""),
        (["--url", "https://other.example/x"], True, ""), ([], True, ""),
    ):  # fmt: skip
        done = winnow("clean", "new.html", "--explain", *given)
        assert done.returncode == 0, done.stderr
        assert (PROMO in done.stdout) is in_it, given
        assert told in done.stderr
        assert told or "Used the site memory" not in done.stderr


@pytest.mark.slow
def test_a_run_leaves_memories_but_their_loss_changes_nothing(tmp_path: Path) -> None:
    urls = fill(tmp_path / "raw")
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))  # with nothing to do: they stay
    kept = list((tmp_path / "clean" / ".winnow" / "memory").iterdir())
    assert len(kept) == 1
    settings = Settings(raw=tmp_path / "raw", clean=tmp_path / "clean", sites=tmp_path / "sites")
    from_file = context_of(urls[0], "", "", settings).memory
    kept[0].unlink()
    assert context_of(urls[0], "", "", settings).memory == from_file
    assert not kept[0].exists()  # a reader writes nothing


@pytest.mark.slow
def test_a_page_without_an_address_belongs_to_its_folder_of_raw(tmp_path: Path) -> None:
    (tmp_path / "raw" / "letters").mkdir(parents=True)
    for number, page in enumerate(make_site(SITE, 6)):
        (tmp_path / "raw" / "letters" / f"{number}.html").write_text(page.body)
    clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean"))
    settings = Settings(raw=tmp_path / "raw", clean=tmp_path / "clean", sites=tmp_path / "sites")
    found = context_of("", str(tmp_path / "raw" / "letters" / "0.html"), "", settings).memory
    assert found is not None
    assert found.host == "the folder letters"
    assert context_of("", str(tmp_path / "elsewhere.html"), "", settings).memory is None


@pytest.mark.slow
def test_the_site_file_of_the_page_is_followed_and_named(winnow: Command, tmp_path: Path) -> None:
    prose = "The wall was built in three winters by men who were paid in fish and seldom on time. " * 3
    (tmp_path / "a.html").write_text(f"<h1>The wall</h1><p>{prose}</p><p class='x9'>{prose} Towels.</p><p>{prose}!</p>")
    (tmp_path / "house").mkdir()
    (tmp_path / "winnow.toml").write_text('sites = "house"\n')
    (tmp_path / "house" / "wall.example.toml").write_text('[[rules]]\ndrop = [".x9"]\n')
    (tmp_path / "house" / "broken.example.toml").write_text("[[")  # of another site: not this page's concern
    done = winnow("clean", "a.html", "--url", "https://www.wall.example/a", "--format", "json")
    page = json.loads(done.stdout)
    assert "Towels" not in page["articleBody"]
    assert page["provenance"]["site_file"] == "wall.example"
    first = page["provenance"]["site_file_fingerprint"]
    (tmp_path / "house" / "wall.example.toml").write_text('[[rules]]\ndrop = [".x9", ".x8"]\n')
    again = winnow("clean", "a.html", "--url", "https://wall.example/a", "--format", "json")
    assert json.loads(again.stdout)["provenance"]["site_file_fingerprint"] != first
    (tmp_path / "house" / "wall.example.toml").write_text("[[rules]]\ndorp = []\n")
    wrong = winnow("clean", "a.html", "--url", "https://wall.example/a")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "wall.example.toml: unknown key dorp" in wrong.stderr
    assert winnow("clean", "a.html", "--url", "https://wall.example/a", "--alone").returncode == 0


def test_a_ledger_that_cannot_be_used_is_told_and_the_page_is_cleaned(winnow: Command, tmp_path: Path) -> None:
    fill(tmp_path / "raw", 3)
    (tmp_path / "clean" / ".winnow").mkdir(parents=True)
    (tmp_path / "clean" / ".winnow" / "ledger.sqlite3").write_bytes(b"not a ledger" * 100)
    done = winnow("clean", "raw/0.html")
    assert done.returncode == 0
    assert done.stdout.startswith("# ")
    assert "memory was not used" in done.stderr


@pytest.mark.slow
def test_a_sidecar_says_what_the_page_is(winnow: Command, tmp_path: Path) -> None:
    body = "<h1>Käse</h1><p>Ein Absatz über Käse, lang genug, um einer zu sein.</p>"
    (tmp_path / "a.html").write_bytes(body.encode("cp1252"))
    sidecar = {"url": "https://kaese.example/a", "content_type": "text/html; charset=windows-1252"}
    (tmp_path / "a.html.json").write_text(json.dumps(sidecar))
    page = json.loads(winnow("clean", "a.html", "--format", "json").stdout)
    assert (page["url"], page["provenance"]["charset_source"]) == ("https://kaese.example/a", "header")
    (tmp_path / "a.html.json").write_text("[")
    done = winnow("clean", "a.html")
    assert done.returncode == 0
    assert "not readable JSON" in done.stderr


@pytest.mark.slow
def test_neither_prefect_nor_a_database_is_loaded_without_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>A</h1><p>The wall was built in three winters by men who were paid.</p>")
    script = (
        "import sys; from flows.cli import run_command\n"
        "code = run_command(['clean', 'a.html', '--url', 'https://a.example/'])\n"
        "heavy = {'prefect', 'sqlite3', 'pydantic', 'httpx', 'trafilatura'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
