"""From evidence to labels: what is dropped because it stands on many pages, and what comes with it.

Repetition alone never drops a line between an article's paragraphs: a series'
introduction, a standing note, a recipe's step and a quotation repeat as well. A sign
must join it, the more pages the fewer signs. With fewer than two other pages the
memory is silent.
"""

from __future__ import annotations

from ...labeler import Labeler
from ...page import Decisions, Kind, Label, Labels
from ...reading import Reading
from ...reading.prose import ends_sentence
from .line_evidence import Facts
from .occurrence import Standing
from .page_kind import is_prose, silent_on
from .passage import LONGEST
from .promo_features import FEWEST, HEADING, MANY, is_personal, is_quoted, outweighs
from .site import SiteMemory

_SHORTEST, _SHORT, _TELLING = 3, 5, 8  # words
_FURNITURE = (6, 0.6, 8)  # other articles known, share of them, words
_EDITION_WORDS, _RUN_WORDS, _RUN = 40, 20, 8


def site_memory_labeler(memory: SiteMemory | None, digest: str) -> Labeler:
    """The labeler of a site's memory on the page whose raw body has this digest."""

    def label(reading: Reading, decided: Decisions) -> Labels:
        if memory is None or memory.articles < FEWEST or silent_on(reading):
            return {}
        return _Judgement(Facts(memory, reading, digest), decided).labels()

    return Labeler("site_memory", label)


class _Judgement:
    """The lines of one page, judged: first each by itself, then by those beside it."""

    def __init__(self, facts: Facts, decided: Decisions) -> None:
        self.facts = facts
        self._open = [line.block.index not in decided for line in facts.lines]
        self._gone = [
            not o and not decided[line.block.index].kept for o, line in zip(self._open, facts.lines, strict=True)
        ]
        self._found: dict[int, Label] = {}

    def labels(self) -> Labels:
        facts = self.facts
        if facts.others < FEWEST:
            return {}
        for i in range(len(facts.lines)):
            if self._open[i] and not self._spared(i):
                self._repeats(i) or self._is_edition(i)
        for i in sorted(self._found):
            if facts.signs(i).total and self._in_short_run(i):
                self._complete(i, -1)
                self._complete(i, 1)
        return {facts.lines[i].block.index: label for i, label in sorted(self._found.items())}

    def _drop(self, i: int, standing: Standing, reason: str, evidence: str = "") -> bool:
        confidence = 0.9 if standing.count < MANY else 0.97
        self._found[i] = Label(False, reason, evidence or ", ".join(self.facts.signs(i).words), confidence)
        return True

    def _spared(self, i: int) -> bool:
        """Lines on which repetition has no say: code, short cells, the title, the page's own summary."""
        line = self.facts.lines[i]
        kind, size = line.block.kind, line.passage.size
        return (
            size < _SHORTEST
            or kind is Kind.CODE
            or (kind is Kind.CELL and size < 8)
            or line.passage.tokens == self.facts.title.tokens
            or line.passage.tokens in self.facts.summaries
        )

    def _repeats(self, i: int) -> bool:
        """Stands on enough pages for the signs it bears."""
        facts, standing = self.facts, self.facts.standing(i)
        if standing.count < FEWEST:
            return False
        if self._is_promo(i, standing) or self._is_furniture(i, standing):
            return self._drop(i, standing, standing.words)
        near, _ = facts.near(i)
        return self._is_promo(i, near) and self._drop(i, near, near.words)

    def _is_promo(self, i: int, standing: Standing) -> bool:
        line, signs = self.facts.lines[i], self.facts.signs(i)
        if not outweighs(signs, standing.count, standing.of):
            return False
        if line.block.kind is Kind.QUOTE or is_quoted(line.passage.text):
            return signs.strong and signs.total >= 3
        if signs.promo:
            return True
        plain = not line.flags & HEADING and not is_personal(line.passage.text)
        return plain and line.passage.size >= _SHORT

    def _is_furniture(self, i: int, standing: Standing) -> bool:
        """Stands on most pages, before or after the article and apart from it."""
        known, share, words = _FURNITURE
        first, last = self.facts.body
        if first <= i <= last or last < 0 or self.facts.lines[i].passage.size < words:
            return False
        if standing.of < known or standing.share < share or is_personal(self.facts.lines[i].passage.text):
            return False
        between = range(i + 1, first) if i < first else range(last + 1, i)
        return any(not is_prose(self.facts.lines[j].block) for j in between)

    def _is_edition(self, i: int) -> bool:
        """Not seen before, but nearly a known promo, or made of the words of the site's promos."""
        facts = self.facts
        text = facts.lines[i].passage.text
        if len(text) >= LONGEST or text.count(" ") > _EDITION_WORDS:
            return False
        hits, share = facts.promo_words(i)
        if not hits or facts.lines[i].passage.size > _EDITION_WORDS or is_quoted(facts.lines[i].passage.text):
            return False
        signs = facts.signs(i)
        near, known = facts.near(i)
        if near.count >= FEWEST and signs.total:
            return self._drop(i, near, near.words, known)
        if facts.promo_in_title or facts.lines[i].flags & HEADING:
            return False
        if (signs.promo and hits >= 2 and share >= 0.25) or (signs.total >= 2 and hits >= 3 and share >= 0.4):
            return self._drop(i, near, f"has words of the promos of {facts.memory.host}, and {signs.named}")
        return False

    def _in_short_run(self, i: int) -> bool:
        """Whether the promo lies among few lines between prose and headings, not in a long list."""
        run = 1
        for step in (-1, 1):
            j = i + step
            while run <= _RUN and 0 <= j < len(self.facts.lines) and self._is_short(j):
                run, j = run + 1, j + step
        return run <= _RUN

    def _is_short(self, j: int) -> bool:
        line = self.facts.lines[j]
        return not line.flags & HEADING and (line.passage.size < _RUN_WORDS or j in self._found)

    def _complete(self, i: int, step: int) -> None:
        """The lines beside a promo that belong to it, up to a heading or to prose."""
        lines, j = self.facts.lines, i + step
        for _ in range(_RUN):
            while 0 <= j < len(lines) and (j in self._found or self._gone[j]):
                j += step
            why = self._belongs(j, step) if 0 <= j < len(lines) and self._open[j] else ""
            if not why:
                return
            self._found[j] = Label(False, why, lines[j - step].passage.text, 0.85)

    def _belongs(self, j: int, step: int) -> str:
        """Why line ``j`` goes with the line one step back, which is dropped; "" if it does not."""
        facts, line = self.facts, self.facts.lines[j]
        signs, size = facts.signs(j), line.passage.size
        if line.flags & HEADING or line.block.kind in (Kind.CODE, Kind.CELL, Kind.QUOTE):
            return ""
        if not signs.total and (is_personal(line.passage.text) or (step < 0 and not ends_sentence(line.passage.text))):
            return ""  # it may be the heading under which the promo was put
        together = self._always_together(j - step, j)
        if together:
            return f"stands beside a dropped line here and on {together} other pages of {facts.memory.host}"
        hits, share = facts.promo_words(j)
        if facts.promo_in_title or size >= 2 * _RUN_WORDS:
            return ""
        bears = f"stands beside a dropped line, with {signs.named}"
        words = f"stands beside a dropped line and has words of the promos of {facts.memory.host}"
        if size >= _RUN_WORDS:
            return bears if signs.promo and (hits > 0 or signs.brand) else ""
        if j - 1 in self._found and j + 1 in self._found:
            return "stands between two lines that are dropped"
        if signs.promo:
            return bears
        if facts.standing(j).count >= FEWEST:
            return ""  # it repeats by itself, and elsewhere without the promo
        return words if (signs.total > 0 and hits > 0) or (hits >= 2 and share >= 0.3) else ""

    def _always_together(self, promo: int, j: int) -> int:
        """On how many other articles line ``j`` stands beside the promo, if it does so wherever either stands.

        A whole sentence must do so oftener; 0 if it does not.
        """
        count, share = self.facts.together(promo, j)
        line = self.facts.lines[j]
        plain = not self.facts.signs(j).total and line.passage.size >= _TELLING
        least, most = (MANY, 0.8) if plain else (FEWEST, 0.6)
        return count if count >= least and share >= most else 0
