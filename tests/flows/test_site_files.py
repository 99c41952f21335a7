"""Site files: read, chosen by host and day, followed by a run, drafted and edited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.sites import Sites, read_site_file, rules_from_json

FILE = """
[[rules]]
valid_until = 2025-12-31
drop = [".old"]

[[rules]]
valid_from = 2026-01-01
body = ["div.entry > p", "h1"]
drop = [".promo"]
phrases = ["Buy a mug*"]
"""


def test_rules_are_chosen_by_host_and_day(tmp_path: Path) -> None:
    (tmp_path / "paper.example.toml").write_text(FILE)
    sites = Sites(tmp_path)
    new = sites.rules_for("https://www.paper.example/x", "2026-03-01T10:00:00Z")
    assert new is not None
    assert new.drop == (".promo",)
    assert sites.rules_for("https://blog.paper.example/x", "2026-03-01") == new
    old = sites.rules_for("https://paper.example/x", "2024-03-01")
    assert old is not None
    assert old.drop == (".old",)
    assert sites.rules_for("https://paper.example/x", "") == new
    assert sites.rules_for("https://other.example/x", "") is None
    assert rules_from_json(sites.json_for("https://paper.example/x", "2026-03-01")) == new


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rules]]\ndrop = '.x'", "drop must be a list"),
        ("[[rules]]\ndrop = ['p:hover']", "p:hover"),
        ("[[rules]]\ndorp = []", "unknown key dorp"),
        ("[[rules]]\nvalid_from = 'soon'", "valid_from must be a day"),
        ("drop = []", "only \\[\\[rules\\]\\]"),
        ("rules = [1]", "only \\[\\[rules\\]\\]"),
        ("[[", "cannot be read"),
        pytest.param("x = " + "[" * 5_000, "cannot be read", id="nested"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "a.example.toml").write_text(text)
    with pytest.raises(UsageError, match=says) as problem:
        Sites(tmp_path)
    assert "a.example.toml" in str(problem.value)


@pytest.mark.slow
def test_a_run_follows_the_site_file_and_cleans_again_when_it_changes(tmp_path: Path) -> None:
    from flows.options import RunOptions
    from flows.runs.run import clean_pages

    prose = "The wall was built in three winters by men who were paid in fish and seldom on time. " * 3
    raw, sites = tmp_path / "raw", tmp_path / "sites"
    raw.mkdir()
    sites.mkdir()
    towels = f"<p class='x9'>{prose[:80]} and towels.</p>"
    (raw / "a.html").write_text(f"<h1>The wall</h1><p>{prose}</p>{towels}<p>{prose}!</p>")
    (raw / "a.html.json").write_text(json.dumps({"url": "https://wall.example/a"}))
    options = RunOptions(raw, tmp_path / "clean", sites=sites)
    assert clean_pages(options).cleaned == 1
    assert "towels" in next((tmp_path / "clean").rglob("*.md")).read_text()
    (sites / "wall.example.toml").write_text('[[rules]]\ndrop = [".x9"]\n')
    assert clean_pages(options).cleaned == 1
    assert "towels" not in next((tmp_path / "clean").rglob("*.md")).read_text()
    assert clean_pages(options).cleaned == 0


def test_a_draft_names_the_body_and_what_always_goes(tmp_path: Path) -> None:
    from flows.sites.draft import draft
    from tests.sitegen.sites import make_site
    from tests.sitegen.templates import TEMPLATES

    raw = tmp_path / "raw"
    raw.mkdir()
    for number, page in enumerate(make_site(TEMPLATES[1], 4)):
        (raw / f"{number}.html").write_text(
            page.body.replace("<nav>", "<div class='topmenu'>").replace("</nav>", "</div>")
        )
        (raw / f"{number}.html.json").write_text(json.dumps({"url": page.url}))
    path, rules = draft("https://www.morningtide.org/", raw, tmp_path / "sites")
    assert rules.body == ("div.entry-content",)
    assert "div.topmenu" in rules.drop
    assert read_site_file(path)[0] == rules
    with pytest.raises(UsageError, match="already"):
        draft("https://morningtide.org/", raw, tmp_path / "sites")
    with pytest.raises(UsageError, match="no HTML page of other"):
        draft("https://other.example/", raw, tmp_path / "sites")


def test_a_draft_is_made_from_pages_in_archives_too(tmp_path: Path) -> None:
    from io import BytesIO

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    from flows.sites.draft import draft
    from tests.sitegen.sites import make_site
    from tests.sitegen.templates import TEMPLATES

    folder = tmp_path / "raw" / "www.morningtide.org"
    folder.mkdir(parents=True)
    with open(folder / "a.warc.gz", "wb") as file:
        writer = WARCWriter(file)
        pages = [(page.url, page.body.encode()) for page in make_site(TEMPLATES[1], 4)]
        for url, body in [("https://other.example/x", b"<p>Not of this site.</p>"), *pages]:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=head))
    (folder / "broken.warc.gz").write_bytes(b"\x1f\x8b\x08 no archive")
    path, rules = draft("https://www.morningtide.org/", tmp_path / "raw", tmp_path / "sites")
    assert rules.body == ("div.entry-content",)
    assert "from 4 pages" in path.read_text()
