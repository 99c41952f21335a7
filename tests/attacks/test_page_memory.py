"""A page of very many blocks, tags or characters is refused by name; the largest that is cleaned has bounded memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cleaners import Limits, PageRefused, clean

HEAD = "<!doctype html><html><head><title>T</title></head><body>"
LINKED_DATA = f"{HEAD}<p>x<script type=application/ld+json>"
REFUSED = {
    "<p>": lambda: HEAD + "".join(f"<p>a{n}" for n in range(450_000)),
    "<br>": lambda: HEAD + "".join(f"<br>a{n}" for n in range(400_000)),
    "cells": lambda: HEAD + "<table>" + "".join(f"<tr><td>a{n}<td>b{n}" for n in range(100_000)),
    "items": lambda: HEAD + "<ul>" + "".join(f"<li>a{n}" for n in range(100_000)),
    "paragraph": lambda: f"{HEAD}<p>{'word and ' * 2_100_000}",
    "links": lambda: HEAD + "<a href=/>a</a> " * 1_000_000,
    "lines": lambda: "".join(f"line {n}\n" for n in range(1_000_000)),
    "attributes": lambda: HEAD + ("<p " + " ".join(f"a{n}=b" for n in range(990)) + ">x") * 1_800,
    "attributes without values": lambda: HEAD + ("<p " + " ".join(f"a{n}" for n in range(990)) + ">x") * 1_800,
    "comments": lambda: HEAD + "<!--x-->" * 2_400_000,
    "chinese": lambda: HEAD + "<p>" + "中文字" * 1_300_000,
    "options": lambda: HEAD + "<select>" + "<option>a</option>" * 20_000,
}
CLEANED = {
    "blocks": lambda: HEAD + "".join(f"<p>a{n}" for n in range(30_000)),
    "lines": lambda: "".join(f"line {n}\n" for n in range(30_000)),
    "classes": lambda: HEAD + "".join(f'<p class="a{n} b{n} c{n} d{n} e{n}">x{n}' for n in range(30_000)),
    "paragraphs": lambda: HEAD + "".join(f"<p>{f'word{n} and more words ' * 6}" for n in range(24_000)),
    "links": lambda: HEAD + "<p>" + "".join(f"<a href=/x{n}>a{n}</a> " for n in range(95_000)),
    "paragraph": lambda: f"{HEAD}<p>{'word and ' * 440_000}",
    "chinese": lambda: HEAD + "<p>" + "中文字" * 440_000,
    "long address": lambda: (
        f"<link rel=canonical href='http://a.example/{'x' * 9000}/'>{HEAD}<p>" + "<a href=y>z</a> " * 90_000
    ),
    "lines of code in quotations": lambda: HEAD + "<blockquote>" * 100 + "<pre>" + "a\n" * 1_900_000,
    "attributes": lambda: HEAD + ("<p " + " ".join(f"a{n}=b" for n in range(990)) + ">x") * 300,
    "open marks": lambda: HEAD + "<b>" * 4_000 + "<div>x</div>" * 29_000,
    "style rules": lambda: (
        f"{HEAD}<style>" + "".join(f".a{n}{{display:none}}" for n in range(100_000)) + "</style><p>x"
    ),
    "linked data": lambda: LINKED_DATA + "[" + ",".join('{"@type":"Article"}' for _ in range(400_000)) + "]</script>",
    "deep linked data": lambda: LINKED_DATA + "[" * 300_000 + "</script>",
    "long number": lambda: LINKED_DATA + '{"@type":"Article","headline":' + "1" * 5_000 + "}</script>",
}
MAX_RESIDENT = 300  # MB; 64 are there before the page


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_much_is_refused_by_name(name: str) -> None:
    with pytest.raises(PageRefused) as refused:
        clean(REFUSED[name]())
    assert refused.value.outcome == "too_large"


def resident(name: str) -> int:
    """The most memory in MB that a process needs to clean one page."""
    code = (
        "import sys, runpy; made = runpy.run_path(sys.argv[1])['CLEANED'][sys.argv[2]]();"
        "from cleaners import clean; page = clean(made); page.markdown; page.to_document();"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, __file__, name], capture_output=True, text=True, check=True)
    return int(done.stdout) // 1024


@pytest.mark.slow
@pytest.mark.parametrize("name", ["style rules", "linked data", "deep linked data", "long number"])
def test_small_pages_need_little_memory(name: str) -> None:
    assert resident(name) < MAX_RESIDENT


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "blocks",
        "lines",
        "classes",
        "paragraphs",
        "links",
        "open marks",
        "paragraph",
        "chinese",
        "attributes",
        "long address",
        "lines of code in quotations",
    ],
)
def test_the_largest_pages_need_bounded_memory(name: str) -> None:
    assert resident(name) < MAX_RESIDENT


def test_limits_are_settings() -> None:
    for limits in (Limits(blocks=3), Limits(tags=3), Limits(text=3)):
        with pytest.raises(PageRefused, match="too_large"):
            clean(HEAD + "<p>one</p><p>two</p><p>three</p><p>four</p>", limits=limits)
