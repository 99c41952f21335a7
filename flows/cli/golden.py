"""`winnow golden`: pages of one's own that must come out right, now and after every change."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from ..errors import UsageProblem, WinnowError
from .terminal import Paint, note, printable, width

if TYPE_CHECKING:
    from ..golden.own import GivenPage, Statement
    from ..golden.shrink import Shrunk

golden = App(
    name="golden",
    help="""Keep pages that must come out right, check them, and make small ones of them for a report.

For example:

    winnow golden add page.html --must "The river rose" --must-not "Register now"
    winnow golden check
    winnow golden shrink page.html --must-not "Register now"

With pytest: `pytest --winnow-golden golden`, or `winnow_golden = golden` in its settings.""",
)


@Parameter(name="*")
@dataclass
class Places:
    """Where cases and site files lie."""

    golden: Path | None = None
    """The folder of golden cases (default: golden, or what winnow.toml says)."""
    sites: Path | None = None
    """The folder of site files, which are followed (default: sites, or what winnow.toml says)."""

    def __post_init__(self) -> None:
        from ..settings import load_settings

        settings = load_settings(golden=self.golden, sites=self.sites)
        self.cases, self.rules = settings.golden, settings.sites


@Parameter(name="*")
@dataclass
class Says:
    """What the page must come out as."""

    must: Annotated[list[str] | None, Parameter(negative=())] = None
    """A passage that must stay, in the page's own words; may be given more than once."""
    must_not: Annotated[list[str] | None, Parameter(negative=())] = None
    """A passage that must go; may be given more than once."""
    url: str | None = None
    """The address the page came from."""

    @property
    def statements(self) -> list[Statement]:
        return [*(("+", text) for text in self.must or ()), *(("-", text) for text in self.must_not or ())]


@golden.command
def add(source: str, /, *, name: str | None = None, says: Says | None = None, places: Places | None = None) -> int:
    """Keep a page as a case: with what must stay in it and what must go, or as it comes out today.

    For example:

        winnow golden add page.html
        winnow golden add page.html --must "The river rose by two metres" --must-not "Register now"
        winnow golden add https://example.org/article --name river

    Parameters
    ----------
    source
        A file, an http(s) address, or - for standard input.
    name
        The case's name (default: after the page's address or file).
    """
    from ..golden.own import faults_of, keep, name_for

    says, places = says or Says(), places or Places()
    page = _given(source, says.url)
    case = keep(places.cases, name or name_for(page), page, says.statements, places.rules)
    sys.stdout.write(f"{case.folder}\n")
    for fault in faults_of(case):
        note(f"does not hold today: {fault}")
    return 0


@golden.command
def check(*names: str, accept: Annotated[bool, Parameter(negative=())] = False, places: Places | None = None) -> int:
    """Hold every case against what its page comes out as today. The exit code is 1 if one does not hold.

    A case with statements is held to these alone, any other to the article that it gave
    when it was added.

    For example:

        winnow golden check
        winnow golden check river --accept

    Parameters
    ----------
    names
        Cases to check; without any, all.
    accept
        Take what comes out today as right, where a case has no statements.
    """
    from ..golden import refresh
    from ..golden.own import cases_in, faults_of

    places, paint, wrong = places or Places(), Paint(), 0
    chosen = cases_in(places.cases, names, places.rules)
    for case in chosen:
        if accept and refresh(case):
            note(f"{case.name}: taken as it is today")
        found = list(faults_of(case))
        wrong += bool(found)
        print(paint(f"{'wrong' if found else 'right'}  {printable(case.name)}", "red" if found else "green"))
        for fault in found:
            _indented(fault)
    note(f"{len(chosen) - wrong:,} right, {wrong:,} wrong")
    return 1 if wrong else 0


@golden.command
def shrink(
    source: str, /, *, output: Path | None = None, says: Says | None = None, places: Places | None = None
) -> int:
    """Make the smallest page that shows the same fault, in neutral words: fit for a public report.

    What the fault does not hang on is taken away; what is left has its words replaced by
    others of the same shape and its addresses by example.com. The words that the fault
    hangs on stay, and are named: look at them before you publish the page.

    For example:

        winnow golden shrink river
        winnow golden shrink page.html --must "The river rose by two metres"

    Parameters
    ----------
    source
        The name of a case, a file, an http(s) address, or - for standard input.
    output
        The folder to write to (default: the case's name and "-small", among the cases).
    """
    from ..golden.own import cases_in, name_for
    from ..golden.shrink import fault_of, shrink_page, write_shrunk

    says, places = says or Says(), places or Places()
    if (places.cases / source / "page.json").exists():
        (case,) = cases_in(places.cases, [source], places.rules)
        truth = case.truth
        known = [*(("+", text) for text in truth.must), *(("-", text) for text in truth.must_not)] if truth else []
        name, body, url, given = case.name, case.body(), case.url, [*says.statements, *known]
    else:
        page = _given(source, says.url)
        name, body, url, given = name_for(page), page.body, page.url, says.statements
    fault = fault_of(body, url or None, given)
    folder = output or places.cases / f"{name}-small"
    shrunk = shrink_page(body, url or None, fault)
    write_shrunk(folder, shrunk)
    sys.stdout.write(f"{folder}\n")
    _tell(shrunk, len(body))
    return 0


def _given(source: str, url: str | None) -> GivenPage:
    from ..golden.own import GivenPage
    from ..settings import load_settings
    from ..store.raw import PageProblem
    from .source import read_source

    try:
        page = read_source(source, load_settings().page_bytes)
    except PageProblem as problem:
        raise WinnowError(f"{source}: {problem.outcome}: {problem}") from None
    body = page.body.encode() if isinstance(page.body, str) else page.body
    if source == "-" and not url:
        raise UsageProblem("a page from standard input needs its address or a name: give --url")
    return GivenPage(body, url or page.url, page.content_type, page.fetched_at, page.path)


def _tell(shrunk: Shrunk, before: int) -> None:
    note(f"{before:,} bytes became {len(shrunk.source.encode()):,}, after {shrunk.tries:,} tries")
    if shrunk.words:
        note(f"words of the page that stay, because the fault hangs on them: {', '.join(shrunk.words)}")
    if not shrunk.done:
        note("it was given up before it was as small as can be; run it on what it made to go on")


def _indented(text: str) -> None:
    lines: Sequence[str] = textwrap.wrap(printable(text), width() - 7) or [""]
    for line in lines:
        print(f"       {line}")
