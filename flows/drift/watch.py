"""The watch over one site: page after page, it adds up the evidence of a change.

Each sign that is not as usual adds evidence, each that is as usual removes some
(a sum of log-likelihood ratios: how much more likely is this if the site has changed?).
One odd page is never a change; four or five in a row always are. Odd pages do not
count as usual while there is still evidence of a change.
Pure: the same pages in the same order give the same incidents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from itertools import chain
from math import log
from typing import Any

from .kinds import Kind, kind_of
from .observation import Observation
from .reference import READY, Reference, Tested

ENOUGH = 11.0  # evidence (natural logarithm) from which there is an incident
_RAREST = 0.025  # no sign counts as rarer on usual pages: three odd pages can be chance, so it takes four
_CHANGED = 0.8  # share of pages that show a sign if the site has changed
_PLAIN = ("made_by", "pages", "strange", "copies", "usual", "texts", "sections")  # fields that are plain data
_COMMON = 0.25  # a sign that is on a larger share of usual pages is no evidence
_UNTESTED = -0.25  # added to the evidence of a sign by a page that could not show it
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
    """The state of one site. ``waiting`` pages are odd and not yet taken as usual; ``evidence`` is by sign.

    ``sections`` are the parts of the site that have pages of its kinds. Another part may well be
    built in its own way: its first pages are learned and give no evidence.
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
        """Add the evidence of the site's next page; returns the change if there is now enough of it."""
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
        """Take a page as usual; it gives no evidence."""
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
        """Start anew with another cleaner: it makes other pages of the same site."""
        if page.made_by != self.made_by:
            self.__dict__.update(vars(SiteWatch(page.made_by)))

    def _tested_as_new(self, page: Observation, known: bool) -> Iterator[Tested]:
        copy = bool(page.text) and any(text == page.text and other != page.page for text, other in self.texts)
        yield Tested("new template", not known, (self.strange + 1) / (self.pages + 20))
        yield Tested("same text", copy, (self.copies + 1) / (self.pages + 60))
        self.copies += copy
        self._remember(page)

    def _tested(self, page: Observation, kind: Kind) -> Iterator[Tested]:
        """Compared with pages of its kind, or with all while there are few of these."""
        held = kind if kind.now.ready else self.all
        return held.now.test(page, held.former) if held.now.ready else iter(())

    def _weigh(self, tests: list[Tested]) -> bool:
        """Add up the evidence; returns whether any sign on this page points to a change."""
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
        """Return the change and begin anew with what is seen now; the former state is accepted from now on too."""
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
        """The reverse of `to_data`."""
        fields = {**data, "waiting": [_unpacked(page) for page in data["waiting"]]}
        fields["texts"] = [(text, page) for text, page in data["texts"]]
        fields["all"], *fields["kinds"] = (Kind.from_data(kind) for kind in data["kinds"])
        return cls(**fields)


def _step(test: Tested) -> float:
    """The evidence that a test adds or removes."""
    if test.hit:
        return log(_CHANGED / max(test.rate, _RAREST)) if test.rate < _COMMON else 0.0
    return log((1 - _CHANGED) / (1 - min(test.rate, _COMMON)))


def _packed(page: Observation) -> list[Any]:
    return [sorted(value) if isinstance(value, frozenset) else value for value in astuple(page)]


def _unpacked(data: list[Any]) -> Observation:
    page = Observation(*data)
    return replace(page, metadata=frozenset(page.metadata), notes=tuple(page.notes), skeleton=frozenset(page.skeleton))
