"""Takes the pictures of docs/look.md: the view of a sample page and the report of a run, in a real browser.

PYTHONPATH=tests/support python docs/screens.py

Needs Chromium and Pillow. Everything shown comes from a real run on the sample pages.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from browser import CHROMIUM, Page, browser
from PIL import Image

from cleaners import clean
from flows.views.page import view

DOCS = Path(__file__).parent
PAGE = DOCS.parent / "raw" / "orrinsby-lantern.example" / "tide-mill-turns-again.html"
COLOURS = 256  # enough for flat colours and the edges of letters


def main() -> None:
    """Write the pictures beside this file."""
    if not CHROMIUM:
        sys.exit("there is no Chromium to take pictures with: `apt-get install chromium` has one")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = folder / "view.html"
        page.write_text(view_of(PAGE), "utf-8")
        promo = re.search(r'id="(p\d+)"><div class="body"[^>]*by rules.promo', page.read_text("utf-8"))
        run(folder, "run", "--no-prefect", "--raw", DOCS.parent / "raw")
        run(folder, "report")
        with browser(folder / "profile") as tab:
            shoot(tab, page.as_uri(), "look-light.png", (1280, 860))
            dark = [{"name": "prefers-color-scheme", "value": "dark"}]
            tab._ask("Emulation.setEmulatedMedia", features=dark)
            shoot(tab, f"{page.as_uri()}#{promo[1] if promo else ''}", "look-dark.png", (1280, 700), above=300)
            tab._ask("Emulation.setEmulatedMedia", features=[])
            shoot(tab, f"{page.as_uri()}#page", "look-narrow.png", (400, 800))
            shoot(tab, (folder / "report.html").as_uri(), "look-report.png", (1280, 900))


def view_of(path: Path) -> str:
    """The view of a raw page."""
    facts = json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))
    return view(clean(path.read_bytes(), facts["url"], content_type=facts["content_type"]).to_document())


def run(folder: Path, *command: object) -> None:
    """Run a command of winnow there."""
    words = [sys.executable, "-m", "flows", *map(str, command)]
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def shoot(tab: Page, address: str, name: str, size: tuple[int, int], above: int = 0) -> None:
    """Write one picture beside this file, in few colours so that it is small; ``above``: pixels to scroll back."""
    tab._ask("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=False)
    tab.open("about:blank")
    tab.open(address)
    tab.wait_for("winnow")
    tab.run(f"scrollBy(0, -{above})")
    time.sleep(1)  # until it has scrolled
    (DOCS / name).write_bytes(base64.b64decode(tab._ask("Page.captureScreenshot", format="png")["data"]))
    with Image.open(DOCS / name) as picture:
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(DOCS / name, optimize=True)
    print(f"{DOCS / name}: {(DOCS / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
