"""The watch over one site: it adds up the evidence of a change, page after page.

A page that shows a sign adds evidence, a page that does not removes some (a sum of log-likelihood ratios:
how much more likely is this if the site has changed?). One odd page is never a change; four or five in a row always
are. Odd pages do not count as usual while there is evidence of a change.
Pure: the same pages in the same order give the same changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from itertools import chain
from math import log
from typing import Any

from .kinds import PageKind, kind_of
from .observation import Observation
from .reference import MIN_PAGES, Reference, SignTest

_MIN_EVIDENCE = 11.0  # natural logarithm, from which the site has changed
_MIN_RATE = 0.025  # the least share of usual pages with a sign: three odd pages can be chance, so it takes four
_MAX_RATE = 0.25  # a sign that a larger share of usual pages show is no evidence
_RATE_IF_CHANGED = 0.8  # share of pages that show a sign if the site has changed
_UNTESTED_EVIDENCE = -0.25  # added to the evidence of a sign by a page that cannot show it
_PAGES_BEFORE, _PAGES_AFTER = 3, 6  # of a change, that are named
_MAX_WAITING, _MAX_TEXTS, _MAX_SECTIONS = 10, 20, 300
_PLAIN_FIELDS = ("made_by", "pages", "strange", "copies", "usual", "texts", "sections")


@dataclass(frozen=True)
class SiteChange:
    """A change of a site: its signs, strongest first, names of pages before and after, and what was usual before.

    ``pages`` are the measures of the pages after it.
    """

    signs: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    usual: Reference
    pages: tuple[Observation, ...]


@dataclass
class SiteWatch:
    """The state of one site. ``waiting`` pages are odd and do not count as usual yet; ``evidence`` is by sign.

    ``sections`` are the parts of the site that have pages of its kinds. Another part may be built in its own way: its
    first pages count as usual and give no evidence.
    """

    made_by: str = ""
    pages: int = 0
    strange: int = 0  # pages, since the start, of a kind that the site did not have
    copies: int = 0  # pages, since the start, with the same text as another
    kinds: list[PageKind] = field(default_factory=list)
    all: PageKind = field(default_factory=PageKind)
    evidence: dict[str, float] = field(default_factory=dict)
    waiting: list[Observation] = field(default_factory=list)
    usual: list[str] = field(default_factory=list)  # the last pages that were
    texts: list[tuple[str, str]] = field(default_factory=list)  # (digest, page) of the last pages
    sections: list[str] = field(default_factory=list)

    def add(self, page: Observation) -> SiteChange | None:
        """Add the evidence of the site's next page; returns the change if there is now enough evidence of one."""
        self._restart_for(page.made_by)
        if self.pages < MIN_PAGES:
            self.add_usual(page)
            return None
        kind, trusted = kind_of(self.kinds, page.skeleton)
        if not trusted and page.section not in self.sections:
            self._add_usual(page, kind)
            return None
        odd = self._add_evidence([*self._site_tests(page, trusted), *self._kind_tests(page, kind)])
        self.strange += not trusted
        self._count(page, kind)
        self._settle_or_wait(page, odd)
        return self._take_change() if max(self.evidence.values(), default=0.0) >= _MIN_EVIDENCE else None

    def add_usual(self, page: Observation) -> None:
        """Count a page as usual; it gives no evidence."""
        self._restart_for(page.made_by)
        kind, _ = kind_of(self.kinds, page.skeleton)
        kind.trusted = True
        self._add_usual(page, kind)

    def _add_usual(self, page: Observation, kind: PageKind) -> None:
        self._add_text(page)
        self._count(page, kind)
        self._settle(page)

    def _count(self, page: Observation, kind: PageKind) -> None:
        self.pages += 1
        kind.count(page.skeleton)
        if kind.trusted and page.section not in self.sections and len(self.sections) < _MAX_SECTIONS:
            self.sections.append(page.section)

    def _restart_for(self, made_by: str) -> None:
        """Start again with another cleaner: it makes other pages of the same site."""
        if made_by != self.made_by:
            self.__dict__.update(vars(SiteWatch(made_by)))

    def _site_tests(self, page: Observation, trusted: bool) -> Iterator[SignTest]:
        copy = bool(page.text) and any(text == page.text and other != page.page for text, other in self.texts)
        yield SignTest("new template", not trusted, (self.strange + 1) / (self.pages + 20))
        yield SignTest("same text", copy, (self.copies + 1) / (self.pages + 60))
        self.copies += copy
        self._add_text(page)

    def _kind_tests(self, page: Observation, kind: PageKind) -> Iterator[SignTest]:
        """The page compared with pages of its kind, or with all while there are few of these."""
        kind = kind if kind.now.ready else self.all
        return kind.now.test(page, kind.former) if kind.now.ready else iter(())

    def _add_evidence(self, tests: list[SignTest]) -> bool:
        """Add up the evidence; returns whether any sign of this page points to a change."""
        evidence = {sign: weight + _UNTESTED_EVIDENCE for sign, weight in self.evidence.items()}
        for test in tests:
            evidence[test.sign] = self.evidence.get(test.sign, 0.0) + _evidence_of(test)
        self.evidence = {sign: round(weight, 3) for sign, weight in sorted(evidence.items()) if weight > 0}
        return any(test.hit and test.rate < _MAX_RATE for test in tests)

    def _settle_or_wait(self, page: Observation, odd: bool) -> None:
        """Odd pages wait until there is no evidence any more; the others are usual at once."""
        if odd:
            self.waiting.append(page)
        else:
            self._settle(page)
        settled = self.waiting if not self.evidence else self.waiting[:-_MAX_WAITING]
        for settled_page in settled:
            self._settle(settled_page)
        self.waiting = self.waiting[len(settled) :]

    def _settle(self, page: Observation) -> None:
        kind_of(self.kinds, page.skeleton)[0].now.add(page)
        self.all.now.add(page)
        self.usual = [*self.usual[-_PAGES_BEFORE + 1 :], page.page]

    def _add_text(self, page: Observation) -> None:
        if page.text:
            self.texts = [*self.texts[-_MAX_TEXTS + 1 :], (page.text, page.page)]

    def _take_change(self) -> SiteChange:
        """Return the change and start again with the pages after it; the former state stays accepted."""
        ranked = sorted(self.evidence.items(), key=lambda item: (-item[1], item[0]))
        pages = tuple(self.waiting[-_PAGES_AFTER:])
        change = SiteChange(
            tuple(sign for sign, weight in ranked if weight >= _MIN_EVIDENCE / 2),
            tuple(self.usual), tuple(page.page for page in pages), self.all.now, pages,
        )  # fmt: skip
        changed_kinds = {id(kind_of(self.kinds, page.skeleton)[0]) for page in pages}
        for kind in chain(self.kinds, (self.all,)):
            if kind is self.all or id(kind) in changed_kinds:
                kind.restart()
            kind.trusted = True
        waiting, self.waiting, self.evidence, self.texts = self.waiting, [], {}, []
        for page in waiting:
            self._settle(page)
        return change

    def to_data(self) -> dict[str, Any]:
        """The watch as plain data."""
        own = {name: getattr(self, name) for name in _PLAIN_FIELDS}
        waiting = [_packed(page) for page in self.waiting]
        kinds = [kind.to_data() for kind in (self.all, *self.kinds)]
        return {**own, "evidence": self.evidence, "waiting": waiting, "kinds": kinds}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> SiteWatch:
        """The reverse of `to_data`."""
        fields = {**data, "waiting": [_unpacked(page) for page in data["waiting"]]}
        fields["texts"] = [(text, page) for text, page in data["texts"]]
        fields["all"], *fields["kinds"] = (PageKind.from_data(kind) for kind in data["kinds"])
        return cls(**fields)


def _evidence_of(test: SignTest) -> float:
    """The evidence that a test adds or removes."""
    if test.hit:
        return log(_RATE_IF_CHANGED / max(test.rate, _MIN_RATE)) if test.rate < _MAX_RATE else 0.0
    return log((1 - _RATE_IF_CHANGED) / (1 - min(test.rate, _MAX_RATE)))


def _packed(page: Observation) -> list[Any]:
    return [sorted(value) if isinstance(value, frozenset) else value for value in astuple(page)]


def _unpacked(data: list[Any]) -> Observation:
    page = Observation(*data)
    return replace(page, metadata=frozenset(page.metadata), notes=tuple(page.notes), skeleton=frozenset(page.skeleton))
