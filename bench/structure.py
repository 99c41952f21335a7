"""Recall of an article's structure on pages in the markup of many programs, whose structure was listed by hand.

    python -m bench.structure             a row for each kind of structure
    python -m bench.structure --missed    each thing that is missing as well

The pages in `bench/structure-pages` were written by somebody who did not know winnow's code; it is not tuned on them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaners import CleanPage, clean

PAGES = Path(__file__).with_name("structure-pages")
_FENCE = re.compile(r"^([> ]*)(`{3,})([\w+#-]*)\n(.*?)^\1\2$", re.M | re.S)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\$)\$([^$\n]+?)\$(?!\$)", re.S)
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*)\]\(<?([^)\s>]+)")
_PICTURE = re.compile(r"!\[[^\]]*\]\(<?([^)\s>]+)")
_NOTE_MARK, _NOTE = re.compile(r"\[\^([^\]]+)\](?!:)"), re.compile(r"^\[\^[^\]]+\]:(.*(?:\n {4}.*)?)", re.M)
_HEADING = re.compile(r"^(#{1,6}) +(.*)$", re.M)
_MAX_NUMBER = 8  # characters of a heading's number, which may stand before it
Item = tuple[str, str, bool]  # a kind of structure, what is expected, whether it was found


def plain(text: str) -> str:
    """A text without Markdown's escapes, signs of emphasis and addresses of links."""
    text = re.sub(r"\[([^\[\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+\-.!|<>~$^&=])", r"\1", text)
    return " ".join(re.sub(r"[*_`]", "", text).split())


def _tex(text: str) -> str:
    return re.sub(r"[{}\s]|\\displaystyle|\\,", "", text)


def judge(expected: dict[str, Any], page: CleanPage) -> Iterator[Item]:
    """Each thing that a page should have, and whether it has it."""
    markdown = page.markdown
    yield from _code_and_formulas(expected, markdown)
    body = _FENCE.sub("", markdown)
    marks, notes = set(_NOTE_MARK.findall(body)), plain(" ".join(_NOTE.findall(body)))
    yield from (("note marks", str(n + 1), len(marks) > n) for n in range(expected.get("note_marks", 0)))
    yield from (("notes", text, plain(text) in notes) for text in expected.get("notes", ()))
    shown = [address.replace("%2A", "*") for address in _PICTURE.findall(markdown)]
    wanted = [address.lstrip(".") for address in expected.get("pictures", ())]
    yield from (("pictures", one, any(one in address for address in shown)) for one in wanted)
    yield from (("pictures, precision", address, any(one in address for one in wanted)) for address in shown)
    headings = [(plain(text), len(signs)) for signs, text in _HEADING.findall(body)]
    for text, level in expected.get("headings", ()):
        found = [own for shown, own in headings if text in shown and len(shown) < len(text) + _MAX_NUMBER]
        yield "headings", text, level in found if level else bool(found)
    links = [(plain(text), address) for text, address in _LINK.findall(markdown)]
    for text, address in expected.get("links", ()):
        yield "links", text, any(text in shown_text and address in found for shown_text, found in links)
    rows = [[plain(cell) for cell in line.strip(" |").split(" | ")] for line in body.split("\n") if line[:1] == "|"]
    yield from (
        ("table rows", " | ".join(row), [plain(cell) for cell in row] in rows) for row in expected["table_rows"]
    )
    yield "titles", expected["title"], page.title in expected["title"].split("||")
    yield from (("authors", name, name in page.metadata.authors) for name in expected.get("authors", ()))
    if "date" in expected:
        date = page.metadata.date.value if page.metadata.date else ""
        yield "dates", expected["date"], date.startswith(expected["date"])
    yield from (("other text kept", text, plain(text) in plain(markdown)) for text in expected.get("must", ()))
    yield from (("chrome gone", text, plain(text) not in plain(markdown)) for text in expected.get("must_not", ()))


def _code_and_formulas(expected: dict[str, Any], markdown: str) -> Iterator[Item]:
    fences = _FENCE.findall(markdown)
    lines = {line[len(indent) :].rstrip() for indent, _, _, code in fences for line in code.split("\n")}
    languages = [language.lower() for _, _, language, _ in fences]
    yield from (("code lines", line, line in lines) for line in expected.get("code_lines", ()))
    for names in expected.get("code_languages", ()):
        found = next((language for language in languages if language in names.split("|")), None)
        if found is not None:
            languages.remove(found)
        yield "code languages", names, found is not None
    formulas = {_tex(first or second) for first, second in _FORMULA.findall(markdown)}
    yield from (("formulas", tex, _tex(tex) in formulas) for tex in expected.get("formulas", ()))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="bench.structure", description="Recall of structure, by kind.")
    parser.add_argument("--missed", action="store_true", help="also print what is missing")
    options = parser.parse_args()
    found: dict[str, list[bool]] = {}
    for path in sorted(PAGES.glob("*.json")):
        expected = {"table_rows": [], **json.loads(path.read_text("utf-8"))}
        page = clean(path.with_suffix(".html").read_bytes(), expected["url"])
        for kind, what, is_found in judge(expected, page):
            found.setdefault(kind, []).append(is_found)
            if options.missed and not is_found:
                print(f"{path.stem}: {kind}: {what}", file=sys.stderr)
    for kind, hits in found.items():
        print(f"{kind:20}{sum(hits):5} of {len(hits):4}{sum(hits) / len(hits):8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
