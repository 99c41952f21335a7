from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stores import Command, article

from flows.store.clean import open_store
from flows.store.lock import locked


def test_a_run_tells_what_happened(winnow: Command, raw: Path) -> None:
    (raw / "empty.html").write_text("")
    done = winnow("run", "--no-prefect")
    assert done.returncode == 1
    assert "The morning ferry" in done.stdout
    assert "no_content" in done.stdout
    assert "2 cleaned, 0 unchanged, 1 failed" in done.stdout
    assert any(line.startswith("empty.html\tno_content\t") for line in done.stdout.splitlines())
    assert done.stderr == ""


@pytest.mark.slow
def test_the_ledger_lists_every_page(winnow: Command, raw: Path) -> None:
    (raw / "empty.html").write_text("")
    (raw / "news.example" / "ferry.html.json").write_text('{"url": "https://news.example/ferry"}')
    winnow("run", "--no-prefect")
    rows = [json.loads(line) for line in winnow("ledger", "--format", "jsonl").stdout.splitlines()]
    by_raw = {row["raw"]: row for row in rows}
    ferry, empty = by_raw["news.example/ferry.html"], by_raw["empty.html"]
    assert (ferry["url"], ferry["outcome"]) == ("https://news.example/ferry", "ok")
    assert (raw.parent / "clean" / ferry["clean"]).is_file()
    assert len(ferry["raw_digest"]) == 64
    assert (empty["outcome"], empty["clean"], bool(empty["detail"])) == ("no_content", None, True)
    table = winnow("ledger", "--failed").stdout
    assert "no_content" in table
    assert "ferry" not in table


@pytest.mark.slow
def test_stores_that_cannot_be_used_end_with_3(winnow: Command, raw: Path) -> None:
    for arguments, words in (
        (["run", "--raw", "nowhere"], "nowhere"),
        (["run", "--clean", "raw/news.example/ferry.html"], "ferry.html"),
        (["ledger", "--clean", "nowhere"], "no ledger"),
    ):
        done = winnow(*arguments)
        assert done.returncode == 3, done.stderr
        assert words in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_full_disk_ends_with_3_and_is_made_good_later(winnow: Command, raw: Path) -> None:
    (raw / "long.html").write_text(article(closing="</p><p>".join(["Words upon words, and a gull."] * 9_000)))
    limit = (200_000, 200_000)  # bytes a file may have: writing the large page fails, as on a full disk
    done = winnow("run", "--no-prefect", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert done.returncode == 3, done.stdout + done.stderr
    assert "cannot be written" in done.stderr
    assert not list((raw.parent / "clean").rglob("*tmp-winnow*"))
    assert winnow("run", "--no-prefect").returncode == 0


def test_a_busy_store_is_left_with_a_message(winnow: Command, raw: Path) -> None:
    store = raw.parent / "clean"
    open_store(store)
    with locked(store, "another run"):
        done = winnow("run", "--no-prefect")
    assert done.returncode == 3
    assert f"another run (process {os.getpid()}" in done.stderr


def test_wrong_settings_end_with_2(winnow: Command, raw: Path) -> None:
    assert winnow("run", "--workers", "0").returncode == 2
    (raw.parent / "winnow.toml").write_text("workers = 'many'")
    done = winnow("run")
    assert done.returncode == 2
    assert "workers" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_stops_a_run_and_the_next_goes_on(winnow: Command, raw: Path, signum: int, code: int) -> None:
    for number in range(300):
        (raw / f"{number:04}.html").write_text(article(f"Page {number}"))
    command = [sys.executable, "-m", "flows", "run", "--no-prefect", "--workers", "2"]
    process = subprocess.Popen(command, cwd=raw.parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    store = raw.parent / "clean"
    while len(list(store.rglob("*.md"))) < 5:
        assert process.poll() is None, "the run ended before it could be stopped"
        time.sleep(0.02)
    started = time.monotonic()
    process.send_signal(signum)
    _, errors = process.communicate(timeout=20)
    assert time.monotonic() - started < 10
    assert (process.returncode, "Traceback" in errors) == (code, False)
    assert not list(store.rglob("*tmp-winnow*"))
    done = len(list(store.rglob("*.md")))
    assert done < 302
    after = winnow("run", "--no-prefect")
    assert after.returncode == 0
    assert f"{done:,} unchanged" in after.stdout
    assert len(list(store.rglob("*.md"))) == 302
