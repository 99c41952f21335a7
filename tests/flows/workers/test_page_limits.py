"""What a page may ask of a parser is set in winnow.toml, and what asks for more is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from stores import Command


@pytest.mark.slow
def test_depth_and_attributes_are_settings(winnow: Command, tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "news.example"
    folder.mkdir(parents=True)
    words = "The ferry was taken out of service in the spring and nobody has asked for another one since. " * 3
    (folder / "deep.html").write_text("<html><body>" + "<div>" * 60 + f"<p>{words}</p>")
    (folder / "wide.html").write_text(f"<html><body><p {' '.join(f'a{n}=1' for n in range(60))}>{words}</p>")
    (folder / "blocks.html").write_text(f"<html><body>{'<p>word' * 60}<p>{words}</p>")
    (folder / "plain.html").write_text(f"<html><body><h1>A ferry</h1><p>{words}</p><p>{words}</p>")
    (tmp_path / "winnow.toml").write_text("page_depth = 50\npage_attributes = 50\npage_blocks = 50\nprefect = false\n")
    done = winnow("run", "--no-prefect")
    listed = winnow("ledger").stdout
    assert done.returncode == 1
    assert "too_deep" in listed
    assert listed.count("too_large") >= 2
    assert len(list((tmp_path / "clean").rglob("*plain*.md")) + list((tmp_path / "clean").rglob("*ferry*.md"))) == 1
