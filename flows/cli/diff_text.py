"""A difference as lines for a terminal, or for a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..diff import FATES, Group, PageChange, PassageChange, Summary
from .terminal import Paint, cut, printable

_GROUPS, _NAMES, _PAGES, _PASSAGES = 15, 5, 10, 6  # lines of each kind, at most
_SIGNS = {"dropped": "-", "gone": "-", "back": "+", "new": "+", "reason": "="}
_COLOURS = {"-": "red", "+": "green", "=": "dim"}


def lines_of(summary: Summary, paint: Paint, columns: int, what: str = "changed") -> Iterator[str]:
    """The whole difference; ``what`` is what happened, or would happen, to the pages: "changed"."""
    yield paint(summary.headline(what), "bold")
    yield from _names(summary.added, "only in the second", columns)
    yield from _names(summary.removed, "only in the first", columns)
    yield from _names(summary.unreadable, "cannot be read", columns)
    if summary.groups:
        yield ""
        yield from _groups(summary.groups, paint, columns)
    many = summary.compared > 1
    for change in summary.worst[:_PAGES]:
        yield ""
        yield from _page(change, paint, columns, _PASSAGES if many else len(change.passages))
    if summary.changed > _PAGES:
        yield ""
        yield f"... and {summary.changed - _PAGES:,} more pages: --html FILE shows {summary.shown}, --json lists them"


def _names(names: list[str], label: str, columns: int) -> Iterator[str]:
    if names:
        yield f"{len(names):,} {label}:"
        yield from (f"  {cut(name, columns - 2)}" for name in names[:_NAMES])
        if len(names) > _NAMES:
            yield f"  ... and {len(names) - _NAMES:,} more"


def _groups(groups: list[Group], paint: Paint, columns: int) -> Iterator[str]:
    yield paint(f"{'words':>7} {'pages':>6}  by whom, and why", "bold")
    for group in groups[:_GROUPS]:
        sign = _SIGNS[group.fate]
        count = f"{sign if group.words else ''}{group.words:,}"
        figures = f"{count:>7} {group.pages:>6,}  "
        why = f"{_who(group.fate, group.decided_by)}: {printable(group.reason)}"
        first, *rest = textwrap.wrap(why, columns - len(figures)) or [why]
        yield paint(figures + first, _COLOURS[sign])
        yield from (paint(" " * len(figures) + line, _COLOURS[sign]) for line in rest)
    if len(groups) > _GROUPS:
        yield f"... and {len(groups) - _GROUPS:,} more reasons"


def _who(fate: str, labeler: str) -> str:
    """The labeler, and what has become of what it says."""
    return {"back": f"no longer {labeler}", "reason": f"now {labeler}"}.get(fate, labeler)


def _page(change: PageChange, paint: Paint, columns: int, most: int) -> Iterator[str]:
    words = change.words
    figures = [f"-{words['dropped'] + words['gone']:,}", f"+{words['back'] + words['new']:,}"]
    yield paint(cut(f"{' '.join(figures)} words  {change.title or change.url or change.name}", columns), "bold")
    yield paint(f"  {cut(change.name, columns - 2)}", "dim")
    for what, before, after in change.metadata:
        yield "  " + cut(f"{what}: {before or 'none'} -> {after or 'none'}", columns - 2)
    if change.rewritten:
        yield "  the same passages, written otherwise in Markdown"
    told = [passage for passage in change.passages if passage.fate != "reason"]
    for passage in told[:most]:
        yield from _passage(passage, paint, columns)
    if len(told) > most:
        yield f"  ... and {len(told) - most:,} more passages"


def _passage(passage: PassageChange, paint: Paint, columns: int) -> Iterator[str]:
    sign = _SIGNS[passage.fate]
    yield paint(f"  {sign} {cut(passage.text, columns - 4)}", _COLOURS[sign])
    why = FATES[passage.fate]
    if passage.fate in ("dropped", "back"):
        why += f"; {'it was' if passage.fate == 'back' else 'now'} "
        why += printable(passage.before if passage.fate == "back" else passage.after)
    yield from (paint(f"    {line}", "dim") for line in textwrap.wrap(why, columns - 4))
