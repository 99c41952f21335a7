"""Small pages, and what lies in a clean store, for the tests of the flows."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]

ARTICLE = """<!doctype html>
<html lang="en"><head><title>{title}</title><meta property="og:title" content="{title}"></head><body>
<article><h1>{title}</h1>
<p>The ferry left the harbour before dawn, as it has done on every working day for ninety years.</p>
<p>On board were two crates of plums, a piano with a cracked leg, and a retired schoolteacher who keeps
count of the gulls. She has never missed a crossing, she says, and does not intend to begin now.</p>
<p>{closing}</p></article>
<footer><p>Share on Facebook</p></footer></body></html>
"""


def article(title: str = "The morning ferry", closing: str = "The evening boat returns at six.") -> str:
    """A small page of HTML with a title, three paragraphs, and a line that does not belong to it."""
    return ARTICLE.format(title=title, closing=closing)


def files(store: Path) -> dict[str, bytes]:
    """The clean files of a store by name; what the store keeps for itself is not among them."""
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in store.rglob("*") if path.is_file() and ".winnow" not in path.parts
    }  # fmt: skip
