"""Facts of a block in plain words, each true of the page whatever was decided.

Every function gets the page, the block, its features and the decision, and
returns a phrase, or "" when it has nothing to say that a reader could check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ...page import Block, Element, Kind, Page
from .chars import Floats
from .tokens import link_tokens, markup_key, text_tokens

if TYPE_CHECKING:
    from .model import Prediction

_LANDMARKS = {
    "nav": "the navigation", "footer": "a footer", "header": "a header", "aside": "a side column", "form": "a form",
    "dialog": "a dialog", "button": "a button", "main": "the main part", "article": "the article element",
    "figure": "a figure", "table": "a table", "quote": "a quotation",
}  # fmt: skip
_AGAINST = ("nav", "footer", "form", "dialog", "button", "aside", "header", "figure")
_FOR = ("article", "main", "quote", "table")


class Row:
    """One block's features by name; NaN for what the page's kind has not."""

    def __init__(self, columns: Mapping[str, Floats], index: int, prediction: Prediction) -> None:
        self._columns = columns
        self._index = index
        self.prediction = prediction

    def __getitem__(self, name: str) -> float:
        column = self._columns.get(name)
        return float(column[self._index]) if column is not None else float("nan")


def percent(share: float) -> str:
    """A share as whole per cent, never rounded up to all or down to none."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "99 %"
    return "under 1 %" if rounded == 0 and share > 0 else f"{rounded} %"


def own(page: Page, block: Block, row: Row, kept: bool) -> str:
    words = len(row.prediction.measured.lines.tokens[block.index])
    if block.kind is Kind.HEADING:
        return f"a heading of {_count(words, 'word')}"
    if block.kind is Kind.CODE:
        return "a block of code"
    if row["stops"] == 0:
        return f"a line of {_count(words, 'word')} without a full stop"
    return f"a text of {_count(words, 'word')}"


def names(page: Page, block: Block, row: Row, kept: bool) -> str:
    tables = row.prediction.model.tables
    best: tuple[float, Element | None] = (0.0, None)
    for element in page.ancestors(block):
        parent = page.elements[element.parent] if element.parent >= 0 else None
        values = tables.markup_values(markup_key(element, parent))
        if not values:
            continue
        strongest = max(values) if kept else -min(values)
        if strongest > best[0]:
            best = (strongest, element)
    return f"inside {_tag(best[1])}" if best[1] is not None else ""


def targets(page: Page, block: Block, row: Row, kept: bool) -> str:
    tokens = link_tokens(block)
    named = [token for token in tokens if token[1:2].isalpha() or token.startswith("//")]
    if not named:
        return "" if tokens else "no links in it" if kept else ""
    values = row.prediction.model.tables.target_values(named)
    pick = int(np.argmax(values) if kept else np.argmin(values))
    return f'links to "{named[pick]}"' if (values[pick] > 0) is kept and values[pick] else ""


def wording(page: Page, block: Block, row: Row, kept: bool) -> str:
    words = row.prediction.measured.lines.tokens[block.index]
    if np.isnan(row["text mean"]):
        return ""
    tokens = [token for token in text_tokens(block, words) if token[0] not in "^$="]
    values = row.prediction.model.tables.text_values(tokens)
    ranked = sorted(zip(values, tokens, strict=True), reverse=kept)
    told = [token for value, token in ranked[:3] if (value > 0.3 if kept else value < -0.3)]
    return "words such as " + ", ".join(f'"{token}"' for token in told) if told else ""


def landmark(page: Page, block: Block, row: Row, kept: bool) -> str:
    for name in _FOR if kept else _AGAINST:
        if not np.isnan(row[f"in {name}"]):
            return f"inside {_LANDMARKS[name]}"
    return ""


def container(page: Page, block: Block, row: Row, kept: bool) -> str:
    blocks, mean, linked = row["container 1 blocks"], row["container 1 mean"], row["container 1 linked"]
    if np.isnan(blocks) or blocks < 2:
        return ""
    told = f"among {int(blocks)} blocks of {mean:.0f} words on average"
    return f"{told}, {percent(linked)} of it links" if linked > 0.3 else told


def group(page: Page, block: Block, row: Row, kept: bool) -> str:
    share, size = row["group share"], row["group size"]
    return f"blocks with the same markup ({int(size)}) hold {percent(share)} of the page's words"


def unit(page: Page, block: Block, row: Row, kept: bool) -> str:
    for name in ("unit", "outer unit"):
        if not np.isnan(row[f"{name} likes"]):
            likes, mean = int(row[f"{name} likes"]), row[f"{name} mean"]
            return f"in one of {likes} alike parts of {mean:.0f} words on average"
    return "in no part that repeats on the page" if kept else ""


def prose(page: Page, block: Block, row: Row, kept: bool) -> str:
    away = row["half prose away"]
    if np.isnan(away):
        around = row["prose 5 before"] + row["prose 5 after"]
        return f"{around:.0f} words of running text around it" if around or not kept else ""
    if away == 0:
        return "inside the part with most of the running text" if kept else ""
    return "" if kept else f"{'before' if away < 0 else 'after'} the part with most of the running text"


def title(page: Page, block: Block, row: Row, kept: bool) -> str:
    distance = row["from title"]
    if row["articles before"] > 0 and not kept:
        return "after the end of an article"
    if np.isnan(distance):
        return ""
    if distance == 0:
        return "it is the title"
    if distance < 0:
        return "" if kept else "before the title"
    return f"{_count(int(distance), 'block')} after the title"


def links(page: Page, block: Block, row: Row, kept: bool) -> str:
    if not kept and row["linked"] > 0.3:
        return f"{percent(row['linked'])} of it is link text"
    around = max(row["linked 2 before"], row["linked 2 after"])
    if not kept and around > 0.5:
        return f"beside links ({percent(around)} of the words)"
    return "hardly any links in it" if kept and row["linked"] < 0.1 else ""


def repeats(page: Page, block: Block, row: Row, kept: bool) -> str:
    times = int(row["repeats"])
    if times > 1:
        return "" if kept else f"stands {times} times on the page"
    return "stands once on the page" if kept else ""


def place(page: Page, block: Block, row: Row, kept: bool) -> str:
    share = row["share before"]
    if kept:
        return f"{percent(share)} of the way through the page" if 0.02 < share < 0.98 else ""
    return "near the end of the page" if share > 0.8 else "near the top of the page" if share < 0.1 else ""


def heading(page: Page, block: Block, row: Row, kept: bool) -> str:
    since = row["since heading"]
    if np.isnan(since) or since > 60:
        return ""
    above = page.blocks[block.index - int(since)].text
    short = above if len(above) <= 40 else above[:39].rstrip() + "…"
    return f'under the heading "{short}"'


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _tag(element: Element) -> str:
    name = element.attrs.get("class") or ""
    shown = " ".join(name.split()[:2])[:48]
    if shown:
        return f'<{element.tag} class="{shown}">'
    mark = element.attrs.get("id") or element.attrs.get("role") or ""
    return f'<{element.tag} "{mark[:32]}">' if mark else f"<{element.tag}>"
