"""`winnow golden`: pages that must come out right, now and after every change."""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from ..errors import UsageError, WinnowError
from .terminal import Paint, note, printable, width

if TYPE_CHECKING:
    from ..store.raw import InputPage

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
class GoldenFolders:
    """The folders of cases and site files."""

    golden: Path | None = None
    """The folder of golden cases (default: golden, or what winnow.toml says)."""
    sites: Path | None = None
    """The folder of site files, whose rules are used (default: sites, or what winnow.toml says)."""

    def __post_init__(self) -> None:
        from ..settings import load_settings

        settings = load_settings(golden=self.golden, sites=self.sites)
        self.cases, self.rules = settings.golden, settings.sites


@Parameter(name="*")
@dataclass
class ExpectedPassages:
    """The passages of the page that must stay and must go, and its address."""

    must: Annotated[list[str] | None, Parameter(negative=())] = None
    """A passage that must stay, in the page's own words; may be given more than once."""
    must_not: Annotated[list[str] | None, Parameter(negative=())] = None
    """A passage that must go, wherever it stands; may be given more than once."""
    url: str | None = None
    """The address the page came from."""


@golden.command
def add(
    source: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    name: str | None = None,
    expected: ExpectedPassages | None = None,
    folders: GoldenFolders | None = None,
) -> int:
    """Keep a page as a case: with passages that must stay or go, or with today's result.

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
    from ..golden import add_case, case_name

    expected, folders = expected or ExpectedPassages(), folders or GoldenFolders()
    page = _read_page(source, expected.url)
    statements = [("+", text) for text in expected.must or ()] + [("-", text) for text in expected.must_not or ()]
    case = add_case(folders.cases, name or case_name(page), page, statements, folders.rules)
    sys.stdout.write(f"{case.folder}\n")
    for fault in case.faults():
        note(f"not so today: {fault}")
    return 0


@golden.command
def check(
    *names: str, exact: Annotated[bool, Parameter(negative=())] = False, folders: GoldenFolders | None = None
) -> int:
    """Compare every case with today's result for its page. The exit code is 1 if one is wrong.

    A case with expectations is checked against these alone, any other against the
    article of the day when it was added or last refreshed.

    For example:

        winnow golden check
        winnow golden check river --exact

    Parameters
    ----------
    names
        Cases to check; without any, all.
    exact
        Compare the generated files, expected.md and decisions.txt, byte by byte as well.
    """
    from ..golden import find_cases

    folders, paint, wrong = folders or GoldenFolders(), Paint(), 0
    cases = find_cases(folders.cases, names, folders.rules)
    for case in cases:
        faults = list(case.faults(exact=exact))
        wrong += bool(faults)
        print(paint(f"{'wrong' if faults else 'right'}  {printable(case.name)}", "red" if faults else "green"))
        for fault in faults:
            print(textwrap.fill(printable(fault), width(), initial_indent=" " * 7, subsequent_indent=" " * 7))
    note(f"{len(cases) - wrong:,} right, {wrong:,} wrong")
    return 1 if wrong else 0


@golden.command
def refresh(*names: str, folders: GoldenFolders | None = None) -> int:
    """Accept today's results: write expected.md and decisions.txt of each case again. Expectations stay.

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

    folders = folders or GoldenFolders()
    cases, count = find_cases(folders.cases, names, folders.rules), 0
    for case in cases:
        try:
            changed = case.refresh()
        except PageRefused as refused:
            problem = f"the page cannot be cleaned: {refused.outcome}: {refused.detail}"
            raise WinnowError(f"{case.folder}: {problem}") from None
        sys.stdout.writelines(f"{case.folder / name}\n" for name in changed)
        count += bool(changed)
    note(f"{len(cases):,} {'case' if len(cases) == 1 else 'cases'}, {count:,} of them changed")
    return 0


def _read_page(source: str, url: str | None) -> InputPage:
    from ..settings import load_settings
    from ..store.raw import PageError
    from .source import check_url, read_source

    try:
        page = read_source(source, load_settings().page_bytes)
    except PageError as error:
        raise WinnowError(f"{source}: {error.outcome}: {error}") from None
    if source == "-" and not url:
        raise UsageError("a page from standard input needs its address or a name: give --url")
    return replace(page, url=check_url(url) or page.url)
