"""The content of a page cannot control the library; every protection that the documentation names has its test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaners import clean

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "hostile-pages.md").read_text("utf-8"))
PROSE = "The harbour was rebuilt in stone after the flood, and the boats have lain there safely ever since. "


@pytest.mark.parametrize(("path", "name"), NAMED, ids=lambda value: value.rpartition("/")[2])
def test_the_tests_that_the_documentation_names_exist(path: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8")


def test_no_entity_is_expanded() -> None:
    inside = "".join(f'<!ENTITY {name} "{f"&{chr(ord(name) - 1)};" * 10}">' for name in "bcdef")
    page = clean(
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "laugh"><!ENTITY z SYSTEM "file:///etc/hostname">{inside}]>'
        f"<html><body><p>{PROSE * 4}</p><p>{PROSE}&f; &z; stays as it is.</p><p>{PROSE * 3}</p></body></html>"
    )
    assert "laugh" not in page.text
    assert "&f; &z; stays as it is." in page.text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert('HARM')</script>", "<p onclick=HARM()>{}</p>", "<a href='javascript:HARM()'>{}</a>",
        "<a href='data:text/html,HARM'>{}</a>", "<a href=' java\nscript:HARM()'>{}</a>", "<img src=x onerror=HARM>{}",
        "<iframe srcdoc='HARM'></iframe>{}", "<object data='HARM'></object>{}", "<a href='vbscript:HARM'>{}</a>",
        "<svg onload=HARM>{}</svg>{}", "<form action=HARM>{}</form>", "<style>HARM{}</style>", "<!-- HARM -->{}",
        "<base href='javascript:HARM/'><a href=x>{}</a>", "<meta http-equiv=refresh content='0;url=HARM'>{}",
    ],
)  # fmt: skip
def test_nothing_that_could_do_harm_is_in_the_output(markup: str) -> None:
    middle = markup.replace("{}", PROSE)
    page = clean(f"<html><body><p>{PROSE * 3}</p>{middle}<p>{PROSE * 3}</p></body></html>", "https://gull.example/")
    assert "HARM" not in page.text
    assert "HARM" not in page.markdown
