"""Labels that follow from neighbours: the rest of a promo run, the label of a dropped list.

It comes before the model, for the blocks that no other labeler decided. A line beside or between dropped
promos needs evidence of its own: a call on the reader; the promos' brand and an offer; a short line between two
of them any sign of a promo; or it shares an element of the markup with promos only. A sum of money
is no evidence: business news has one in every paragraph. A heading ends the run.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..labeler import Labeler
from ..page import Decisions, Kind, Labels, Page
from ..reading import Reading
from ..reading.lines import Line, Lines, drop, groups
from ..reading.promo_features import features_of
from ..reading.promo_lines import SHORT_LINE_WORDS, brand_names, brands_of, is_heading_like, may_be_in_run

_PROMO_LABELERS = frozenset(("rules.promo", "site_memory"))
_NO_BOXES = frozenset(("html", "body", "main", "article"))
_MAX_ADDED_LINES = 4  # on each side of a promo run
_MAX_DISTANCE = 3  # in lines, between neighbours in a run
_MAX_LABEL_WORDS = 6  # of the label of a list
_MIN_LIST_LINES = 2


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    labels = {}
    for line, reason in _rest_of_promos(reading.page, lines, decided):
        labels.update(drop([line], reason))
    labels.update(drop(_list_labels(lines, decided), "label of a list that was dropped"))
    return {index: label for index, label in labels.items() if index not in decided}


def _dropped(lines: Lines, decided: Decisions) -> Iterator[tuple[Line, bool]]:
    """The lines that are dropped, and for each whether it is dropped as a promo."""
    for index, decision in decided.items():
        if not decision.kept and index in lines.by_block:
            yield lines.by_block[index], decision.decided_by in _PROMO_LABELERS


def _rest_of_promos(page: Page, lines: Lines, decided: Decisions) -> Iterator[tuple[Line, str]]:
    """The lines to be dropped with dropped promos, and the reasons."""
    for run in groups((line for line, is_promo in _dropped(lines, decided) if is_promo), max_distance=_MAX_DISTANCE):
        brands = brands_of(run)
        first, last = run[0].index, run[-1].index
        yield from ((line, "in one box with dropped lines") for line in _rest_of_box(page, lines, run))
        for line in lines.between(first, last):
            reason = "" if line in run else _reason_to_drop(line, brands, inside=True)
            if reason:
                yield line, reason
        before = lines.between(first - _MAX_ADDED_LINES, first)[::-1]
        for neighbours in (before, lines.between(last + 1, last + 1 + _MAX_ADDED_LINES)):
            for line in neighbours:
                reason = "" if line.block.index in decided else _reason_to_drop(line, brands)
                if not reason:
                    break
                yield line, reason


def _rest_of_box(page: Page, lines: Lines, run: list[Line]) -> list[Line]:
    """The other lines, without headings, of the innermost element that has any, if it is mostly promos and no prose."""
    promos = set(run)
    for element in page.ancestors(run[0].block):
        inside = lines.inside(element)
        rest = [line for line in inside if line not in promos]
        if rest:
            words = sum(line.words for line in rest)
            is_box = element.tag not in _NO_BOXES and 2 * words <= sum(
                line.words for line in promos.intersection(inside)
            )
            is_box = is_box and not any(line.is_prose for line in rest)
            return [line for line in rest if is_box and line.kind is not Kind.HEADING]
    return []


def _reason_to_drop(line: Line, brands: set[str], inside: bool = False) -> str:
    """The reason to drop a line inside or beside a run; "" if there is none."""
    if not may_be_in_run(line):
        return ""
    position = "stands between dropped lines" if inside else "stands beside dropped lines"
    features = features_of(line)
    offers = features.offer or features.ware
    branded = bool(brand_names(line) & brands)
    if branded and (offers or features.asks):
        return f"{position} and names what they name, with {features.description}"
    if line.words >= SHORT_LINE_WORDS:
        return f"{position}, with {features.description}" if features.call and features.offer else ""
    if is_heading_like(line):
        return ""
    if features.call or (features.ask and features.total >= 2):
        return f"{position}, with {features.description}"
    return f"{position}, with a sign of a promotion" if inside and (branded or features.ask or offers) else ""


def _list_labels(lines: Lines, decided: Decisions) -> Iterator[Line]:
    """The labels of lists that are dropped as a whole."""
    dropped = dict(_dropped(lines, decided))
    for run in groups(dropped):
        if len(run) < _MIN_LIST_LINES or run[0].index == 0 or any(dropped[line] for line in run):
            continue
        above = lines[run[0].index - 1]
        if above.words <= _MAX_LABEL_WORDS and _is_label(lines, above, run[-1].index + 1):
            yield above


def _is_label(lines: Lines, line: Line, end: int) -> bool:
    """Whether a line ends in a colon, or is a heading and the list, which ends before ``end``, is all below it."""
    if line.text.endswith((":", "：")):
        return True
    is_all_below = end >= len(lines) or lines[end].kind is Kind.HEADING
    return line.kind is Kind.HEADING and line.block.level >= 2 and is_all_below


LABELER = Labeler("propagation", label)
