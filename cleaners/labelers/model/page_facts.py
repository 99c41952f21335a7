"""Facts of a block in plain words, each true of the page whatever was decided.

Every function gets the page, the block, its features and the decision, and
returns a phrase, or "" when it has nothing to say that a reader could check.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...page import Block, Element, Kind, Page
from .log_odds import Spread
from .tokens import link_tokens, word_tokens

if TYPE_CHECKING:
    from .prediction import Prediction

_LANDMARKS = {
    "nav": "the navigation",
    "footer": "a footer",
    "header": "a header",
    "aside": "a side column",
    "form": "a form",
    "dialog": "a dialog",
    "button": "a button",
    "main": "the main part",
    "article": "the article element",
    "figure": "a figure",
    "table": "a table",
    "quote": "a quotation",
}
_AGAINST = ("nav", "footer", "form", "dialog", "button", "aside", "header", "figure")
_FOR = ("article", "main", "quote", "table")


class View:
    """A page as its facts are told from: blocks, features by name, what names in the markup are worth."""

    def __init__(self, page: Page, prediction: Prediction) -> None:
        self.page = page
        self.tables = prediction.model.tables
        self.tokens = prediction.measured.lines.tokens
        self._columns = prediction.measured.columns
        self._lists: dict[str, list[float]] = {}
        self.telling = _telling_elements(page, prediction.measured.markup)

    def value(self, name: str, block: Block) -> float:
        """A feature of a block; NaN for what the page's kind has not."""
        found = self._lists.get(name)
        if found is None:
            column = self._columns.get(name)
            found = column.tolist() if column is not None else [math.nan] * len(self.page.blocks)
            self._lists[name] = found
        return found[block.index]


def _telling_elements(page: Page, markup: Spread | None) -> dict[bool, list[int]]:
    """By element, which one around it (or itself) has the name that speaks most for or against."""
    if markup is None:
        return {True: [], False: []}
    _, low, high = markup
    parents = [element.parent for element in page.elements]
    return {True: _best_around(parents, high.tolist()), False: _best_around(parents, (-low).tolist())}


def _best_around(parents: list[int], strength: list[float]) -> list[int]:
    best: list[int] = []
    most: list[float] = []  # its strength, 0 where nothing around speaks for it
    for index, (parent, mine) in enumerate(zip(parents, strength, strict=True)):
        outer = most[parent] if parent >= 0 else 0.0
        best.append(index if mine > outer else best[parent] if parent >= 0 else -1)
        most.append(max(mine, outer))
    return best


def percent(share: float) -> str:
    """A share as whole per cent, never rounded up to all or down to none."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "99 %"
    return "under 1 %" if rounded == 0 and share > 0 else f"{rounded} %"


def own(view: View, block: Block, kept: bool) -> str:
    words = len(view.tokens[block.index])
    if block.kind is Kind.HEADING:
        return f"a heading of {_count(words, 'word')}"
    if block.kind is Kind.CODE:
        return "a block of code"
    if view.value("stops", block) == 0:
        return f"a line of {_count(words, 'word')} without a full stop"
    return f"a text of {_count(words, 'word')}"


def names(view: View, block: Block, kept: bool) -> str:
    told = view.telling[kept]
    found = told[block.element] if told and block.element >= 0 else -1
    return f"inside {_tag(view.page.elements[found])}" if found >= 0 else ""


def targets(view: View, block: Block, kept: bool) -> str:
    tokens = link_tokens(block)
    named = [token for token in tokens if token[1:2].isalpha() or token.startswith("//")]
    if not named:
        return "" if tokens else "no links in it" if kept else ""
    values = view.tables.target_values(named)
    pick = values.index(max(values) if kept else min(values))
    return f'links to "{named[pick]}"' if (values[pick] > 0) is kept and values[pick] else ""


def wording(view: View, block: Block, kept: bool) -> str:
    words = view.tokens[block.index]
    if math.isnan(view.value("text mean", block)):
        return ""
    tokens = word_tokens(words)
    values = view.tables.text_values(tokens)
    ranked = sorted(zip(values, tokens, strict=True), reverse=kept)
    told = [token for value, token in ranked[:3] if (value > 0.3 if kept else value < -0.3)]
    return "words such as " + ", ".join(f'"{token}"' for token in told) if told else ""


def landmark(view: View, block: Block, kept: bool) -> str:
    for name in _FOR if kept else _AGAINST:
        if not math.isnan(view.value(f"in {name}", block)):
            return f"inside {_LANDMARKS[name]}"
    return ""


def container(view: View, block: Block, kept: bool) -> str:
    blocks, mean, linked = (
        view.value("container 1 blocks", block),
        view.value("container 1 mean", block),
        view.value("container 1 linked", block),
    )
    if not blocks >= 2:
        return ""
    told = f"among {int(blocks)} blocks of {mean:.0f} words on average"
    return f"{told}, {percent(linked)} of it links" if linked > 0.3 else told


def group(view: View, block: Block, kept: bool) -> str:
    share, size = view.value("group share", block), view.value("group size", block)
    held = f"{percent(share)} of the page's words"
    return f"{held} are in the {int(size)} blocks marked up like it" if size > 1 else f"{held}, marked up like no other"


def unit(view: View, block: Block, kept: bool) -> str:
    for name in ("unit", "outer unit"):
        if not math.isnan(view.value(f"{name} likes", block)):
            likes, mean = int(view.value(f"{name} likes", block)), view.value(f"{name} mean", block)
            return f"in one of {likes} alike parts of {mean:.0f} words on average"
    return "in no part that repeats on the page" if kept else ""


def prose(view: View, block: Block, kept: bool) -> str:
    away = view.value("half prose away", block)
    if math.isnan(away):
        around = view.value("prose 5 before", block) + view.value("prose 5 after", block)
        return f"{around:.0f} words of running text around it" if around or not kept else ""
    if away == 0:
        return "inside the part with most of the running text" if kept else ""
    return "" if kept else f"{'before' if away < 0 else 'after'} the part with most of the running text"


def title(view: View, block: Block, kept: bool) -> str:
    distance = view.value("from title", block)
    if view.value("articles before", block) > 0 and not kept:
        return "after the end of an article"
    if math.isnan(distance):
        return ""
    if distance == 0:
        return "it is the title"
    if distance < 0:
        return "" if kept else "before the title"
    return f"{_count(int(distance), 'block')} after the title"


def links(view: View, block: Block, kept: bool) -> str:
    if not kept and view.value("linked", block) > 0.3:
        return f"{percent(view.value('linked', block))} of it is link text"
    around = max(view.value("linked 2 before", block), view.value("linked 2 after", block))
    if not kept and around > 0.5:
        return f"beside links ({percent(around)} of the words)"
    return "hardly any links in it" if kept and view.value("linked", block) < 0.1 else ""


def repeats(view: View, block: Block, kept: bool) -> str:
    times = int(view.value("repeats", block))
    if times > 1:
        return "" if kept else f"stands {times} times on the page"
    return "stands once on the page" if kept else ""


def declared(view: View, block: Block, kept: bool) -> str:
    share = view.value("declared overlap", block)
    if math.isnan(share) or (share >= 0.5) is not kept:
        return ""
    return f"{'its words are' if kept else 'not'} in the text the page declares of itself"


def place(view: View, block: Block, kept: bool) -> str:
    share = view.value("share before", block)
    if kept:
        return f"{percent(share)} of the way through the page" if 0.02 < share < 0.98 else ""
    return "near the end of the page" if share > 0.8 else "near the top of the page" if share < 0.1 else ""


def heading(view: View, block: Block, kept: bool) -> str:
    since = view.value("since heading", block)
    if math.isnan(since) or since > 60:
        return ""
    above = view.page.blocks[block.index - int(since)].text
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
