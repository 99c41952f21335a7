"""Whether repetition is evidence on a page: on articles and forums it is, on shops, manuals and listings not.

On the latter 4-6 % of the lines of the main content repeat from page to page. The kind of a page follows from
what it declares, from its generator and from the distribution of its prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...page import Block, Kind, Page
from ...reading import Reading
from ...reading.prose import MIN_FULL_SENTENCE_WORDS, is_full_sentence
from .normalised_line import NormalisedLine

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


def unsuited_kind(reading: Reading) -> str:
    """The kind of a page on which repetition is no evidence; "" for articles and forums."""
    page, blocks = reading.page, reading.shown_blocks
    types = reading.linked_data.types()
    is_article = bool(types & _ARTICLES) or _meta(page, "og:type") == "article"
    prose = [block for block in blocks if is_running_text(block)]
    if not prose:
        return NO_PROSE
    if is_article:
        return ""
    if _is_shop(page, types, blocks):
        return SHOP
    if _is_manual(page, blocks, types):
        return MANUAL
    return LISTING if types & _LISTS or _is_listing(blocks, prose) else ""


def is_running_text(block: Block) -> bool:
    """Whether a block is running text: at least twelve words that end like a sentence, and no link."""
    if not is_full_sentence(block):
        return False
    spaced = block.text.count(" ") + 1
    return max(spaced, 0 if block.text.isascii() else NormalisedLine.of(block.text).size) >= MIN_FULL_SENTENCE_WORDS


def _is_shop(page: Page, types: set[str], blocks: Sequence[Block]) -> bool:
    if types & _SHOPS or _meta(page, "og:type").startswith("product"):
        return True
    carts = sum(1 for block in blocks if len(block.text) < 60 and _CART.search(block.text))
    prices = sum(1 for block in blocks if len(block.text) < 40 and _PRICED.search(block.text))
    return (carts > 0 and prices > 0) or prices >= 8


def _is_manual(page: Page, blocks: Sequence[Block], types: set[str]) -> bool:
    return (
        not types.isdisjoint(_MANUALS)
        or _GENERATOR.search(_meta(page, "generator")) is not None
        or any(len(block.text) < 60 and _MANUAL_LINE.match(block.text) for block in blocks)
        or any(_MANUAL_CLASS.search((e.attrs.get("class") or "").casefold()) for e in page.elements[:60])
        or _MANUAL_ADDRESS.search(page.url or "") is not None
    )


def _is_listing(blocks: Sequence[Block], prose: Sequence[Block]) -> bool:
    """Many headings that are links, and nowhere between two of them enough prose for an article."""
    linked = [b.index for b in blocks if b.kind is Kind.HEADING and b.linked * 10 >= len(b.text) * 8]
    if len(linked) < 5:
        return False
    ends = [*linked, blocks[-1].index + 1]
    stretches = [0] * len(ends)
    for block in prose:
        stretches[next(i for i, end in enumerate(ends) if block.index < end)] += NormalisedLine.of(block.text).size
    return max(stretches) < 100


def _meta(page: Page, name: str) -> str:
    return next((content.strip().casefold() for key, content in page.head.meta if key == name), "")
