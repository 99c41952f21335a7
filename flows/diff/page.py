"""A difference as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..htmlpage import brand, document, foreign, link, text, voice_class
from .compare import FATES, PageChange, Passage
from .summary import Group, Summary
from .terminal import headline

_CSS = """
.diff section { margin: 1.8rem 0; }
.diff h2 { margin-bottom: .7rem; }
.diff .card { margin-bottom: .9rem; }
.diff summary h3 { display: inline; font-size: 1rem; }
.diff .count { float: right; font-variant-numeric: tabular-nums; margin-left: 1rem; }
.diff .minus { color: var(--rules); }
.diff .plus { color: var(--keep); }
.diff blockquote { margin: .7rem 0 0; padding: .45rem .8rem; border-left: 4px solid var(--c); background: var(--w);
  border-radius: 0 6px 6px 0; white-space: pre-wrap; }
.diff blockquote.minus { --c: var(--rules); --w: var(--rules-wash); color: inherit; }
.diff blockquote.plus { --c: var(--keep); --w: var(--keep-wash); color: inherit; }
.diff blockquote.other { --c: var(--line); --w: var(--wash); }
.diff .why { margin: .15rem 0 0 .95rem; color: var(--soft); font-size: .88rem; }
.diff .why .dot { margin-right: .4em; }
.diff .names { columns: 22rem; margin: 0; padding-left: 1.1rem; }
.diff table { min-width: 38rem; }
.diff .row-dot { white-space: nowrap; }
.diff .row-dot .dot { margin-right: .5em; }
@media print { .diff details { break-inside: avoid; } }
"""
_OPEN, _NAMES, _GROUPS = 3, 200, 40
_SIDES = {"dropped": "minus", "gone": "minus", "back": "plus", "new": "plus", "reason": "other"}


def html_of(summary: Summary, old: str, new: str, what: str = "changed") -> str:
    """The page of a difference between what is called ``old`` and what is called ``new``."""
    parts = [
        '<div class="diff"><header class="top">',
        brand("what changed"),
        f"<h1>{text(headline(summary, what))}</h1>",
        f'<p class="facts"><span>From {foreign(old)}</span><span>to {foreign(new)}</span></p>',
        _figures(summary),
        "</header><main>",
        *_groups(summary.groups),
        *_pages(summary),
        *_listed(summary.added, "Only in the second"),
        *_listed(summary.removed, "Only in the first"),
        *_listed(summary.unreadable, "Cannot be read"),
        '</main><footer class="foot"><p>A passage is named by who dropped it, and why. Numbers in reasons are left out '
        "in the table, so that those of many pages stand together.</p></footer></div>",
    ]
    return document("What changed", "\n".join(parts), _CSS)


def _figures(summary: Summary) -> str:
    words = summary.words
    figures = {
        "pages compared": summary.compared, "changed": summary.changed, "words dropped": words["dropped"],
        "words brought back": words["back"], "words new": words["new"], "words gone": words["gone"],
    }  # fmt: skip
    rows = "".join(f"<div><dt>{name}</dt><dd>{count:,}</dd></div>" for name, count in figures.items())
    return f'<dl class="figures">{rows}</dl>'


def _groups(groups: Sequence[Group]) -> Iterator[str]:
    if not groups:
        return
    yield '<section><h2>By voice and reason</h2><div class="card scroll"><table>'
    yield '<thead><tr><th class="n">words</th><th class="n">pages</th><th>voice</th><th>what and why</th>'
    yield "<th>for example</th></tr></thead><tbody>"
    for group in groups[:_GROUPS]:
        sign = {"minus": "−", "plus": "+"}.get(_SIDES[group.fate], "")
        yield (
            f'<tr><td class="n {_SIDES[group.fate]}">{sign}{group.words:,}</td><td class="n">{group.pages:,}</td>'
            f'<td class="row-dot {voice_class(group.voice)}"><span class="dot"></span>{text(group.voice)}</td>'
            f"<td>{text(FATES[group.fate])}: {text(group.reason)}</td>"
            f'<td class="soft">{foreign(_short(group.example, 140))}</td></tr>'
        )
    yield "</tbody></table></div>"
    if len(groups) > _GROUPS:
        yield f'<p class="soft">... and {len(groups) - _GROUPS:,} more reasons</p>'
    yield "</section>"


def _pages(summary: Summary) -> Iterator[str]:
    if not summary.worst:
        return
    yield f"<section><h2>{'Pages that changed most' if summary.compared > 1 else 'Passages'}</h2>"
    for number, change in enumerate(summary.worst):
        yield from _page(change, number < _OPEN)
    if summary.changed > len(summary.worst):
        yield f'<p class="soft">... and {summary.changed - len(summary.worst):,} pages that changed less</p>'
    yield "</section>"


def _page(change: PageChange, is_open: bool) -> Iterator[str]:
    words = change.words
    yield f'<details class="card"{" open" if is_open else ""}><summary><span class="count">'
    yield f'<span class="minus">−{words["dropped"] + words["gone"]:,}</span> '
    yield f'<span class="plus">+{words["back"] + words["new"]:,}</span></span>'
    yield f"<h3>{foreign(change.title or change.url or change.name)}</h3></summary>"
    yield f'<p class="facts"><span class="mono">{text(change.name)}</span>{link(change.url)}</p>'
    for what, before, after in change.metadata:
        yield f'<p class="why">{text(what)}: {foreign(before or "none")} → {foreign(after or "none")}</p>'
    if change.rewritten:
        yield '<p class="why">The same passages, written otherwise in Markdown.</p>'
    for passage in change.passages:
        yield _passage(passage)
    yield "</details>"


def _passage(passage: Passage) -> str:
    sides = [f"before, {text(passage.before)}" if passage.before else "", text(passage.after)]
    if passage.after and passage.before:
        sides[1] = f"now, {sides[1]}"
    told = "; ".join(side for side in sides if side)
    voice = passage.voice if passage.fate in ("dropped", "back", "reason") else ""
    return (
        f'<blockquote class="{_SIDES[passage.fate]}" dir="auto">{text(_short(passage.text, 3000))}</blockquote>'
        f'<p class="why {voice_class(voice)}"><span class="dot"></span>{text(FATES[passage.fate])} '
        f"({passage.words:,} {'word' if passage.words == 1 else 'words'}); {told}</p>"
    )


def _listed(names: Sequence[str], title: str) -> Iterator[str]:
    if names:
        yield f'<section><h2>{title}: {len(names):,}</h2><div class="card"><ul class="names">'
        yield from (f'<li class="mono">{text(name)}</li>' for name in names[:_NAMES])
        yield "</ul>"
        if len(names) > _NAMES:
            yield f'<p class="soft">... and {len(names) - _NAMES:,} more</p>'
        yield "</div></section>"


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
