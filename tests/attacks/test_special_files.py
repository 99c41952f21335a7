"""Pipes, sockets, links and odd names where files should be: none is waited on, followed or overwritten."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest
from raw_archives import OWN_NAME, foreign_archive, own_archive
from stores import Command, article

from flows.bounded import open_regular, read_regular
from flows.cli import run_command
from flows.errors import StoreError, UsageError
from flows.fetch.session import FetchPlan, fetch_all
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.settings import load_settings
from flows.sites import Sites
from flows.store.clean import open_store
from flows.store.ledger import open_ledger
from flows.store.lock import locked
from flows.verify import Tally, verify


def outcomes(clean: Path) -> dict[str, str]:
    with open_ledger(clean) as ledger:
        return {row["raw"]: row["outcome"] for row in ledger.pages()}


def details(clean: Path) -> dict[str, str]:
    with open_ledger(clean) as ledger:
        return {row["raw"]: row["detail"] for row in ledger.pages()}


def test_pipes_and_sockets_are_not_waited_on(tmp_path: Path, raw: Path, winnow: Command) -> None:
    for name in ("pipe.html", "pipe.html.gz", "pipe.warc.gz", "pipe.wacz", "sidecar.html.json"):
        os.mkfifo(raw / name)
    (raw / "sidecar.html").write_text(article())
    (raw / "news.example" / OWN_NAME).write_bytes(own_archive(["https://own.example/1"]))
    os.mkfifo(raw / "news.example" / OWN_NAME.replace("-001", "-002"))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(raw / "socket.html"))
        done = winnow("run", "--no-prefect", timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    found = outcomes(tmp_path / "clean")
    (own,) = [name for name in found if name.startswith(f"news.example/{OWN_NAME}#@")]
    assert found.pop(own) == "ok"
    assert {name: found[name] for name in found if "ferry" not in name and "piano" not in name} == {
        "pipe.html": "unreadable", "pipe.html.gz": "unreadable", "pipe.warc.gz#": "unreadable",
        "pipe.wacz#": "unreadable", "sidecar.html": "bad_sidecar", "socket.html": "unreadable",
        f"news.example/{OWN_NAME.replace('-001', '-002')}#": "unreadable",
    }  # fmt: skip
    list(verify(raw, tmp_path / "clean", Tally()))
    fetch_all(raw, FetchPlan([]))


def test_a_pipe_as_site_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.example.toml")
    with pytest.raises(UsageError, match=r"a\.example\.toml cannot be read: .*not a regular file"):
        Sites(tmp_path)


def test_no_link_in_raw_is_followed(tmp_path: Path, raw: Path) -> None:
    """A link may lead to any file of this machine; the ledger names it, and what it leads to is not read."""
    secret = tmp_path / "outside"
    secret.mkdir()
    (secret / "secret.html").write_text(article("A secret"))
    (secret / "secret.warc.gz").write_bytes(foreign_archive("records"))
    (raw / "link.html").symlink_to(secret / "secret.html")
    (raw / "link.warc.gz").symlink_to(secret / "secret.warc.gz")
    (raw / "inside.html").symlink_to(raw / "news.example" / "ferry.html")
    (raw / "folder").symlink_to(secret)
    (raw / "news.example" / OWN_NAME).symlink_to(secret / "secret.warc.gz")
    (raw / "host").symlink_to(secret)
    (secret / OWN_NAME).write_bytes(own_archive(["https://own.example/1"])[:-30])
    (raw / "told.html").write_text(article("Told"))
    (raw / "told.html.json").symlink_to(secret / "secret.html")
    before = {path: path.read_bytes() for path in secret.iterdir()}
    fetch_all(raw, FetchPlan([]))
    clean_pages(RunOptions(raw, tmp_path / "clean"))
    list(verify(raw, tmp_path / "clean", Tally()))
    assert {path: path.read_bytes() for path in secret.iterdir()} == before
    found, text = outcomes(tmp_path / "clean"), details(tmp_path / "clean")
    links = {"link.html", "link.warc.gz", "inside.html", "folder", "host", f"news.example/{OWN_NAME}"}
    assert {name for name in found if found[name] == "ignored"} == links
    assert all("links in raw/ are not followed" in text[name] for name in links)
    assert found["told.html"] == "bad_sidecar"
    assert not any("secret" in path.read_text("utf-8") for path in (tmp_path / "clean").rglob("*.md"))


def test_a_page_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    from flows.store.raw import PageError, read_raw

    (tmp_path / "page.html").write_text("x")
    (tmp_path / "link.html").symlink_to(tmp_path / "page.html")
    for place in ("", "@0"):
        with pytest.raises(PageError, match="links in raw/ are not followed") as problem:
            read_raw(str(tmp_path / "link.html"), place, 100)
        assert problem.value.outcome == "unreadable"


def test_a_probe_overwrites_nothing(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("safe")
    for root in (tmp_path / "raw", tmp_path / "clean"):
        (root / ".winnow").mkdir(parents=True)
        probe = root / ".winnow" / f"probe-{os.getpid()}.tmp-winnow"
        probe.symlink_to(victim)
        open_store(root)
        assert victim.read_text() == "safe"
        assert not os.path.lexists(probe)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "socket"])
@pytest.mark.parametrize("store", ["raw", "clean"])
def test_a_lock_that_is_no_file_is_named(
    tmp_path: Path, raw: Path, kind: str, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / store / ".winnow" / "lock"
    lock.parent.mkdir(parents=True)
    victim = tmp_path / "victim"
    victim.write_text("safe")
    if kind == "link":
        lock.symlink_to(victim)
    elif kind == "folder":
        lock.mkdir()
    elif kind == "pipe":
        os.mkfifo(lock)
    with socket.socket(socket.AF_UNIX) as server:
        if kind == "socket":
            server.bind(os.path.relpath(lock))
        with pytest.raises(StoreError, match="no regular file; remove it"), locked(tmp_path / store, "a test"):
            pass
        if kind == "link":
            monkeypatch.chdir(tmp_path)
            command = ["run", "--no-prefect"] if store == "clean" else ["fetch", "http://127.0.0.1:9/"]
            assert run_command(command) == 3
            assert run_command(["verify"]) == 3
    assert victim.read_text() == "safe"


@pytest.mark.parametrize("holder", [b"[" * 4096, b'"x"', b'{"work": 7}', b"\xff"])
def test_a_lock_with_other_content_has_a_holder_all_the_same(tmp_path: Path, holder: bytes) -> None:
    (tmp_path / ".winnow").mkdir()
    with locked(tmp_path, "a test"):
        (tmp_path / ".winnow" / "lock").write_bytes(holder)
        with pytest.raises(StoreError, match="in use by another run"), locked(tmp_path, "another"):
            pass


def test_a_name_with_a_nul_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="raw: a file name cannot have a NUL"):
        load_settings(raw=Path("a\0b"))
    (tmp_path / "winnow.toml").write_text('raw = "a\\u0000b"\n')
    for command in (["run", "--no-prefect"], ["fetch", "http://127.0.0.1:9/"], ["verify"], ["ledger"]):
        assert run_command(command) == 2
    (tmp_path / "winnow.toml").unlink()
    assert run_command(["run", "--no-prefect", "--raw", "a\0b"]) == 2
    assert run_command(["raw", "a\0b#@1"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    assert read_regular(tmp_path / "link", 5) == b"12345"
    with pytest.raises(OSError, match="more than 4 bytes"):
        read_regular(tmp_path / "file", 4)
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/null"), tmp_path / "none", "a\0b"):
        with pytest.raises(OSError, match=r"."), open_regular(path):
            pass
    with pytest.raises(OSError, match="a link"):
        open_regular(tmp_path / "link", follow=False)


def test_the_command_as_well(tmp_path: Path) -> None:
    """`winnow clean` reads a page through a link, since a person named it."""
    import sys

    (tmp_path / "page.html").write_text(article())
    (tmp_path / "link.html").symlink_to("page.html")
    done = subprocess.run(
        [sys.executable, "-m", "flows", "clean", "link.html"], cwd=tmp_path, capture_output=True, timeout=60, check=True
    )
    assert b"ferry" in done.stdout
