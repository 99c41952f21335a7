"""`winnow golden`: pages that must come out right, now and after every change."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from ..errors import UsageError, WinnowError
from .terminal import Paint, note, printable, width

if TYPE_CHECKING:
    from ..golden import GivenPage

golden = App(
    name="golden",
    help="""Keep pages that must come out right, and check them.

For example:

    winnow golden add page.html --must "The river rose" --must-not "Register now"
    winnow golden check

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
class Expected:
    """What the page must come out as."""

    must: Annotated[list[str] | None, Parameter(negative=())] = None
    """A passage that must stay, in the page's own words; may be given more than once."""
    must_not: Annotated[list[str] | None, Parameter(negative=())] = None
    """A passage that must go; may be given more than once."""
    url: str | None = None
    """The address the page came from."""


@golden.command
def add(
    source: str, /, *, name: str | None = None, expected: Expected | None = None, places: Places | None = None
) -> int:
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
    from ..golden import add_case

    expected, places = expected or Expected(), places or Places()
    page = _given(source, expected.url)
    statements = [("+", text) for text in expected.must or ()] + [("-", text) for text in expected.must_not or ()]
    case = add_case(places.cases, name or page.case_name, page, statements, places.rules)
    sys.stdout.write(f"{case.folder}\n")
    for fault in case.faults():
        note(f"does not hold today: {fault}")
    return 0


@golden.command
def check(*names: str, exact: Annotated[bool, Parameter(negative=())] = False, places: Places | None = None) -> int:
    """Compare every case with what its page comes out as today. The exit code is 1 if one is wrong.

    A case with expectations is checked against these alone, any other against the
    article that it gave when it was added or last refreshed.

    For example:

        winnow golden check
        winnow golden check river --exact

    Parameters
    ----------
    names
        Cases to check; without any, all.
    exact
        Compare the made files, expected.md and decisions.txt, byte by byte as well.
    """
    from ..golden import find_cases

    places, paint, wrong = places or Places(), Paint(), 0
    cases = find_cases(places.cases, names, places.rules)
    for case in cases:
        found = list(case.faults(exact=exact))
        wrong += bool(found)
        print(paint(f"{'wrong' if found else 'right'}  {printable(case.name)}", "red" if found else "green"))
        for fault in found:
            print(textwrap.fill(printable(fault), width(), initial_indent=" " * 7, subsequent_indent=" " * 7))
    note(f"{len(cases) - wrong:,} right, {wrong:,} wrong")
    return 1 if wrong else 0


@golden.command
def refresh(*names: str, places: Places | None = None) -> int:
    """Accept what comes out today: write expected.md and decisions.txt of each case anew. Expectations stay.

    For example:

        winnow golden refresh
        winnow golden refresh river

    Parameters
    ----------
    names
        Cases to refresh; without any, all.
    """
    from cleaners import PageRefused

    from ..golden import find_cases

    places = places or Places()
    for case in find_cases(places.cases, names, places.rules):
        try:
            changed = case.refresh()
        except PageRefused as refused:
            raise WinnowError(
                f"{case.folder}: the page cannot be cleaned: {refused.outcome}: {refused.detail}"
            ) from None
        sys.stdout.writelines(f"{case.folder / name}\n" for name in changed)
    return 0


def _given(source: str, url: str | None) -> GivenPage:
    from ..golden import GivenPage
    from ..settings import load_settings
    from ..store.raw import PageError
    from .source import read_source

    try:
        page = read_source(source, load_settings().page_bytes)
    except PageError as problem:
        raise WinnowError(f"{source}: {problem.outcome}: {problem}") from None
    body = page.body.encode() if isinstance(page.body, str) else page.body
    if source == "-" and not url:
        raise UsageError("a page from standard input needs its address or a name: give --url")
    return GivenPage(body, url or page.url, page.content_type, page.fetched_at, page.path)
