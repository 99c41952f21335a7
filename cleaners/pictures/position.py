"""Where a picture stands: among kept text, beside dropped text, above or below the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from ..addresses import joined, split_address
from ..attachments import Picture
from ..page import Decision, Element, Kind, Page
from .evidence import words_of

_CONTAINER_SHARE = 0.8  # of the kept characters
_MAX_BETWEEN = 8  # dropped blocks between a picture and the kept text on both sides of it
_MAX_ABOVE = 12  # dropped blocks between a lead picture and the text: by-line, date, share bar
_MAX_BELOW = 1
_FIGURE_ELEMENTS = 20  # elements of a figure before a button in it
_MAX_CAPTION_BLOCKS, _MAX_CAPTION_CHARS = 3, 600
_MAX_LINKED = 0.8  # of the characters of a caption
_LARGE = 300  # pixels
_MIN_TITLE = 12  # characters
_OUTSIDE_TAGS = frozenset("nav footer aside form".split())
_FIGURE_TAGS = frozenset(("figure", "picture", "figcaption"))
_FIGURE_WORDS = frozenset(
    "figure fig caption image img photo picture gallery lightbox slide slider slideshow carousel embed video hero "
    "featured lead thumb tmulti illustration".split()
)
_OUTSIDE_WORDS = frozenset(
    "related recommended recommendation recommendations author authors bio byline avatar profile postprofile userinfo "
    "share sharing social newsletter subscribe subscription promo promotion ad advert advertisement ads adbox sidebar "
    "widget comment comments teaser teasers nav navbar navigation menu footer sponsor sponsored sponsors outbrain "
    "taboola popular trending signature breadcrumb breadcrumbs masthead cookie paywall popup modal".split()
)
_BUILDERS = frozenset("elementor fusion siteorigin fl vc wpb".split())  # that name all parts of a page widgets
_BUILDER_WORDS = frozenset(("widget", "widgets"))
_ARTICLE_TAGS = frozenset(("article", "main"))
_LEAD_NAMES = frozenset(("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"))
_SIZE_IN_NAME = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|-scaled)?\.\w{2,5}\Z")


class Positions:
    """The kept text of a page, and what of it is around each picture."""

    def __init__(self, page: Page, decisions: Sequence[Decision]) -> None:
        self._page = page
        kept = [decision.kept for decision in decisions]
        self._kept = [index for index, is_kept in enumerate(kept) if is_kept]
        roles = [decision.role for decision in decisions]
        self._first_body = next((index for index in self._kept if roles[index] != "title"), len(kept))
        self._kept_before = list(accumulate(kept, initial=0))
        sizes = [len(block.text) for block in page.blocks]
        body = [size if keep else 0 for size, keep in zip(sizes, kept, strict=True)]
        self._body_before = list(accumulate(body, initial=0))
        self._captions_before = self._mark_captions()
        self._container = self._find_container()
        self._outer: dict[int, tuple[int, str]] = {-1: (-1, "")}
        self._lead_names = {_file_name(content) for name, content in page.head.meta if name in _LEAD_NAMES} - {""}

    def _find_container(self) -> int:
        """The innermost element with nearly all kept text, -1 for none."""
        wanted = self._body_before[-1] * _CONTAINER_SHARE
        found = -1
        for index, element in enumerate(self._page.elements):
            if self._body_before[element.end] - self._body_before[element.start] >= wanted:
                found = index
        return found

    def verdict(self, picture: Picture, url: str) -> tuple[bool, str]:
        """Whether a picture belongs to the article by its position, and the reason."""
        if not self._kept:
            return False, "no text of the page is kept"
        around, reason = self._around(picture.element)
        if reason:
            return False, reason
        start, end = (0, len(self._page.blocks))
        if around >= 0:
            start, end = self._page.elements[around].start, self._page.elements[around].end
        place = bisect_left(self._kept, picture.before)
        above = self._kept[place - 1] if place and self._kept[place - 1] >= start else -1
        below = self._kept[place] if place < len(self._kept) and self._kept[place] < end else -1
        if picture.before <= self._first_body:
            return self._lead(picture, url, around, above)
        if above >= 0 and below >= 0:
            dropped = picture.before - 1 - above, below - picture.before
            if min(dropped) == 0 or sum(dropped) <= _MAX_BETWEEN:
                return True, "stands between paragraphs of the article"
            return False, "stands among dropped text"
        if below >= 0:
            return True, "stands in a part of the article"
        below_by = picture.before - 1 - above
        if below_by == 0 and not self._holds_container(around):
            return True, "stands in a part of the article"
        if below_by <= _MAX_BELOW and self._is_inside(around):
            return True, "stands at the end of the article"
        return False, "stands below the article"

    def _lead(self, picture: Picture, url: str, around: int, above: int) -> tuple[bool, str]:
        """The verdict on a picture above the first paragraph."""
        if self._lead_names and _file_name(url) in self._lead_names:
            return True, "lead picture: the head of the page names it"
        if len(picture.alt) >= _MIN_TITLE and picture.alt.casefold() in self._page.head.title.casefold():
            return True, "lead picture: its text is the title"
        if self._first_body - picture.before > _MAX_ABOVE:
            return False, "stands far above the article"
        is_large = max(picture.width, picture.height) >= _LARGE and not self._leads_away(picture)
        if is_large or self._is_in_figure(picture.element, around):
            return True, "lead picture: a figure or large picture above the text"
        if above >= 0:
            return True, "lead picture: stands between the title and the text"
        if self._is_inside(around) or self._is_in_article(around):
            return True, "lead picture: stands in the element of the article"
        return False, "stands above the article"

    def _leads_away(self, picture: Picture) -> bool:
        """Whether a link around a picture leads to another site, as that of an advertisement does."""
        host = joined(self._page.base or self._page.url, picture.link)[1].hostname
        return bool(picture.link and host and host != split_address(self._page.base or self._page.url).hostname)

    def _is_inside(self, element: int) -> bool:
        """Whether an element is the one with nearly all kept text, or inside it."""
        while element > self._container:
            element = self._page.elements[element].parent
        return element == self._container and element >= 0 and self._page.elements[element].tag not in ("body", "html")

    def _holds_container(self, element: int) -> bool:
        """Whether an element is around the one with nearly all kept text."""
        if element < 0 or self._container < 0:
            return True
        outer, inner = self._page.elements[element], self._page.elements[self._container]
        return element < self._container and outer.start <= inner.start and inner.end <= outer.end

    def _is_in_article(self, element: int) -> bool:
        return element >= 0 and self._page.elements[element].tag in _ARTICLE_TAGS

    def _is_in_figure(self, element: int, outer: int) -> bool:
        """Whether there is a figure around a picture, inside of an outer element."""
        while element > outer:
            if self._page.elements[element].tag == "figure":
                return True
            element = self._page.elements[element].parent
        return False

    def _around(self, element: int) -> tuple[int, str]:
        """The innermost element around a picture that has kept text; a reason if it stands with dropped text."""
        path: list[int] = []
        while element not in self._outer:
            path.append(element)
            element = self._page.elements[element].parent
        for index in reversed(path):
            found = self._page.elements[index]
            if self._kept_before[found.end] > self._kept_before[found.start]:
                self._outer[index] = (index, "")
                continue
            outer, reason = self._outer[found.parent]
            self._outer[index] = (outer, self._reason_against(found) or reason)
        return self._outer[path[0] if path else element]

    def _reason_against(self, element: Element) -> str:
        """Why an element without kept text is none of the article; "" if it may be a figure."""
        if element.tag in _OUTSIDE_TAGS:
            return f"stands in <{element.tag}>, of which nothing is kept"
        words = _names(element)
        for word in sorted((words & _OUTSIDE_WORDS) - (_BUILDER_WORDS if words & _BUILDERS else frozenset())):
            return f"stands in a part named {word}, of which nothing is kept"
        captions = self._captions_before[element.end] - self._captions_before[element.start]
        return "" if captions == element.end - element.start else "stands with text that is dropped"

    def _mark_captions(self) -> list[int]:
        """By block: how many of those before it are dropped captions of figures, or their buttons ("View larger")."""
        steps = [0] * (len(self._page.blocks) + 1)
        for index, element in enumerate(self._page.elements):
            is_small = element.images > 0 and 0 < element.end - element.start <= _MAX_CAPTION_BLOCKS
            is_button = element.tag == "button" and self._is_in_figure(index, max(index - _FIGURE_ELEMENTS, -1))
            if is_button or (is_small and self._may_be_captions(element)):
                steps[element.start] += 1
                steps[element.end] -= 1
        return list(accumulate((depth > 0 for depth in accumulate(steps[:-1])), initial=0))

    def _may_be_captions(self, element: Element) -> bool:
        """Whether an element is a figure whose text, all dropped, is no more than a caption."""
        if self._kept_before[element.end] > self._kept_before[element.start]:
            return False
        names = _names(element)
        if element.tag not in _FIGURE_TAGS and names.isdisjoint(_FIGURE_WORDS):
            return False
        max_linked = 1 if "lightbox" in names else _MAX_LINKED  # there the link leads to the picture
        return all(
            block.kind is not Kind.HEADING and len(block.text) <= _MAX_CAPTION_CHARS
            and block.linked <= max_linked * len(block.text)
            for block in self._page.blocks[element.start : element.end]
        )  # fmt: skip


def _names(element: Element) -> set[str]:
    return words_of(f"{element.attrs.get('class') or ''} {element.attrs.get('id') or ''}")


def _file_name(url: str) -> str:
    """The name of a picture's file, without its size."""
    name = url.partition("?")[0].partition("#")[0].rpartition("/")[2]
    return _SIZE_IN_NAME.sub("", name).lower()
