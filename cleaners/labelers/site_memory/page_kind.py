"""Whether repetition says anything on a page: on articles and forums, not on shops, manuals and listings.

On the latter 4-6 % of the true lines repeat from page to page. The page itself tells
what it is: by what it declares, by its generator, by how its prose lies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ...page import Block, Kind, Page
from ...reading import Reading
from ...reading.prose import MIN_FULL_SENTENCE_WORDS, is_full_sentence
from .passage import Passage

_ARTICLES = frozenset((
    "article", "newsarticle", "blogposting", "reportagenewsarticle", "analysisnewsarticle",
    "opinionnewsarticle", "liveblogposting", "discussionforumposting", "qapage", "recipe", "review",
    "socialmediaposting",
))  # fmt: skip
_SHOPS = frozenset(("product", "productgroup", "offer", "aggregateoffer", "store", "onlinestore"))
_LISTS = frozenset(("collectionpage", "itemlist", "searchresultspage", "offercatalog"))
_MANUALS = frozenset(("techarticle", "apireference"))
_GENERATOR = re.compile(
    r"sphinx|docusaurus|mkdocs|gitbook|vuepress|vitepress|mdbook|javadoc|doxygen|asciidoc|antora|readme\.io", re.I
)
_CART = re.compile(
    r"(?<!\w)(?:add to (?:cart|basket|bag)|in den warenkorb|ajouter au panier|añadir al carrito"
    r"|adicionar ao carrinho|aggiungi al carrello"
    r"|in winkelwagen|do koszyka|lägg i varukorg|в корзину|in stock|out of stock|auf lager|en stock)(?!\w)"
    r"|カートに入れる|加入购物车",
    re.I,
)
_PRICED = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|EUR|USD|zł|kr|Kč|₽)")
_MANUAL_LINE = re.compile(
    r"^(?:(?:edit|view|improve) (?:this )?page(?: source)?(?: on \w+)?|edit on \w+|view (?:page )?source"
    r"|was this page helpful\??"
    r"|report a problem with this (?:content|page)|show source|suggest (?:an )?edits?)(?!\w)",
    re.I,
)
_MANUAL_CLASS = re.compile(
    r"(?<![a-z])(?:docsearch|theme-doc-markdown|rst-content|docs-content|doc-content|docs-wrapper|apidocs)(?![a-z])"
)
_MANUAL_ADDRESS = re.compile(
    r"^https?://(?:docs?|developers?|api|manual|man|wiki)\.|/(?:docs?|documentation|api|reference|manual|man\d?|javadoc)/",
    re.I,
)

LISTING, SHOP, MANUAL, NO_PROSE = ("a listing", "a shop's page", "documentation", "a page without running text")


def silent_on(reading: Reading) -> str:
    """What the page is when repetition says nothing on it; "" on articles and forums."""
    page, blocks = reading.page, reading.shown_blocks
    types = set(_declared_types(page))
    article = bool(types & _ARTICLES) or _meta(page, "og:type") == "article"
    prose = [block for block in blocks if is_prose(block)]
    if not prose:
        return NO_PROSE
    if not article and _is_shop(page, types, blocks):
        return SHOP
    if not article and _is_manual(page, blocks, types):
        return MANUAL
    if not article and (types & _LISTS or _is_listing(blocks, prose)):
        return LISTING
    return ""


def is_prose(block: Block) -> bool:
    """Whether a block reads as running text: twelve words and more that end like a sentence, not a link."""
    if not is_full_sentence(block):
        return False
    spaced = block.text.count(" ") + 1
    return max(spaced, 0 if block.text.isascii() else Passage.of(block.text).size) >= MIN_FULL_SENTENCE_WORDS


def _is_shop(page: Page, types: set[str], blocks: Sequence[Block]) -> bool:
    if types & _SHOPS or _meta(page, "og:type").startswith("product"):
        return True
    carts = sum(1 for block in blocks if len(block.text) < 60 and _CART.search(block.text))
    prices = sum(1 for block in blocks if len(block.text) < 40 and _PRICED.search(block.text))
    return (carts > 0 and prices > 0) or prices >= 8


def _is_manual(page: Page, blocks: Sequence[Block], types: set[str]) -> bool:
    if types & _MANUALS or _GENERATOR.search(_meta(page, "generator")):
        return True
    if any(len(block.text) < 60 and _MANUAL_LINE.match(block.text) for block in blocks):
        return True
    if any(_MANUAL_CLASS.search((e.attrs.get("class") or "").casefold()) for e in page.elements[:60]):
        return True
    return bool(_MANUAL_ADDRESS.search(page.url or ""))


def _is_listing(blocks: Sequence[Block], prose: Sequence[Block]) -> bool:
    """Many headings that are links, and no stretch of prose between two of them that is an article."""
    linked = [b.index for b in blocks if b.kind is Kind.HEADING and b.linked * 10 >= len(b.text) * 8]
    if len(linked) < 5:
        return False
    ends = [*linked, blocks[-1].index + 1]
    stretches = [0] * len(ends)
    for block in prose:
        stretches[next(i for i, end in enumerate(ends) if block.index < end)] += Passage.of(block.text).size
    return max(stretches) < 100


def _meta(page: Page, name: str) -> str:
    return next((content.strip().casefold() for key, content in page.head.meta if key == name), "")


def _declared_types(page: Page) -> Iterator[str]:
    """The types that the page's JSON-LD gives to its own things, lower case; broken JSON declares nothing."""
    for source in page.head.jsonld:
        try:
            todo: list[Any] = [json.loads(source)]
        except (ValueError, RecursionError):
            continue
        while todo:
            thing = todo.pop()
            if isinstance(thing, list):
                todo.extend(thing)
            elif isinstance(thing, dict):
                todo.append(thing.get("@graph", []))
                kinds = thing.get("@type", "")
                for kind in kinds if isinstance(kinds, list) else [kinds]:
                    if isinstance(kind, str):
                        yield kind.casefold().rpartition("/")[2]
