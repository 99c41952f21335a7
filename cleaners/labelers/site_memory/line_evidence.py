"""What the memory of a site shows about each line of the page that is cleaned."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from ...patterns import pattern
from ...reading import Reading
from ...reading.promo_features import PromoFeatures, find_features
from ...reading.titles import without_site_tail
from .copies import ArticleBits
from .normalised_line import NormalisedLine
from .occurrence import Occurrence
from .page_kind import is_running_text
from .page_lines import MemoryLine, address_of, lines_of, section_of
from .site import MIN_PROSE_WORDS, SiteMemory

_MIN_SECTION_ARTICLES = 5  # from which a section of a host is a site of its own
_NAME = pattern(r"(?<=\w )[A-ZÀ-ÖØ-Þ][\w’-]+(?: [A-ZÀ-ÖØ-Þ][\w’-]+)+")
_MAX_OWN_SHARE = 0.2  # of the other articles that have a line which belongs to this article
_DESCRIPTIONS = ("description", "og:description", "twitter:description")


class LineEvidence:
    """The page's lines and, for each, its occurrences on other articles and its promo features; computed on demand."""

    def __init__(self, memory: SiteMemory, reading: Reading, digest: str) -> None:
        page = reading.page
        self.memory, self.reading = memory, reading
        self.lines: list[MemoryLine] = lines_of(reading)
        own = memory.own_articles(digest, address_of(page.url), self._prose_keys)
        self._others = memory.all_articles & ~own
        section = section_of(page.url)
        self._section_name = f"{memory.host}/{section}"
        self._section = memory.sections.get(section, 0) & self._others
        self._occurrences: dict[int, Occurrence] = {}
        self._features: dict[int, PromoFeatures] = {}

    @property
    def other_count(self) -> int:
        """The number of the site's other articles."""
        return self._others.bit_count()

    def occurrence(self, i: int) -> Occurrence:
        """Where else line ``i`` occurs, word for word or but for numbers and dates."""
        if i not in self._occurrences:
            line, memory = self.lines[i].normalised, self.memory
            masked = memory.masked.get(line.masked_key, 0)
            exact = memory.exact.get(line.exact_key, 0)
            is_exact = (exact & self._others).bit_count() * 2 > (masked & self._others).bit_count()
            match, articles = ("exact", exact) if is_exact else ("masked", masked)
            self._occurrences[i] = self._occurrence_of(articles, match) if masked else Occurrence()
        return self._occurrences[i]

    def near_occurrence(self, i: int) -> tuple[Occurrence, str]:
        """Where else a promo nearly like line ``i`` occurs, and the text of that promo."""
        articles, text = self.memory.near_matches(self.lines[i].normalised)
        return (self._occurrence_of(articles, "near"), text) if articles & self._others else (Occurrence(), "")

    def together(self, i: int, j: int) -> tuple[int, float]:
        """On how many other articles two lines are neighbours, and their share of the articles with either line."""
        a, b = (self.lines[k].normalised.masked_key for k in sorted((i, j)))
        pair = self.memory.pairs.get((a, b), 0) & self._others
        either = (self.memory.masked.get(a, 0) | self.memory.masked.get(b, 0)) & self._others
        return pair.bit_count(), pair.bit_count() / max(1, either.bit_count())

    def features(self, i: int) -> PromoFeatures:
        """The promo features of line ``i``; the site's name does not count on a page that has it in its title."""
        if i not in self._features:
            line = self.lines[i]
            brand = "" if self.brand_in_title else self.memory.brand
            features = find_features(line.normalised.text, line.normalised.tokens, brand, line.flags)
            if features.ask and features.total == 1 and self._names_another(line):
                features = replace(features, brand=True)
            self._features[i] = features
        return self._features[i]

    def _names_another(self, line: MemoryLine) -> bool:
        """Whether a line has a name of several capitalised words that no other line of the page has."""
        texts = [other.normalised.text for other in self.lines if other is not line]
        names = _NAME.findall(line.normalised.text)
        return any(not any(name in text for text in texts) for name in names)

    def promo_words(self, i: int) -> tuple[int, float]:
        """How many of the site's own promo words line ``i`` has, and their share of its words."""
        if not self.memory.vocabulary:
            return 0, 0.0
        terms = self.lines[i].normalised.terms
        hits = len(terms & self.memory.vocabulary)
        return hits, hits / len(terms) if hits else 0.0

    @cached_property
    def title(self) -> NormalisedLine:
        """The article's title: the declared one without the site's name, else the first longer line."""
        declared = next(iter(self.reading.declared_titles), "")
        if declared:
            return NormalisedLine.of(without_site_tail(declared))
        for i, line in enumerate(self.lines[:30]):
            if line.normalised.size >= 4 and not self.occurrence(i).count:
                return line.normalised
        return NormalisedLine("")

    @cached_property
    def summaries(self) -> list[list[str]]:
        """The tokens of the summaries that the page declares: other pages may show them as teasers."""
        declared = (NormalisedLine.of(text) for name, text in self.reading.page.head.meta if name in _DESCRIPTIONS)
        return [line.tokens for line in declared if line.tokens]

    @cached_property
    def brand_in_title(self) -> bool:
        return bool(self.memory.brand) and self.memory.brand in "".join(self.title.tokens)

    @cached_property
    def promo_in_title(self) -> bool:
        """Whether the article itself seems to be about what the promos sell."""
        return self.brand_in_title or len(self.title.terms & self.memory.vocabulary) >= 2

    @cached_property
    def body(self) -> tuple[int, int]:
        """The first and the last line of prose that belongs to this article only; (0, -1) without one."""
        own = [
            i
            for i, line in enumerate(self.lines)
            if is_running_text(line.block)
            and self.occurrence(i).share <= _MAX_OWN_SHARE
            and not (self.occurrence(i).count and self.features(i).is_promo)
        ]
        return (own[0], own[-1]) if own else (0, -1)

    def _prose_keys(self) -> frozenset[int]:
        lines = (line.normalised for line in self.lines if len(line.normalised.text) >= MIN_PROSE_WORDS * 2)
        prose = (line for line in lines if line.size >= MIN_PROSE_WORDS)
        return frozenset(
            line.exact_key for line in prose if not find_features(line.text, line.tokens, self.memory.brand).is_promo
        )

    def _occurrence_of(self, articles: ArticleBits, match: str) -> Occurrence:
        """The occurrence on the host or, where its share is much larger, on the page's own section of it."""
        others = articles & self._others
        first_day = self.memory.first_day(articles)
        on_host = Occurrence(others.bit_count(), self.other_count, self.memory.host, match, first_day)
        size = self._section.bit_count()
        if size < _MIN_SECTION_ARTICLES:
            return on_host
        in_section = Occurrence((others & self._section).bit_count(), size, self._section_name, match, first_day)
        return in_section if in_section.count >= 2 and in_section.share > 2 * on_host.share else on_host
