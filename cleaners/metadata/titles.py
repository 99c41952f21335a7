"""What a page offers as its title: declarations, headings and the block that was labelled as the title."""

from __future__ import annotations

import html
import re

from ..addresses import split_address
from ..page import Block, Kind, Page
from ..patterns import pattern
from ..reading.titles import MAX_TITLE_CHARS, HeadingText, choose_title, comparison_key
from .sources import Sources

_MAX_TOP_HEADINGS, _MAX_LOWER_HEADINGS = 6, 20
_MAX_LOGO_BLOCKS = 60  # at the top of the page that may name the site
_MAX_NAME = 60  # characters
_MAX_ROOT_SLASHES = 3  # of https://host/
_HOST_NAME = pattern(r"(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}")
_SITE_MARKUP = pattern(
    r"(?:^|[\s_-])(?:menu|site|nav|navbar|book|brand)[_-]?(?:title|name|brand|logo)(?:$|[\s_-])"
    r"|(?:^|[\s_-])(?:logo|brand|branding|masthead|redditname)(?:$|[\s_-])",
    re.I,
)


def title_of(sources: Sources) -> str:
    """The title of a page; "" for none."""
    page, linked = sources.page, sources.linked
    labelled = next((decision.block.text for decision in sources.decisions if decision.role == "title"), "")
    if page.origin == "text":
        return labelled
    declared = [
        ("headline", linked.value("headline")),
        ("shared", sources.declared(("og:title", "citation_title", "dc.title"))),
        ("card", sources.declared(("twitter:title",))),
        ("head", page.head.title),
    ]
    texts = [(kind, html.unescape(text[:MAX_TITLE_CHARS])) for kind, text in declared if text]
    return choose_title(texts, _headings(page), labelled[:MAX_TITLE_CHARS], sources.site_keys | _logo_names(page))


def _headings(page: Page) -> list[HeadingText]:
    """The first visible headings of the three upper levels, in page order."""
    blocks = [block for block in page.blocks if block.kind is Kind.HEADING and block.level <= 3 and not block.hidden]
    top = [block for block in blocks if block.level == 1][:_MAX_TOP_HEADINGS]
    lower = [block for block in blocks if block.level > 1][:_MAX_LOWER_HEADINGS]
    found = sorted((*top, *lower), key=lambda block: block.index)
    return [HeadingText(block.text[:MAX_TITLE_CHARS], block.level, _is_of_site(page, block)) for block in found]


def _is_of_site(page: Page, block: Block) -> bool:
    """Whether a heading is the site's name: by the class of a logo, a link to the home page, or as a host's name."""
    if _HOST_NAME.fullmatch(block.text):
        return True
    for element in page.ancestors(block)[:3]:
        if element.tag in ("body", "main", "article"):
            break
        if _SITE_MARKUP.search(f"{element.attrs.get('class') or ''} {element.attrs.get('id') or ''}"[:300]):
            return True
    return _links_home(page, block)


def _links_home(page: Page, block: Block) -> bool:
    """Whether the whole block is a link to the site's root, and the page is not that root itself."""
    if block.linked * 10 < len(block.text) * 8:
        return False
    href = next((mark.href for mark in block.marks if mark.kind == "link"), "")
    if not href.startswith(("/", "http")) or href.count("/") > _MAX_ROOT_SLASHES:
        return False
    own, target = split_address(page.url), split_address(href)
    is_root = href == "/" or (target.hostname == own.hostname and target.path in ("", "/"))
    return bool(own.hostname) and own.path not in ("", "/") and is_root and not target.query and not target.fragment


def _logo_names(page: Page) -> set[str]:
    """The keys of short texts at the top of the page that are links to the site's root."""
    return {
        comparison_key(block.text) for block in page.blocks[:_MAX_LOGO_BLOCKS]
        if len(block.text) <= _MAX_NAME and block.linked and _links_home(page, block)
    } - {"", "home"}  # fmt: skip
