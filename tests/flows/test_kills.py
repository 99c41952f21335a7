"""Thirty kills of the whole process group, at any moment, of every command that works by the batch."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from archives import pages_of
from kills import finished, killed_after, shaken
from stores import article, files

from flows.store.ledger import open_ledger

pytestmark = pytest.mark.slow
PAGES = 40
PROMO = "Register for the Harbour School, edition 7: early birds save 20 %."


def page(number: int) -> str:
    return article(f"Page {number}", "</p><p>".join([f"Words {number} and a gull."] * 60 + [PROMO]))


@pytest.fixture
def many(raw: Path) -> Path:
    """A raw folder with pages of one site, all with the same promo."""
    for number in range(PAGES):
        (raw / "news.example" / f"{number:04}.html").write_text(page(number))
    return raw


def lose_some(clean: Path) -> Callable[[random.Random], None]:
    def lose(dice: random.Random) -> None:
        pages = sorted(clean.rglob("*.md"))
        for path in dice.sample(pages, len(pages) // 2):
            path.unlink()

    return lose


def nothing_is_left_over(clean: Path) -> bool:
    staging = clean / ".winnow" / "staging"
    return not list(clean.rglob("*tmp-winnow*")) and not (staging.exists() and list(staging.iterdir()))


def ledger_of(clean: Path) -> list[tuple[str, ...]]:
    with open_ledger(clean) as ledger:
        return [(row["page"], row["outcome"], row["identity"], row["digests"], row["memory"]) for row in ledger.pages()]


def counts_of(clean: Path) -> list[tuple[object, ...]]:
    with open_ledger(clean) as ledger:
        return [tuple(row) for row in ledger.db.execute("SELECT * FROM counts ORDER BY site, batch, digest")]


def test_a_run(many: Path, tmp_path: Path) -> None:
    calm, clean = tmp_path / "calm", tmp_path / "shaken"
    plain = ["run", "--no-prefect", "--raw", many]
    finished([*plain, "--clean", calm])
    shaken([*plain, "--clean", clean], lose_some(clean))
    assert files(clean) == files(calm)
    assert ledger_of(clean) == ledger_of(calm)
    assert nothing_is_left_over(clean)
    assert f"0 cleaned, {PAGES + 2} unchanged" in finished([*plain, "--clean", clean])


def test_a_reclean(many: Path, tmp_path: Path) -> None:
    """What is known of the site has grown since the pages were cleaned."""
    young, calm, clean = tmp_path / "young", tmp_path / "calm", tmp_path / "shaken"
    late = sorted((many / "news.example").glob("00[23]*.html"))
    for path in late:
        path.rename(tmp_path / path.name)
    finished(["run", "--no-prefect", "--raw", many, "--clean", young])
    for path in late:
        (tmp_path / path.name).rename(path)
    for store in (calm, clean):
        shutil.copytree(young, store)
    finished(["reclean", "--raw", many, "--clean", calm])
    shaken(["reclean", "--raw", many, "--clean", clean], lose_some(clean))
    assert files(clean) == files(calm)
    assert ledger_of(clean) == ledger_of(calm)
    assert nothing_is_left_over(clean)


def test_a_count(many: Path, tmp_path: Path) -> None:
    calm, clean = tmp_path / "calm", tmp_path / "shaken"
    finished(["learn", "--raw", many, "--clean", calm])

    def forget(dice: random.Random) -> None:
        shutil.rmtree(clean)

    shaken(["learn", "--raw", many, "--clean", clean], forget)
    assert counts_of(clean) == counts_of(calm)
    assert counts_of(calm)


@pytest.mark.parametrize("to", ["files", "jsonl"])
def test_an_export(many: Path, tmp_path: Path, to: str) -> None:
    clean, calm, out = tmp_path / "clean", tmp_path / "calm", tmp_path / "shaken"
    finished(["run", "--no-prefect", "--raw", many, "--clean", clean])
    finished(["export", calm, "--to", to, "--clean", clean])

    def lose(dice: random.Random) -> None:
        shutil.rmtree(out)

    shaken(["export", out, "--to", to, "--clean", clean], lose)
    assert files(out) == files(calm)
    assert nothing_is_left_over(out)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        number = self.path.removeprefix("/page-")
        body = page(int(number)).encode() if number.isdecimal() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *values: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def bodies(raw: Path) -> list[tuple[str, bytes]]:
    found = [one for path in raw.rglob("*.warc.gz") for one in pages_of(path)]
    return sorted((one.url or "", one.body if isinstance(one.body, bytes) else one.body.encode()) for one in found)


def texts(clean: Path) -> dict[str, str]:
    """The bodies alone: above them stands when a page was fetched."""
    return {path.name: path.read_text().split("---\n", 2)[2] for path in clean.rglob("*.md")}


def test_a_scrape(site: str, tmp_path: Path) -> None:
    addresses = tmp_path / "urls.txt"
    addresses.write_text("".join(f"http://{site}/page-{number}\n" for number in range(PAGES)))

    def scrape(name: str) -> list[str | Path]:
        where = ["--raw", tmp_path / name / "raw", "--clean", tmp_path / name / "clean"]
        return ["scrape", "--from", addresses, "--pace", "0", "--allow-address", site, "--no-prefect", *where]

    finished(scrape("calm"))
    calm, shaken_one = tmp_path / "calm", tmp_path / "shaken"
    shaken(scrape("shaken"), lose_some(shaken_one / "clean"))
    assert bodies(shaken_one / "raw") == bodies(calm / "raw")
    assert texts(shaken_one / "clean") == texts(calm / "clean")
    assert len(texts(calm / "clean")) == PAGES
    assert nothing_is_left_over(shaken_one / "clean")


def test_the_harness_sees_a_kill_and_an_end(raw: Path, tmp_path: Path) -> None:
    arguments = ["run", "--no-prefect", "--raw", raw, "--clean", tmp_path / "clean"]
    assert killed_after(arguments, 0.05)
    assert not killed_after(arguments, 300)
