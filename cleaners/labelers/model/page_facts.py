"""Facts of a block in plain words, each true of the page whatever was decided.

Every function gets the page's features, a block and whether it is kept. It returns a
phrase that a reader can check on the page, or "".
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...page import Block, Element, Kind, Page
from .log_odds import Spread
from .tokens import link_tokens, word_tokens

if TYPE_CHECKING:
    from .prediction import Prediction

_CERTAIN_TITLE = 0.5  # probability of the title from which its place is a reason
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
_LITTLE_PROSE_WORDS, _SHORT_BLOCK_WORDS = 60, 15  # at most, around and beside what is dropped for it
_AGAINST = ("nav", "footer", "form", "dialog", "button", "aside", "header", "figure")
_FOR = ("article", "main", "quote", "table")


class PageFeatures:
    """A page with its features by name and the log-odds of the names in its markup."""

    def __init__(self, page: Page, prediction: Prediction) -> None:
        self.page = page
        self.tables = prediction.model.tables
        self.tokens = prediction.measured.block_features.tokens
        self._columns = prediction.measured.columns
        self._lists: dict[str, list[float]] = {}
        self.strongest = _strongest_elements(page, prediction.measured.markup)

    def value(self, name: str, block: Block) -> float:
        """A feature of a block; NaN for a feature of markup on flattened text."""
        values = self._lists.get(name)
        if values is None:
            column = self._columns.get(name)
            values = column.tolist() if column is not None else [math.nan] * len(self.page.blocks)
            self._lists[name] = values
        return values[block.index]


def _strongest_elements(page: Page, markup: Spread | None) -> dict[bool, list[int]]:
    """By element: which element, itself or one around it, has the strongest name for keeping (True) and against."""
    if markup is None:
        return {True: [], False: []}
    _, low, high = markup
    parents = [element.parent for element in page.elements]
    return {True: _strongest_around(parents, high.tolist()), False: _strongest_around(parents, (-low).tolist())}


def _strongest_around(parents: list[int], strengths: list[float]) -> list[int]:
    strongest: list[int] = []
    maxima: list[float] = []  # 0 where no name has a positive strength
    for index, (parent, own) in enumerate(zip(parents, strengths, strict=True)):
        outer = maxima[parent] if parent >= 0 else 0.0
        strongest.append(index if own > outer else strongest[parent] if parent >= 0 else -1)
        maxima.append(max(own, outer))
    return strongest


def percent(share: float) -> str:
    """A share in whole per cent; only 1 gives "100 %", and only 0 gives "0 %"."""
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "99 %"
    return "under 1 %" if rounded == 0 and share > 0 else f"{rounded} %"


def own_text(features: PageFeatures, block: Block, kept: bool) -> str:
    words = len(features.tokens[block.index])
    if block.kind is Kind.HEADING:
        return f"a heading of {_count(words, 'word')}"
    if block.kind is Kind.CODE:
        return "a block of code"
    if features.value("stops", block) == 0:
        return f"a line of {_count(words, 'word')} without a full stop"
    return f"a text of {_count(words, 'word')}"


def names(features: PageFeatures, block: Block, kept: bool) -> str:
    strongest = features.strongest[kept]
    index = strongest[block.element] if strongest and block.element >= 0 else -1
    return f"inside {_tag(features.page.elements[index])}" if index >= 0 else ""


def targets(features: PageFeatures, block: Block, kept: bool) -> str:
    tokens = link_tokens(block)
    named = [token for token in tokens if token[1:2].isalpha() or token.startswith("//")]
    if not named:
        return "" if tokens else "no links in it" if kept else ""
    values = features.tables.target_values(named)
    value = max(values) if kept else min(values)
    return f'links to "{named[values.index(value)]}"' if (value > 0) is kept and value else ""


def wording(features: PageFeatures, block: Block, kept: bool) -> str:
    if math.isnan(features.value("text mean", block)):
        return ""
    tokens = word_tokens(features.tokens[block.index])
    values = features.tables.text_values(tokens)
    ranked = sorted(zip(values, tokens, strict=True), reverse=kept)
    strongest = [token for value, token in ranked[:3] if (value > 0.3 if kept else value < -0.3)]
    if not strongest:
        return ""
    return f"words that articles {'often' if kept else 'seldom'} have: " + ", ".join(
        f'"{token}"' for token in strongest
    )


def landmark(features: PageFeatures, block: Block, kept: bool) -> str:
    for name in _FOR if kept else _AGAINST:
        if not math.isnan(features.value(f"in {name}", block)):
            return f"inside {_LANDMARKS[name]}"
    return ""


def container(features: PageFeatures, block: Block, kept: bool) -> str:
    blocks, mean, linked = (features.value(f"container 1 {name}", block) for name in ("blocks", "mean", "linked"))
    if not blocks >= 2:
        return ""
    if not kept and mean > _SHORT_BLOCK_WORDS and not linked > 0.3:
        return ""  # blocks of that length are those of an article
    text = f"in a part of {int(blocks)} texts with {_count(round(mean), 'word')} on average"
    return f"{text}, {percent(linked)} of them in links" if linked > 0.3 else text


def group(features: PageFeatures, block: Block, kept: bool) -> str:
    share, size = features.value("group share", block), features.value("group size", block)
    words = f"{'only ' if 0.01 <= share < 0.1 and not kept else ''}{percent(share)} of the page's words"
    if size > 1:
        return f"the {int(size)} blocks with its markup hold {words}"
    return f"no other block has its markup, and it holds {words}"


def unit(features: PageFeatures, block: Block, kept: bool) -> str:
    for name in ("unit", "outer unit"):
        if not math.isnan(features.value(f"{name} likes", block)):
            likes, mean = int(features.value(f"{name} likes", block)), features.value(f"{name} mean", block)
            return f"in one of {likes} parts that are built alike, with {_count(round(mean), 'word')} on average"
    return "in no part that repeats on the page" if kept else ""


def prose(features: PageFeatures, block: Block, kept: bool) -> str:
    distance = features.value("half prose away", block)
    if math.isnan(distance):
        around = features.value("prose 5 before", block) + features.value("prose 5 after", block)
        text = f"{around:.0f} words of running text around it"
        if kept:
            return text if around else ""
        return f"only {text}" if around <= _LITTLE_PROSE_WORDS else ""  # much of it is no reason to drop a block
    if distance == 0:
        return "inside the part with most of the running text" if kept else ""
    return "" if kept else f"{'before' if distance < 0 else 'after'} the part with most of the running text"


def title(features: PageFeatures, block: Block, kept: bool) -> str:
    distance = features.value("from title", block)
    if features.value("articles before", block) > 0 and not kept:
        return "after the end of an article"
    if math.isnan(distance):
        return ""
    if distance == 0:
        return "it is the title"
    if features.value("title odds", block) < _CERTAIN_TITLE:
        return ""
    if distance < 0:
        return "" if kept else "before the title"
    return f"{_count(int(distance), 'block')} after the title"


def links(features: PageFeatures, block: Block, kept: bool) -> str:
    if not kept and features.value("linked", block) > 0.3:
        return f"{percent(features.value('linked', block))} of it is link text"
    around = max(features.value("linked 2 before", block), features.value("linked 2 after", block))
    if not kept and around > 0.5:
        return f"beside links ({percent(around)} of the words)"
    return "hardly any links in it" if kept and features.value("linked", block) < 0.1 else ""


def repeats(features: PageFeatures, block: Block, kept: bool) -> str:
    times = int(features.value("repeats", block))
    if times > 1:
        return "" if kept else f"stands {times} times on the page"
    return "stands once on the page" if kept else ""


def declared(features: PageFeatures, block: Block, kept: bool) -> str:
    share = features.value("declared overlap", block)
    if math.isnan(share) or (share >= 0.5) is not kept:
        return ""
    return f"its words are {'' if kept else 'not '}in the text that the page gives to search engines"


def position(features: PageFeatures, block: Block, kept: bool) -> str:
    share = features.value("share before", block)
    if kept:
        return f"{percent(share)} of the way through the page" if 0.02 < share < 0.98 else ""
    return "near the end of the page" if share > 0.8 else "near the top of the page" if share < 0.1 else ""


def heading(features: PageFeatures, block: Block, kept: bool) -> str:
    since = features.value("since heading", block)
    if math.isnan(since) or since > 60:
        return ""
    above = features.page.blocks[block.index - int(since)].text
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
