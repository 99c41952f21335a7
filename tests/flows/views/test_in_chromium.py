"""The view in a real browser: nothing of a hostile page runs or is loaded, and it works without a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, Page, browser, noting_server
from markupsafe import Markup

from cleaners import clean
from flows.diff import Summary, compare, read_version
from flows.diff.page import html_of
from flows.views.frame import render
from flows.views.page import view as view_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: `apt-get install chromium` has one"),
]

ATTACKS = """<!doctype html><html lang="en"><head>
<title>&lt;/title&gt;&lt;script&gt;window.pwned=1&lt;/script&gt; Low &lt;img src={at}/title onerror=pwned=1&gt;</title>
<meta name="author" content="A&quot;&gt;&lt;svg onload=pwned=1&gt;&lt;img src={at}/author&gt;">
<link rel="canonical" href="javascript:pwned=1"><base href="{at}/base/">
<meta http-equiv="refresh" content="0;url={at}/refresh"></head><body onload="pwned=1">
<nav class="menu&quot;&gt;&lt;img src={at}/class onerror=pwned=1&gt;">
<a href="{at}/a">Home</a> <a href="{at}/b">News</a></nav>
<article><h1>Low water &lt;script&gt;pwned=1&lt;/script&gt;</h1>
<p>The river fell to its lowest level since 1911. <a href="javascript:pwned=1">Press here</a> and
<a href="{at}/x&quot; onmouseover=&quot;pwned=1">here</a>, said the ferryman, and nobody in the whole town did so.</p>
<p>&lt;style&gt;body{{display:none}}&lt;/style&gt; &lt;iframe src={at}/frame&gt;&lt;/iframe&gt; is what the sign on the
landing said in the morning, and by the evening it had been washed away with the landing itself.</p>
<pre>&lt;/pre&gt;&lt;script src={at}/s.js&gt;&lt;/script&gt;&lt;link rel=stylesheet href={at}/s.css&gt;</pre>
<p>![picture]({at}/md.png) and [link](javascript:pwned=1) are what a careless program would make of this one line.</p>
<script>window.pwned = 1</script><img src="{at}/img" onerror="pwned=1"></article>
<footer style="background:url({at}/bg)">&lt;form action={at}/form&gt;&lt;button autofocus onfocus=pwned=1&gt; Subscribe
</footer></body></html>"""

SHOWN = "[...document.querySelectorAll('.CLASS')].filter(e => e.checkVisibility({visibilityProperty: true})).length"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("chromium")) as page:
        yield page


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback, and what it has been asked for."""
    with noting_server() as server:
        yield server


def opened(tab: Page, page: str, path: Path) -> None:
    path.write_text(page, "utf-8")
    tab.open(path.as_uri())
    tab.wait_for("winnow")


def press_tab(tab: Page) -> None:
    for kind in ("keyDown", "keyUp"):
        tab._ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)


def test_nothing_of_a_hostile_page_runs_or_is_loaded(tab: Page, asked: tuple[str, list[str]], tmp_path: Path) -> None:
    address, paths = asked
    view = view_of(clean(ATTACKS.format(at=address), f"{address}/page").to_document())
    opened(tab, view, tmp_path / "view.html")
    for script in ("document.querySelectorAll('a').forEach(a => a.dispatchEvent(new Event('mouseover')))",
                   "document.querySelectorAll('[tabindex]').forEach(e => e.focus())",
                   "document.querySelectorAll('details').forEach(e => e.open = true)"):  # fmt: skip
        tab.run(script)
    assert tab.run("window.pwned === undefined")
    counted = "document.querySelectorAll('script, img, iframe, form, base, link, object, embed, button').length"
    assert tab.run(counted) == 0
    unsafe = "[...document.links].filter(a => !['http:', 'https:', 'mailto:', 'file:'].includes(a.protocol)).length"
    assert tab.run(unsafe) == 0
    assert "pwned=1</script>" in tab.run("document.title")
    assert tab.run("document.querySelectorAll('[onload], [onerror], [onfocus], [onmouseover], [style]').length") == 0
    assert paths == []


def test_the_policy_stops_even_what_was_not_escaped(tab: Page, asked: tuple[str, list[str]], tmp_path: Path) -> None:
    address, paths = asked
    body = f"""<p id=seen>winnow</p><script>window.pwned = 1</script><img src="{address}/img" onerror="pwned=1">
<style>#seen {{ display: none }}</style><p id=inline style="display:none">x</p><iframe src="{address}/frame"></iframe>
<link rel="stylesheet" href="{address}/s.css"><object data="{address}/o"></object><script src="{address}/s.js"></script>
<svg><image href="{address}/svg"/></svg><video src="{address}/v" autoplay></video>"""
    opened(tab, render("views/frame.html.j2", title="A page with a fault", body=Markup(body)), tmp_path / "fault.html")
    assert tab.run("window.pwned === undefined")
    assert tab.run("getComputedStyle(document.querySelector('#seen')).display") == "block"
    assert tab.run("getComputedStyle(document.querySelector('#inline')).display") == "block"
    assert paths == []


def test_reasons_come_by_keyboard_and_filters_without_a_script(tab: Page, tmp_path: Path) -> None:
    view = view_of(clean(ATTACKS.format(at="https://river.example")).to_document())
    opened(tab, view, tmp_path / "view.html")
    assert tab.run("getComputedStyle(document.querySelector('.head')).display") == "flex"  # its style is allowed
    tab.run("document.querySelector('.removed .body').focus()")
    press_tab(tab)
    focused = "getComputedStyle(document.activeElement.parentElement.querySelector('.more'))"
    assert tab.run("document.activeElement.className") == "body"
    assert tab.run(f"{focused}.visibility") == "visible"
    assert tab.run(SHOWN.replace("CLASS", "more")) == 1
    shown = SHOWN.replace("CLASS", "removed")
    every = tab.run(shown)
    assert every > 0
    tab.run("document.querySelectorAll('[id^=g-]').forEach(box => box.click())")
    assert tab.run(shown) == 0
    tab.run("document.querySelectorAll('[id^=g-]').forEach(box => box.click())")
    assert tab.run(shown) == every
    kept = SHOWN.replace("CLASS", "kept")
    assert tab.run(kept) > 0
    tab.run("document.querySelector('#show-kept').click()")
    assert tab.run(kept) == 0


@pytest.mark.parametrize("width", [1280, 400])
def test_no_line_runs_out_of_a_narrow_screen(tab: Page, tmp_path: Path, width: int) -> None:
    long = "<p>" + "averylongword" * 40 + "</p><pre>" + "x = 1; " * 60 + "</pre>"
    table = "<table>" + "<tr>" + "<td>a cell of a wide table</td>" * 12 + "</tr>" * 3 + "</table>"
    source = ATTACKS.format(at="https://river.example").replace("<pre>", f"{long}{table}<pre>", 1)
    tab._ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    opened(tab, view_of(clean(source).to_document()), tmp_path / "view.html")
    assert tab.run("document.documentElement.scrollWidth") <= width


CONTRAST = """(() => {
  const numbers = css => css.match(/[\\d.]+/g).map(Number);
  const light = css => numbers(css).slice(0, 3).map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const number = document.querySelector('.no'), style = getComputedStyle(number);
  const pair = [light(style.color), light(getComputedStyle(number.closest('.pane')).backgroundColor)].sort();
  return style.opacity * (pair[1] + .05) / (pair[0] + .05);
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_numbers_of_blocks_can_be_read(tab: Page, tmp_path: Path, scheme: str) -> None:
    tab._ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    opened(tab, view_of(clean(ATTACKS.format(at="https://river.example")).to_document()), tmp_path / "view.html")
    assert tab.run(CONTRAST) >= 4.5


def test_a_difference_fits_a_narrow_screen_without_scrolling_its_table(tab: Page, tmp_path: Path) -> None:
    page = clean(ATTACKS.format(at="https://river.example"))
    document = page.to_document()
    old = json.dumps(document).encode()
    for decision in document["decisions"]:
        decision["kept"] = not decision["kept"]
    summary = Summary()
    summary.add(compare("a", read_version(old, "old"), read_version(json.dumps(document).encode(), "new")))
    tab._ask("Emulation.setDeviceMetricsOverride", width=400, height=800, deviceScaleFactor=1, mobile=False)
    opened(tab, html_of(summary, "old", "new"), tmp_path / "diff.html")
    assert tab.run("document.documentElement.scrollWidth") <= 400
    assert tab.run("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.scroll'))") <= 0
