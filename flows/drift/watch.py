"""The watch over one site: page after page, it weighs what speaks for a change.

Each thing about a page that is not as usual adds evidence, as usual takes some away
(cumulated log-likelihood ratios: how much likelier is this if the site has changed?).
One odd page never is a change; four or five in a row always are. The pages that
speak for a change do not become part of what is usual before the matter is settled.
Pure: the same pages in the same order, the same incidents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from math import log
from typing import Any

from .kinds import Kind, kind_of
from .observation import Observation
from .reference import READY, Reference, Tested

ENOUGH = 11.0  # evidence (natural logarithm) from which there is an incident
_RAREST = 0.025  # no sign is believed to be rarer on usual pages: bad luck comes in threes, so four pages it takes
_CHANGED = 0.8  # share of pages that show a sign if the site has changed
_PLAIN = ("made_by", "pages", "strange", "copies", "usual", "texts", "sections")  # fields that are plain data
_COMMON = 0.25  # a sign that more usual pages than this bear says nothing
_UNTESTED = -0.25  # what becomes of the evidence of a sign by a page that could not show it
_BEFORE, _AFTER, _WAITING, _TEXTS, _SECTIONS = 3, 6, 10, 20, 300


@dataclass(frozen=True)
class Change:
    """A site has changed: the signs of it, strongest first, and pages before and after."""

    signs: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    usual: Reference
    pages: tuple[Observation, ...]


@dataclass
class SiteWatch:
    """What is known of a site. ``waiting`` pages are odd and not yet settled; ``evidence`` is by sign.

    ``sections`` are the parts of the site that have pages of its kinds. Another part may well be
    built in its own way: its first pages are learned, not weighed.
    """

    made_by: str = ""
    pages: int = 0
    strange: int = 0  # pages, since the start, of a kind that the site did not have
    copies: int = 0  # pages, since the start, with the same text as another
    kinds: list[Kind] = field(default_factory=list)
    all: Kind = field(default_factory=Kind)
    evidence: dict[str, float] = field(default_factory=dict)
    waiting: list[Observation] = field(default_factory=list)
    usual: list[str] = field(default_factory=list)  # the last pages that were
    texts: list[tuple[str, str]] = field(default_factory=list)  # (digest, page) of the last pages
    sections: list[str] = field(default_factory=list)

    def see(self, page: Observation) -> Change | None:
        """Weigh the next page of the site."""
        self._meet(page)
        if self.pages < READY:
            self.learn(page)
            return None
        kind, known = kind_of(self.kinds, page.skeleton)
        if not known and page.section not in self.sections:
            self._take(page, kind)
            return None
        hit = self._weigh([*self._tested_as_new(page, known), *self._tested(page, kind)])
        self.strange += not known
        self._count(page, kind)
        self._place(page, hit)
        return self._changed() if max(self.evidence.values(), default=0.0) >= ENOUGH else None

    def learn(self, page: Observation) -> None:
        """Take a page as usual, without weighing it."""
        self._meet(page)
        kind, _ = kind_of(self.kinds, page.skeleton)
        kind.trusted = True
        self._take(page, kind)

    def _take(self, page: Observation, kind: Kind) -> None:
        self._remember(page)
        self._count(page, kind)
        self._settle(page)

    def _count(self, page: Observation, kind: Kind) -> None:
        self.pages += 1
        kind.count(page.skeleton)
        if kind.trusted and page.section not in self.sections and len(self.sections) < _SECTIONS:
            self.sections.append(page.section)

    def _meet(self, page: Observation) -> None:
        """Another cleaner makes other pages of the same site: nothing is known of these."""
        if page.made_by != self.made_by:
            self.__dict__.update(vars(SiteWatch(page.made_by)))

    def _tested_as_new(self, page: Observation, known: bool) -> Iterator[Tested]:
        copy = bool(page.text) and any(text == page.text and other != page.page for text, other in self.texts)
        yield Tested("new template", not known, (self.strange + 1) / (self.pages + 20))
        yield Tested("same text", copy, (self.copies + 1) / (self.pages + 60))
        self.copies += copy
        self._remember(page)

    def _tested(self, page: Observation, kind: Kind) -> Iterator[Tested]:
        """Held against pages of its kind, or against all while there are few of these."""
        held = kind if kind.now.ready else self.all
        return held.now.test(page, held.former) if held.now.ready else iter(())

    def _weigh(self, tests: list[Tested]) -> bool:
        """Add up the evidence; whether anything speaks for a change."""
        steps = {test.sign: _step(test) for test in tests}
        found = {sign: self.evidence.get(sign, 0.0) + steps.get(sign, _UNTESTED) for sign in {*self.evidence, *steps}}
        self.evidence = {sign: round(weight, 3) for sign, weight in sorted(found.items()) if weight > 0}
        return any(test.hit and test.rate < _COMMON for test in tests)

    def _place(self, page: Observation, odd: bool) -> None:
        """Odd pages wait until the evidence is gone; the others are usual at once."""
        if odd:
            self.waiting.append(page)
        else:
            self._settle(page)
        settled = self.waiting if not self.evidence else self.waiting[:-_WAITING]
        for one in settled:
            self._settle(one)
        self.waiting = self.waiting[len(settled) :]

    def _settle(self, page: Observation) -> None:
        kind_of(self.kinds, page.skeleton)[0].now.add(page)
        self.all.now.add(page)
        self.usual = [*self.usual[-_BEFORE + 1 :], page.page]

    def _remember(self, page: Observation) -> None:
        if page.text:
            self.texts = [*self.texts[-_TEXTS + 1 :], (page.text, page.page)]

    def _changed(self) -> Change:
        """Tell of the change, and begin anew with what is seen now; what was usual is borne from now on."""
        ranked = sorted(self.evidence.items(), key=lambda item: (-item[1], item[0]))
        pages = tuple(self.waiting[-_AFTER:])
        change = Change(
            tuple(sign for sign, weight in ranked if weight >= ENOUGH / 2),
            tuple(self.usual), tuple(page.page for page in pages), self.all.now, pages,
        )  # fmt: skip
        touched = {id(kind_of(self.kinds, page.skeleton)[0]) for page in pages}
        for kind in chain(self.kinds, (self.all,)):
            if kind is self.all or id(kind) in touched:
                kind.restart()
            kind.trusted = True
        waiting, self.waiting, self.evidence, self.texts = self.waiting, [], {}, []
        for page in waiting:
            self._settle(page)
        return change

    def to_data(self) -> dict[str, Any]:
        """The watch as plain data."""
        own = {name: getattr(self, name) for name in _PLAIN}
        waiting = [_packed(page) for page in self.waiting]
        kinds = [kind.to_data() for kind in (self.all, *self.kinds)]
        return {**own, "evidence": self.evidence, "waiting": waiting, "kinds": kinds}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> SiteWatch:
        """What `to_data` gave."""
        fields = {**data, "waiting": [_unpacked(page) for page in data["waiting"]]}
        fields["texts"] = [(text, page) for text, page in data["texts"]]
        fields["all"], *fields["kinds"] = (Kind.from_data(kind) for kind in data["kinds"])
        return cls(**fields)


def _step(test: Tested) -> float:
    """The evidence that a page brings or takes away."""
    if test.hit:
        return log(_CHANGED / max(test.rate, _RAREST)) if test.rate < _COMMON else 0.0
    return log((1 - _CHANGED) / (1 - min(test.rate, _COMMON)))


def _packed(page: Observation) -> list[Any]:
    return [
        page.page, page.made_by, page.text, page.kept, page.removed, page.confidence,
        sorted(page.metadata), page.language, list(page.notes), sorted(page.skeleton),
    ]  # fmt: skip


def _unpacked(data: list[Any]) -> Observation:
    page, made_by, text, kept, removed, confidence = data[:6]
    metadata, language, notes, skeleton = frozenset(data[6]), data[7], tuple(data[8]), frozenset(data[9])
    return Observation(page, made_by, text, kept, removed, confidence, metadata, language, notes, skeleton)
