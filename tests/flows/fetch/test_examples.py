"""The commands that docs/fetching.md shows, run one after the other against a site on loopback."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import PAGE, Handler, Hostile, page

ROOT = Path(__file__).parents[3]
FEED = b"<rss><item><title>One</title><link>/articles/one</link></item></rss>"
MAP = b"<urlset><url><loc>/articles/two</loc></url></urlset>"


def shown() -> list[str]:
    block = re.search(r"^```\n(winnow fetch.*?)^```$", (ROOT / "docs" / "fetching.md").read_text("utf-8"), re.M | re.S)
    return [line.partition("  #")[0].strip() for line in block[1].splitlines()]


@pytest.mark.slow
def test_the_examples_do_what_they_say(tmp_path: Path) -> None:
    routes: dict[str, Handler] = {
        "/": page(PAGE + b"<a href=/articles/one>1</a><a href=/about>about</a>"),
        "/feed.xml": page(FEED, Content_Type="application/rss+xml"),
        "/sitemap.xml": page(MAP, Content_Type="application/xml"),
        "/robots.txt": page(b"User-agent: *\nAllow: /\n", Content_Type="text/plain"),
        "*": page(),
    }
    with Hostile(routes) as server:
        (tmp_path / "winnow.toml").write_text(f'allow_address = ["{server.address}"]\npace = 0\nprefect = false\n')
        (tmp_path / "urls.txt").write_text(f"# a list\n\n{server.url('/listed')}\n")
        for command in shown():
            if "--render" in command and not shutil.which("chromium"):
                continue
            words = shlex.split(command.replace("https://example.org", server.url("")))
            done = subprocess.run(
                [sys.executable, "-m", "flows", *words[1:]], cwd=tmp_path, capture_output=True, timeout=120,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
            assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"
            assert done.stdout or "--failed" in command
    assert {"/article", "/listed", "/articles/one", "/articles/two", "/app"} <= set(server.hits)
    assert not server.hits["/about"]
    assert len(list((tmp_path / "clean").rglob("*.md"))) >= 5
