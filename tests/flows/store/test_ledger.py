from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from flows.errors import StoreError
from flows.job import PageResult
from flows.store.clean import STATE_DIR, open_store
from flows.store.ledger import FAILED, FILE, open_ledger


def test_rows_are_kept_and_replaced_by_page(tmp_path: Path) -> None:
    open_store(tmp_path)
    with open_ledger(tmp_path, write=True) as ledger:
        run = ledger.start("test")
        ledger.record([PageResult("p1", "a.html"), PageResult("p2", "b.html", outcome="no_content")], run)
        ledger.record([PageResult("p1", "a.html", outcome="clean_crash", removed_by={"rules.x": 3})], run)
        ledger.record([PageResult("p2", "b.html", stat="seen", unchanged=True)], run)
        ledger.end(run, {"kept": 1})
    with open_ledger(tmp_path) as ledger:
        rows = {row["page"]: row for row in ledger.pages()}
        assert rows["p1"]["outcome"] == "clean_crash"
        assert rows["p2"]["outcome"] == "no_content"
        assert rows["p2"]["stat"] == "seen"
        assert len(list(ledger.pages(FAILED))) == 2


def test_a_store_without_a_ledger_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no ledger"), open_ledger(tmp_path):
        pass


def test_a_damaged_ledger_is_reported(tmp_path: Path) -> None:
    open_store(tmp_path)
    (tmp_path / STATE_DIR / FILE).write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(StoreError, match="damaged"), open_ledger(tmp_path, write=True):
        pass


def test_a_ledger_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path)
    with sqlite3.connect(tmp_path / STATE_DIR / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer"), open_ledger(tmp_path, write=True):
        pass
