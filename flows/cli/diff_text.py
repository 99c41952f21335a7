"""A difference as lines for a terminal, or for a pipe."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..diff import EFFECTS, Group, PageChange, PassageChange, Summary
from ..views.labelers import display_name
from .terminal import Paint, cut, printable

_MAX_GROUPS, _MAX_NAMES, _MAX_PAGES, _MAX_PASSAGES = 15, 5, 10, 6  # shown; passages are counted per page
_SIGNS = {"dropped": "-", "gone": "-", "back": "+", "new": "+", "reason": "="}
_COLOURS = {"-": "red", "+": "green", "=": "dim"}


def lines_of(summary: Summary, paint: Paint, columns: int, verb: str = "changed") -> Iterator[str]:
    """The whole difference; ``verb`` is "changed" or, of a preview, "would change"."""
    yield paint(summary.headline(verb), "bold")
    yield from _names(summary.added, "only in the second", columns)
    yield from _names(summary.removed, "only in the first", columns)
    yield from _names(summary.unreadable, "cannot be read", columns)
    if summary.groups:
        yield ""
        yield from _groups(summary.groups, paint, columns)
    several_pages = summary.compared > 1
    for change in summary.worst[:_MAX_PAGES]:
        yield ""
        yield from _page(change, paint, columns, _MAX_PASSAGES if several_pages else len(change.passages))
    if summary.changed > _MAX_PAGES:
        more, in_html = summary.changed - _MAX_PAGES, summary.max_shown
        yield ""
        yield f"... and {more:,} more pages: --html FILE and --json show the {in_html} that changed most"


def _names(names: list[str], label: str, columns: int) -> Iterator[str]:
    if names:
        yield f"{len(names):,} {label}:"
        yield from (f"  {cut(name, columns - 2)}" for name in names[:_MAX_NAMES])
        if len(names) > _MAX_NAMES:
            yield f"  ... and {len(names) - _MAX_NAMES:,} more"


def _groups(groups: list[Group], paint: Paint, columns: int) -> Iterator[str]:
    yield paint(f"{'words':>7} {'pages':>6}  by whom, and why", "bold")
    for group in groups[:_MAX_GROUPS]:
        sign = _SIGNS[group.effect]
        count = f"{sign if group.words else ''}{group.words:,}"
        figures = f"{count:>7} {group.pages:>6,}  "
        text = f"{_labeler_then_or_now(group)}: {printable(group.reason)}"
        first, *rest = textwrap.wrap(text, columns - len(figures)) or [text]
        yield paint(figures + first, _COLOURS[sign])
        yield from (paint(" " * len(figures) + line, _COLOURS[sign]) for line in rest)
    if len(groups) > _MAX_GROUPS:
        yield f"... and {len(groups) - _MAX_GROUPS:,} more reasons"


def _labeler_then_or_now(group: Group) -> str:
    """The labeler that drops the passages, or dropped them before."""
    return {"back": "no longer ", "reason": "now "}.get(group.effect, "") + display_name(group.decided_by)


def _page(change: PageChange, paint: Paint, columns: int, max_passages: int) -> Iterator[str]:
    words = change.words
    figures = [f"-{words['dropped'] + words['gone']:,}", f"+{words['back'] + words['new']:,}"]
    yield paint(cut(f"{' '.join(figures)} words  {change.title or change.url or change.name}", columns), "bold")
    yield paint(f"  {cut(change.name, columns - 2)}", "dim")
    for name, before, after in change.metadata:
        yield "  " + cut(f"{name}: {before or 'none'} -> {after or 'none'}", columns - 2)
    if change.rewritten:
        yield "  the same passages, as other Markdown"
    passages = [passage for passage in change.passages if passage.effect != "reason"]
    for passage in passages[:max_passages]:
        yield from _passage(passage, paint, columns)
    if len(passages) > max_passages:
        yield f"  ... and {len(passages) - max_passages:,} more passages"


def _passage(passage: PassageChange, paint: Paint, columns: int) -> Iterator[str]:
    sign = _SIGNS[passage.effect]
    yield paint(f"  {sign} {cut(passage.text, columns - 4)}", _COLOURS[sign])
    text = EFFECTS[passage.effect]
    if passage.effect == "dropped":
        text += f"; now {printable(display_name(passage.after))}"
    elif passage.effect == "back":
        text += f"; it was {printable(display_name(passage.before))}"
    yield from (paint(f"    {line}", "dim") for line in textwrap.wrap(text, columns - 4))
