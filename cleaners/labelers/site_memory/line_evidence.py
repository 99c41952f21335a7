"""What the memory knows of each line of the page that is judged."""

from __future__ import annotations

from functools import cached_property

from ...reading import Reading
from ...reading.titles import without_site_tail
from .occurrence import Standing
from .page_kind import is_prose
from .page_lines import MemoryLine, address_of, lines_of, section_of
from .passage import Passage
from .promo_features import Signs, signs_of
from .site import PROSE, SiteMemory

_SECTION = 5  # articles that make a section of a host worth asking by itself
_RARE = 0.2  # share of articles up to which a line of prose is the article's own
_DESCRIPTIONS = ("description", "og:description", "twitter:description")


class Facts:
    """The page's lines and, for each, where else it stands and what signs it bears; worked out when asked."""

    def __init__(self, memory: SiteMemory, reading: Reading, digest: str) -> None:
        page = reading.page
        self.memory, self.reading = memory, reading
        self.lines: list[MemoryLine] = lines_of(reading)
        own = memory.own(digest, address_of(page.url), self._prose_keys)
        self._others = memory.everywhere & ~own
        section = section_of(page.url)
        self._section_name = f"{memory.host}/{section}"
        self._section = memory.sections.get(section, 0) & self._others
        self._standing: dict[int, Standing] = {}
        self._signs: dict[int, Signs] = {}

    @property
    def others(self) -> int:
        """How many other articles of the site are known."""
        return self._others.bit_count()

    def standing(self, i: int) -> Standing:
        """Where else line ``i`` stands, word for word or but for numbers and dates."""
        if i not in self._standing:
            passage, memory = self.lines[i].passage, self.memory
            masked = memory.masked.get(passage.masked_key, 0)
            exact = memory.exact.get(passage.exact_key, 0)
            form = "exact" if self._elsewhere(exact) * 2 > self._elsewhere(masked) else "masked"
            self._standing[i] = self._count(exact if form == "exact" else masked, form) if masked else Standing()
        return self._standing[i]

    def near(self, i: int) -> tuple[Standing, str]:
        """Where else a line nearly like line ``i`` stands, and that line."""
        pages, text = self.memory.nearly(self.lines[i].passage)
        return (self._count(pages, "near"), text) if pages & self._others else (Standing(), "")

    def together(self, i: int, j: int) -> tuple[int, float]:
        """On how many other articles two lines stand side by side, and their share of those on which either does."""
        keys = [self.lines[k].passage.masked_key for k in sorted((i, j))]
        pair = self.memory.pairs.get((keys[0], keys[1]), 0) & self._others
        either = (self.memory.masked.get(keys[0], 0) | self.memory.masked.get(keys[1], 0)) & self._others
        return pair.bit_count(), pair.bit_count() / max(1, either.bit_count())

    def signs(self, i: int) -> Signs:
        """The signs of line ``i``; the site's name is none on a page that has it in its title."""
        if i not in self._signs:
            line = self.lines[i]
            brand = "" if self.brand_in_title else self.memory.brand
            self._signs[i] = signs_of(line.passage, brand, line.flags)
        return self._signs[i]

    def promo_words(self, i: int) -> tuple[int, float]:
        """How many of the site's own promo words line ``i`` has, and their share of its words."""
        if not self.memory.vocabulary:
            return 0, 0.0
        terms = self.lines[i].passage.terms
        hits = len(terms & self.memory.vocabulary)
        return hits, hits / len(terms) if hits else 0.0

    @cached_property
    def title(self) -> Passage:
        """The article's title: what the page declares, without the site's name; else its first longer line."""
        declared = next(iter(self.reading.declared_titles), "")
        if declared:
            return Passage.of(without_site_tail(declared))
        for i, line in enumerate(self.lines[:30]):
            if line.passage.size >= 4 and not self.standing(i).count:
                return line.passage
        return Passage("")

    @cached_property
    def summaries(self) -> list[list[str]]:
        """What the page declares as its own summary, as tokens: other pages may show it as a teaser."""
        declared = [Passage.of(text) for name, text in self.reading.page.head.meta if name in _DESCRIPTIONS]
        return [passage.tokens for passage in declared if passage.tokens]

    @cached_property
    def brand_in_title(self) -> bool:
        return bool(self.memory.brand) and self.memory.brand in "".join(self.title.tokens)

    @cached_property
    def promo_in_title(self) -> bool:
        """Whether the article itself seems to be about what the promos sell."""
        return self.brand_in_title or len(self.title.terms & self.memory.vocabulary) >= 2

    @cached_property
    def body(self) -> tuple[int, int]:
        """The first and the last line of prose that is this article's own; (0, -1) where there is none."""
        own = [i for i, line in enumerate(self.lines) if is_prose(line.block) and self.standing(i).share <= _RARE]
        own = [i for i in own if not (self.standing(i).count and self.signs(i).promo)]
        return (own[0], own[-1]) if own else (0, -1)

    def _prose_keys(self) -> frozenset[int]:
        found = (line.passage for line in self.lines if len(line.passage.text) >= PROSE * 2)
        return frozenset(p.exact_key for p in found if p.size >= PROSE and not signs_of(p, self.memory.brand).promo)

    def _elsewhere(self, pages: int) -> int:
        return (pages & self._others).bit_count()

    def _count(self, found: int, form: str) -> Standing:
        """The standing on the host or, where that tells more, on the page's own section of it."""
        pages = found & self._others
        host = Standing(pages.bit_count(), self.others, self.memory.host, form, self.memory.first(found))
        size = self._section.bit_count()
        if size < _SECTION:
            return host
        here = Standing((pages & self._section).bit_count(), size, self._section_name, form, host.first)
        return here if here.count >= 2 and here.share > 2 * host.share else host
