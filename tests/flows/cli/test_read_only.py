"""Reading commands work on stores that nobody may write to, as on a copy that is mounted read-only."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from stores import Command
from unprivileged import without_rights


@pytest.mark.parametrize("in_use", [False, True], ids=["complete", "with a log of changes"])
def test_reading_commands_need_no_right_to_write(winnow: Command, raw: Path, tmp_path: Path, in_use: bool) -> None:
    assert winnow("run", "--no-prefect").returncode == 0
    shutil.copytree(tmp_path / "clean", tmp_path / "before")
    ledger = tmp_path / "clean" / ".winnow" / "ledger.sqlite3"
    with closing(sqlite3.connect(ledger)) as db:
        if in_use:
            db.execute("UPDATE pages SET title = 'Written last' WHERE raw LIKE '%piano%'")
            db.commit()
            assert Path(f"{ledger}-wal").stat().st_size
        folders = [path for root in ("raw", "clean") for path in [tmp_path / root, *(tmp_path / root).rglob("*")]]
        try:
            for path in folders:
                path.chmod(0o555 if path.is_dir() else 0o444)
            for command in (
                ["ledger"], ["report"], ["drift"], ["diff", "before", "clean"], ["export", "pages", "--to", "jsonl"],
                ["verify"], ["review", "--list"],
                ["clean", "raw/news.example/piano.html"],
            ):  # fmt: skip
                done = winnow(*command, **without_rights())
                assert done.returncode == 0, done.stderr
            assert ("Written last" in winnow("ledger", "--format", "jsonl", **without_rights()).stdout) == in_use
            done = winnow("run", "--no-prefect", **without_rights())
            assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
        finally:
            for path in folders:
                path.chmod(0o755 if path.is_dir() else 0o644)
