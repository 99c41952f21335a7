"""The report of a run as one HTML page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ..htmlpage import brand, document, foreign, link, percent, text, voice_class
from .model import CERTAINTY_STEPS, LENGTHS, PageRef, Report, grouped, voice_group
from .plots import bar, histogram

_RULES = 20
_SIGNS = 4  # of an incident


def html_report(report: Report, clean: str, links: Mapping[str, str], notes: Sequence[str] = ()) -> str:
    """The report as one HTML file that loads nothing and runs nothing.

    ``clean`` names the folder of clean pages; ``links`` leads from a page's place in it to its
    view; ``notes`` are further sentences for the top.
    """
    title = f"Run {report.run}" if report.run else "All pages"
    shown = _Shown(links)
    parts = [
        _voices(report), _certainty(report), _lengths(report), _incidents(report, shown), _reasons(report),
        _failures(report), _uncertain(report, shown), _slowest(report, shown), _hosts(report), _pages(report, shown),
    ]  # fmt: skip
    body = f"""<a class="skip" href="#figures">To the figures</a>
<header class="top">{brand("what a run did")}
<h1>{title}: {_count(report.cleaned, "page")} cleaned{f", {report.failed:,} failed" if report.failed else ""}</h1>
<p class="facts">{"".join(f"<span>{fact}</span>" for fact in _facts(report, clean))}</p>
{"".join(f'<p class="note">{text(note)}</p>' for note in (report.about, *notes) if note)}
{_totals(report)}</header>
<main id="figures" class="cards">
{"".join(part for part in parts if part)}
</main>
<footer class="foot">This file holds everything it shows; it loads nothing and runs nothing. The views of single pages
lie in the folder beside it.</footer>"""
    return document(f"winnow: {title}", body, (Path(__file__).with_name("report.css")).read_text("utf-8"))


class _Shown:
    """Pages by name, linked to their views where there are some."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self.links = links

    def row(self, row: sqlite3.Row) -> str:
        return self.linked(row["title"] or row["url"] or row["raw"], row["clean"])

    def ref(self, page: PageRef) -> str:
        return self.linked(page.url or page.raw, page.clean)

    def linked(self, name: str, target: str) -> str:
        name = name if len(name) <= 160 else name[:159] + "…"
        view = self.links.get(target)
        return f'<a href="{text(view)}">{foreign(name)}</a>' if view else foreign(name)


def _facts(report: Report, clean: str) -> Iterator[str]:
    if report.started:
        yield f"started <time>{text(report.started.replace('T', ' ').replace('+00:00', ' UTC'))}</time>"
    yield f"{report.seconds:,.1f} s {'of work' if not report.run else ''}".strip()
    yield f"clean pages in {foreign(clean)}"


def _totals(report: Report) -> str:
    share = f"<small>{percent(report.removed / (report.kept + report.removed))}</small>" if report.removed else ""
    figures = [
        ("pages cleaned", f"{report.cleaned:,}"), ("unchanged", f"{report.unchanged:,}"),
        ("failed", f"{report.failed:,}"), ("failed earlier", f"{report.before:,}" if report.before else ""),
        ("words kept", f"{report.kept:,}"), ("words removed", f"{report.removed:,} {share}"),
    ]  # fmt: skip
    shown = (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures if value)
    return f'<dl class="figures">{"".join(shown)}</dl>'


def _voices(report: Report) -> str:
    if not report.removed_by:
        return ""
    groups = grouped(report.removed_by)
    most = max(groups.values())
    rows = [
        (f'<span class="{voice_class(group)}"><i class="dot"></i></span> {text(group)}', f"{words:,}",
         bar([(group, words)], most))
        for group, words in groups.items()
    ]  # fmt: skip
    rules = {voice: words for voice, words in report.removed_by.items() if voice != voice_group(voice)}
    each = ""
    if rules:
        largest = max(rules.values())
        lines = [(text(voice), f"{words:,}", bar([(voice, words)], largest)) for voice, words in rules.items()]
        table = _table(("rule", "words>", "="), lines[:_RULES], len(lines))
        each = f"<details><summary>Each rule</summary>{table}</details>"
    return _card("Removed by voice", _table(("voice", "words>", "="), rows) + each)


def _hosts(report: Report) -> str:
    if not report.hosts:
        return ""
    most = max((host.kept + host.removed for host in report.hosts), default=0)
    rows = [
        (foreign(host.name), f"{host.pages:,}", f"{host.failed:,}", f"{host.kept:,}", f"{host.removed:,}",
         bar([("keep", host.kept), ("", host.removed)], most))
        for host in report.hosts
    ]  # fmt: skip
    head = ("host", "pages>", "failed>", "kept>", "removed>", "words kept and removed=")
    return _card("Hosts", _table(head, rows, len(rows) + report.other_hosts), wide=True)


def _certainty(report: Report) -> str:
    if not sum(report.certainty):
        return ""
    labels = [f"{place * 100 // CERTAINTY_STEPS}" if place % 4 == 0 else "" for place in range(CERTAINTY_STEPS)]
    sure = sum(report.certainty[CERTAINTY_STEPS * 9 // 10 :])
    about = f"{sure:,} of {sum(report.certainty):,} pages have a confidence of 90 % or more."
    return _card("Confidence, in percent", f"<p>{about}</p>" + histogram(report.certainty, labels, about))


def _lengths(report: Report) -> str:
    if not sum(report.lengths):
        return ""
    labels = [f"{least:,}+" for least in LENGTHS]
    about = f"Each of {report.cleaned:,} pages keeps {report.kept // max(1, report.cleaned):,} words on average."
    return _card("Words kept of a page", f"<p>{about}</p>" + histogram(report.lengths, labels, about))


def _incidents(report: Report, shown: _Shown) -> str:
    items = []
    for one in report.incidents:
        pages = "".join(
            f"<p><span class='soft'>{name}:</span> {', '.join(map(shown.ref, list(refs)[:3]))}</p>"
            for name, refs in (("before", one.before), ("after", one.after)) if refs
        )  # fmt: skip
        signs = "".join(f"<li>{foreign(sign)}</li>" for sign in list(one.signs)[:_SIGNS])
        items.append(f"<li><b>{foreign(one.site)}</b>: {text(one.headline)}<ul>{signs}</ul>{pages}</li>")
    if not items:
        return ""
    return _card("What has changed on sites", f'<ul class="incidents">{"".join(items)}</ul>', wide=True)


def _reasons(report: Report) -> str:
    rows = [(text(one.outcome), f"{one.pages:,}", foreign(one.detail)) for one in report.reasons]
    return _card("Failures by reason", _table(("outcome", "pages>", "for instance"), rows), wide=True) if rows else ""


def _failures(report: Report) -> str:
    rows = [(link(row["url"] or row["raw"]), text(row["outcome"]), foreign(row["detail"])) for row in report.failures]
    head = ("page", "outcome", "why")
    return _card("Pages that failed", _table(head, rows, max(report.failed, len(rows))), wide=True) if rows else ""


def _uncertain(report: Report, shown: _Shown) -> str:
    rows = [(shown.row(row), percent(row["certainty"])) for row in report.uncertain]
    return _card("Least certain pages", _table(("page", "confidence>"), rows)) if rows else ""


def _slowest(report: Report, shown: _Shown) -> str:
    rows = [(shown.row(row), f"{row['seconds']:.2f}") for row in report.slowest]
    return _card("Slowest pages", _table(("page", "seconds>"), rows)) if rows else ""


def _pages(report: Report, shown: _Shown) -> str:
    most = max((row["kept"] + row["removed"] for row in report.pages), default=0)
    rows = [(shown.row(row), f"{row['kept']:,}", f"{row['removed']:,}", bar(_parts(row), most)) for row in report.pages]
    head = ("page", "kept>", "removed>", "words kept and removed=")
    return _card("Pages", _table(head, rows, max(report.cleaned, len(rows))), wide=True) if rows else ""


def _parts(row: sqlite3.Row) -> list[tuple[str, float]]:
    removed: dict[str, int] = grouped(json.loads(row["removed_by"]))
    return [("keep", row["kept"]), *removed.items()]


def _card(title: str, inside: str, wide: bool = False) -> str:
    return f'<section class="card{" wide" if wide else ""}"><h2>{title}</h2>{inside}</section>\n'


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], of: int = 0) -> str:
    """A table of safe HTML. Columns whose name ends in > hold figures, in = bars; ``of``: the rows there are in all."""
    css = [{">": ' class="n"', "=": ' class="b"'}.get(name[-1:], "") for name in head]
    names = "".join(f"<th{kind}>{name.rstrip('>=')}</th>" for name, kind in zip(head, css, strict=True))
    lines = "".join(
        f"<tr>{''.join(f'<td{kind}>{cell}</td>' for cell, kind in zip(row, css, strict=True))}</tr>\n" for row in rows
    )
    more = f'<p class="soft">and {of - len(rows):,} more</p>' if of > len(rows) else ""
    return f'<div class="scroll"><table><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>{more}'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
