"""A store of version 1, whose labelers were called voices and had other names, is read and brought up to date."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from pathlib import Path

import pytest
from stores import Command

from cleaners import clean
from flows.diff import diff
from flows.drift.monitor import incidents
from flows.drift.watch import SiteWatch
from flows.export.exporting import export_pages
from flows.options import RunOptions
from flows.report.figures import report_of_store
from flows.report.views import write_views
from flows.runs.run import clean_pages
from flows.store.clean import STATE_DIR, open_store
from flows.store.drift_store import DriftStore
from flows.store.duplicate_mark import page_only
from flows.store.ledger import FILE, open_ledger
from flows.store.migrations import VERSION, migrate
from flows.store.version1 import LABELERS, upgraded

pytestmark = pytest.mark.slow  # each test is a whole run, or several

NAMES = {new: old for old, new in LABELERS.items()}


def as_version1(document: bytes) -> bytes:
    """A page's .json as version 1 wrote it."""

    def voice(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        return f'"voice":"{NAMES.get(name, name)}"'.encode()

    old = re.sub(rb'"decidedBy":"([^"]*)"', voice, document)
    return old.replace(b'"schemaVersion": 3', b'"schemaVersion": 1')


def digest(document: bytes) -> str:
    return hashlib.sha256(page_only(document)).hexdigest()


@pytest.fixture
def old_store(raw: Path) -> Path:
    """A clean store as version 1 left it: documents, ledger and schema."""
    store = raw.parent / "clean"
    clean_pages(RunOptions(raw, store))
    with sqlite3.connect(store / STATE_DIR / FILE) as db:
        for page, name, digests, removed_by, observed in db.execute(
            "SELECT page, clean, digests, removed_by, observed FROM pages"
        ).fetchall():
            path = store / f"{name}.json"
            new, old = path.read_bytes(), as_version1(path.read_bytes())
            path.write_bytes(old)
            digests = digests.replace(digest(new), digest(old))
            for current, former in NAMES.items():
                removed_by = removed_by.replace(f'"{current}":', f'"{former}":')
                observed = observed.replace(f'"{current}":', f'"{former}":')
            db.execute(
                "UPDATE pages SET digests = ?, removed_by = ?, observed = ?, fingerprint = 'old', identity = 'old'"
                " WHERE page = ?",
                (digests, removed_by, observed, page),
            )
        db.execute("PRAGMA user_version = 7")
    db.close()
    return store


def versions(folder: Path) -> set[int]:
    return {json.loads(path.read_text())["schemaVersion"] for path in folder.rglob("*.json") if path.parent != folder}


def test_a_document_of_version_1_gets_the_names_of_today_and_nothing_else() -> None:
    new = clean("<h1>Low tide</h1><p>The river fell to its lowest level in ninety years.</p>").to_document()
    old = json.loads(as_version1(json.dumps(new, separators=(",", ":")).encode())) | {"schemaVersion": 1}
    assert "decidedBy" not in old["decisions"][0]
    assert upgraded(old) == json.loads(json.dumps(new))
    assert old["schemaVersion"] == 1  # the argument itself is not changed
    for other in ([], "text", None, {"schemaVersion": 3}, {"schemaVersion": 9, "author": "A"}):
        assert upgraded(other) == other
    assert upgraded({"schemaVersion": 1, "decisions": "none"})["decisions"] == "none"


def test_a_document_of_version_2_gets_the_fields_that_came_later() -> None:
    new = clean("<h1>Low tide</h1><p>The river fell to its lowest level in ninety years.</p>").to_document()
    later = (
        "authors", "dateModified", "description", "articleSection", "keywords", "image", "license", "links", "pictures",
    )  # fmt: skip
    old = {name: value for name, value in new.items() if name not in later} | {"schemaVersion": 2}
    assert upgraded(old) == new
    assert upgraded(old | {"author": "Ada Finch, Tom Reed"})["authors"] == ["Ada Finch", "Tom Reed"]


@pytest.mark.parametrize("name", LABELERS)
def test_every_labeler_of_version_1_has_a_name_of_today(name: str) -> None:
    document = {"schemaVersion": 1, "decisions": [{"voice": name}, {"voice": "rules.footer"}, 7]}
    assert upgraded(document)["decisions"] == [{"decidedBy": LABELERS[name]}, {"decidedBy": "rules.footer"}, 7]


def test_diff_views_and_export_read_documents_of_version_1(old_store: Path, raw: Path, tmp_path: Path) -> None:
    clean_pages(RunOptions(raw, tmp_path / "new"))
    summary = diff(old_store, tmp_path / "new")
    assert (summary.changed, summary.unreadable, summary.groups) == (0, [], [])
    with open_ledger(old_store) as ledger:
        report = report_of_store(ledger)
    links = write_views(report, old_store, tmp_path / "views", 10)
    assert len(links) == len(report.pages) > 0
    assert all("voice" not in path.read_text() for path in (tmp_path / "views").iterdir())
    export_pages(old_store, tmp_path / "out", "jsonl")
    records = [json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.open()]
    assert {record["schemaVersion"] for record in records} == {3}
    assert all(decision["decidedBy"] not in LABELERS for record in records for decision in record["decisions"])
    assert versions(old_store) == {1}


def test_a_reader_gets_the_names_of_today_and_changes_no_file(old_store: Path) -> None:
    before = (old_store / STATE_DIR / FILE).read_bytes()
    with open_ledger(old_store) as ledger:
        names = set(report_of_store(ledger).removed_by)
    assert names
    assert not names & LABELERS.keys()
    assert (old_store / STATE_DIR / FILE).read_bytes() == before


def test_reclean_writes_the_documents_of_version_1_again(old_store: Path, winnow: Command) -> None:
    assert versions(old_store) == {1}
    done = winnow("reclean", "--no-prefect")
    assert done.returncode == 0, done.stderr
    assert "words removed by" not in done.stdout  # the same words, by the same labelers under their new names
    assert versions(old_store) == {3}
    with sqlite3.connect(old_store / STATE_DIR / FILE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    db.close()
    assert winnow("verify").returncode == 0


def test_a_ledger_of_the_previous_schema_holds_the_names_of_today(tmp_path: Path) -> None:
    open_store(tmp_path)
    watch = SiteWatch("old", evidence={"no removal by learned": 1.5, "share memory high": 2.0}).to_data()
    watch["kinds"][0][3][2] = {"removal by learned": 4, "removal by rules.footer": 4, "note removal": 1}
    watch["kinds"][0][3][4] = {"share completion low": 1}
    page = ["p", "old", "", 9, {"learned": 3, "rules.ads": 1}, 1.0, [], "en", [], []]
    state = json.dumps({**watch, "waiting": [page]}, separators=(",", ":"))
    facts = {
        "kind": "silent", "before": [], "after": [], "figures": {"share site": [0.5, 0.0], "ratio": [0.4, 0.6]},
        "signs": ["1% of a page is removed by memory, 9% before", "nothing is removed any more by learned"],
    }  # fmt: skip
    with sqlite3.connect(tmp_path / STATE_DIR / FILE) as db:
        migrate(db, 0, to=7)
        columns = [name for _, name, *_ in db.execute("PRAGMA table_info(pages)")]
        row = dict.fromkeys(columns, "") | {"removed_by": '{"learned": 57, "rules.footer": 16, "memory": 1}'}
        row |= {"page": "p", "raw": "p.html", "observed": '{"k":9,"v":{"completion":3,"site":1},"n":["the site"]}'}
        db.execute(f"INSERT INTO pages VALUES ({', '.join('?' * len(columns))})", [row[name] for name in columns])
        db.execute("INSERT INTO runs VALUES (1, 'winnow run', '', '', ?)", ('{"removed_by": {"learned": 57}}',))
        db.execute("INSERT INTO drift_sites VALUES ('a.example', ?)", (state,))
        db.execute("INSERT INTO drift_incidents VALUES (1, 'a.example', 1, '', '', ?)", (json.dumps(facts),))
    db.close()
    with open_ledger(tmp_path, write=True) as ledger:
        (page_row,) = ledger.pages()
        assert json.loads(page_row["removed_by"]) == {"model": 57, "rules.footer": 16, "site_memory": 1}
        assert json.loads(page_row["observed"])["v"] == {"propagation": 3, "site_rules": 1}
        assert json.loads(page_row["observed"])["n"] == ["the site"]
        (summary,) = ledger.db.execute("SELECT summary FROM runs").fetchone()
        assert json.loads(summary)["removed_by"] == {"model": 57}
        site = SiteWatch.from_data(DriftStore(ledger).state("a.example"))
        assert site.evidence == {"no removal by model": 1.5, "share site_memory high": 2.0}
        assert dict(site.all.now.traits) == {"removal by model": 4, "removal by rules.footer": 4, "note removal": 1}
        assert dict(site.all.now.outside) == {"share propagation low": 1}
        assert site.waiting[0].removed == {"model": 3, "rules.ads": 1}
        (incident,) = incidents(ledger)
        assert incident.figures == {"share site_rules": (0.5, 0.0), "ratio": (0.4, 0.6)}
        assert incident.signs == (
            "1% of a page is removed by site_memory, 9% before", "nothing is removed any more by model",
        )  # fmt: skip
