"""From evidence to labels: what is dropped because it repeats on the site, and the lines that belong to it.

Repetition alone never drops a line between an article's paragraphs: a series'
introduction, a permanent note, a step of a recipe and a quotation repeat as well. The
line must also have promo features; on more pages fewer are enough. With fewer than two
other articles the memory gives no labels.
"""

from __future__ import annotations

from ...labeler import Labeler
from ...page import Decisions, Kind, Label, Labels
from ...reading import Reading
from ...reading.promo_features import HEADING, is_personal, is_quoted
from ...reading.prose import ends_sentence
from .known_promos import MANY_ARTICLES, MIN_ARTICLES, is_repeated_promo
from .line_evidence import LineEvidence
from .normalised_line import MAX_CHARS
from .occurrence import Occurrence
from .page_kind import is_running_text, unsuited_kind
from .site import SiteMemory

_MIN_WORDS, _MIN_CELL_WORDS = 3, 8  # of a line that may be dropped
_MIN_PLAIN_WORDS = 5  # of a repeated line that is not a promo by its features alone
_MIN_SENTENCE_WORDS = 8  # of a line without features that must be beside a promo more often
_FURNITURE_ARTICLES, _FURNITURE_SHARE, _FURNITURE_WORDS = 6, 0.6, 8  # at least, for a line outside the body
_MAX_EDITION_WORDS = 40
_MAX_RUN_LINES, _MAX_LINE_WORDS = 8, 20  # of a run of short lines with a promo


def site_memory_labeler(memory: SiteMemory | None, digest: str) -> Labeler:
    """The labeler for the page whose raw body has this digest, by the memory of its site."""

    def label(reading: Reading, decided: Decisions) -> Labels:
        if memory is None or memory.article_count < MIN_ARTICLES or unsuited_kind(reading):
            return {}
        return _PageLabels(LineEvidence(memory, reading, digest), decided).labels()

    return Labeler("site_memory", label)


class _PageLabels:
    """The labels of one page's lines, by line index: first of each line by itself, then of those beside them."""

    def __init__(self, evidence: LineEvidence, decided: Decisions) -> None:
        self.evidence = evidence
        indexes = [line.block.index for line in evidence.lines]
        self._open = [index not in decided for index in indexes]
        self._dropped = [index in decided and not decided[index].kept for index in indexes]
        self._labels: dict[int, Label] = {}

    def labels(self) -> Labels:
        evidence = self.evidence
        if evidence.other_count < MIN_ARTICLES:
            return {}
        for i in range(len(evidence.lines)):
            if self._open[i] and not self._is_spared(i):
                label = self._if_repeated(i) or self._if_new_edition(i)
                if label:
                    self._labels[i] = label
        for i in sorted(self._labels):
            if evidence.features(i).total and self._in_short_run(i):
                self._extend(i, -1)
                self._extend(i, 1)
        return {evidence.lines[i].block.index: label for i, label in sorted(self._labels.items())}

    def _label(self, i: int, occurrence: Occurrence, reason: str, quote: str = "") -> Label:
        confidence = 0.9 if occurrence.count < MANY_ARTICLES else 0.97
        return Label(False, reason, quote or ", ".join(self.evidence.features(i).matches), confidence)

    def _is_spared(self, i: int) -> bool:
        """Lines that are never dropped for repetition: code, short lines and cells, the title, declared summaries."""
        line = self.evidence.lines[i]
        kind, size = line.block.kind, line.normalised.size
        return (
            size < _MIN_WORDS
            or kind is Kind.CODE
            or (kind is Kind.CELL and size < _MIN_CELL_WORDS)
            or line.normalised.tokens == self.evidence.title.tokens
            or line.normalised.tokens in self.evidence.summaries
        )

    def _if_repeated(self, i: int) -> Label | None:
        """A label if the line occurs on enough other articles for its features or its position."""
        occurrence = self.evidence.occurrence(i)
        if occurrence.count < MIN_ARTICLES:
            return None
        if self._is_promo(i, occurrence) or self._is_furniture(i, occurrence):
            return self._label(i, occurrence, occurrence.reason)
        near, _ = self.evidence.near_occurrence(i)
        return self._label(i, near, near.reason) if self._is_promo(i, near) else None

    def _is_promo(self, i: int, occurrence: Occurrence) -> bool:
        line, features = self.evidence.lines[i], self.evidence.features(i)
        if not is_repeated_promo(features, occurrence.count, occurrence.total):
            return False
        if line.block.kind is Kind.QUOTE or is_quoted(line.normalised.text):
            return features.strong and features.total >= 3
        if features.is_promo:
            return True
        plain = not line.flags & HEADING and not is_personal(line.normalised.text)
        return plain and line.normalised.size >= _MIN_PLAIN_WORDS

    def _is_furniture(self, i: int, occurrence: Occurrence) -> bool:
        """Whether the line occurs on most articles, and is before or after the body with other lines between."""
        first, last = self.evidence.body
        line = self.evidence.lines[i].normalised
        if first <= i <= last or last < 0 or line.size < _FURNITURE_WORDS:
            return False
        if occurrence.total < _FURNITURE_ARTICLES or occurrence.share < _FURNITURE_SHARE or is_personal(line.text):
            return False
        between = range(i + 1, first) if i < first else range(last + 1, i)
        return any(not is_running_text(self.evidence.lines[j].block) for j in between)

    def _if_new_edition(self, i: int) -> Label | None:
        """A label if the line is nearly a known promo, or is made of the words of the site's promos."""
        evidence, line = self.evidence, self.evidence.lines[i].normalised
        if len(line.text) >= MAX_CHARS or line.text.count(" ") > _MAX_EDITION_WORDS:
            return None
        hits, share = evidence.promo_words(i)
        if not hits or line.size > _MAX_EDITION_WORDS or is_quoted(line.text):
            return None
        features = evidence.features(i)
        near, promo = evidence.near_occurrence(i)
        if near.count >= MIN_ARTICLES and features.total:
            return self._label(i, near, near.reason, promo)
        if evidence.promo_in_title or evidence.lines[i].flags & HEADING:
            return None
        if (features.is_promo and hits >= 2 and share >= 0.25) or (features.total >= 2 and hits >= 3 and share >= 0.4):
            reason = f"has words of the promos of {evidence.memory.host}, and {features.description}"
            return self._label(i, near, reason)
        return None

    def _in_short_run(self, i: int) -> bool:
        """Whether the promo is among few lines between prose and headings, not in a long list."""
        run = 1
        for step in (-1, 1):
            j = i + step
            while run <= _MAX_RUN_LINES and 0 <= j < len(self.evidence.lines) and self._is_short(j):
                run, j = run + 1, j + step
        return run <= _MAX_RUN_LINES

    def _is_short(self, j: int) -> bool:
        line = self.evidence.lines[j]
        return not line.flags & HEADING and (line.normalised.size < _MAX_LINE_WORDS or j in self._labels)

    def _extend(self, i: int, step: int) -> None:
        """Label the lines beside a promo that belong to it, up to a heading or to prose."""
        lines, j = self.evidence.lines, i + step
        for _ in range(_MAX_RUN_LINES):
            while 0 <= j < len(lines) and (j in self._labels or self._dropped[j]):
                j += step
            reason = self._extension_reason(j, step) if 0 <= j < len(lines) and self._open[j] else ""
            if not reason:
                return
            self._labels[j] = Label(False, reason, lines[j - step].normalised.text, 0.85)

    def _extension_reason(self, j: int, step: int) -> str:
        """The reason to drop line ``j`` with the dropped line one step back; "" if it is not dropped."""
        evidence, line = self.evidence, self.evidence.lines[j]
        features, text, size = evidence.features(j), line.normalised.text, line.normalised.size
        if line.flags & HEADING or line.block.kind in (Kind.CODE, Kind.CELL, Kind.QUOTE):
            return ""
        if not features.total and (is_personal(text) or (step < 0 and not ends_sentence(text))):
            return ""  # it may be the heading under which the promo was put
        together = self._always_together(j - step, j)
        if together:
            return f"stands beside a dropped line here and on {together} other pages of {evidence.memory.host}"
        hits, share = evidence.promo_words(j)
        if evidence.promo_in_title or size >= 2 * _MAX_LINE_WORDS:
            return ""
        with_features = f"stands beside a dropped line, with {features.description}"
        with_words = f"stands beside a dropped line and has words of the promos of {evidence.memory.host}"
        if size >= _MAX_LINE_WORDS:
            return with_features if features.is_promo and (hits > 0 or features.brand) else ""
        if j - 1 in self._labels and j + 1 in self._labels:
            return "stands between two lines that are dropped"
        if features.is_promo:
            return with_features
        if evidence.occurrence(j).count >= MIN_ARTICLES:
            return ""  # it repeats by itself, and elsewhere without the promo
        return with_words if (features.total > 0 and hits > 0) or (hits >= 2 and share >= 0.3) else ""

    def _always_together(self, promo: int, j: int) -> int:
        """On how many other articles line ``j`` is beside the promo; 0 if either line often occurs without the other.

        A whole sentence must be beside it more often.
        """
        count, share = self.evidence.together(promo, j)
        is_sentence = self.evidence.lines[j].normalised.size >= _MIN_SENTENCE_WORDS
        plain = is_sentence and not self.evidence.features(j).total
        min_count, min_share = (MANY_ARTICLES, 0.8) if plain else (MIN_ARTICLES, 0.6)
        return count if count >= min_count and share >= min_share else 0
