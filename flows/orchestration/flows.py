"""The four flows: ``clean-pages``, ``scrape``, ``reclean`` and ``verify``.

Each does the same as a command, with the same functions, and writes the same files. From the parameters Prefect
makes the form of a custom run, from the docstrings the help beside its fields. For a field that is left empty
the value of winnow.toml is used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, Any, ParamSpec

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Failed
from pydantic import Field

from ..errors import WinnowError
from ..fetch.sources import TargetSources
from ..report import markdown_report
from ..safe_text import one_line
from ..settings import Settings, load_settings
from .overdue import skip_overdue
from .reporter import PrefectReporter
from .steps import check_stores, clean_stores, describe_sources, end_state, fetch_into

Workers = Annotated[int, Field(ge=0, le=1024)]
Seconds = Annotated[float, Field(ge=0, le=3600)]
Pages = Annotated[int, Field(ge=1)]
Given = ParamSpec("Given")


def _run_name() -> str:
    """The name of this run: "clean raw, 2026-11-22 03:00 UTC"."""
    parameters = flow_run.get_parameters()
    try:
        settings = _settings(raw=parameters.get("raw"), clean=parameters.get("clean"))
    except WinnowError:  # the run itself tells it
        settings = Settings()
    work = {
        "clean-pages": f"clean {settings.raw}",
        "scrape": f"scrape {describe_sources(parameters)}",
        "reclean": f"reclean {settings.raw}",
        "verify": f"verify {settings.raw} and {settings.clean}",
    }.get(flow_run.get_flow_name() or "", "run")
    return f"{work}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def _told_in_one_line(work: Callable[Given, State[Any]]) -> Callable[Given, State[Any]]:
    """A flow that ends as Failed, with one line and no traceback, where its parameters or a store cannot be used."""

    @wraps(work)
    def told(*arguments: Given.args, **options: Given.kwargs) -> State[Any]:
        try:
            return work(*arguments, **options)
        except WinnowError as error:
            return Failed(message=one_line(str(error)))

    return told


def _settings(**parameters: Any) -> Settings:
    return load_settings(**{name: value for name, value in parameters.items() if value})


def _clean_and_report(settings: Settings, reporter: PrefectReporter, reclean: bool) -> State[Any]:
    skip_overdue(reporter)
    report = clean_stores(settings, reporter, reclean=reclean)
    reporter.report(markdown_report(report, settings.clean.absolute()))
    return end_state(report, settings)


@flow(
    name="clean-pages", flow_run_name=_run_name, persist_result=False,
    description="Clean every new or changed page of the raw folder into the clean folder.",
)  # fmt: skip
@_told_in_one_line
def clean_pages(raw: str = "", clean: str = "", workers: Workers = 0, page_seconds: Seconds = 0) -> State[Any]:
    """`winnow run` as a flow.

    Args:
        raw: The folder that holds raw pages. Empty: as winnow.toml says.
        clean: The folder that clean pages are written to. Empty: as winnow.toml says.
        workers: Processes that clean pages. 0: as winnow.toml says, or one a core.
        page_seconds: A page that takes longer is given up. 0: as winnow.toml says.
    """
    settings = _settings(raw=raw, clean=clean, workers=workers, page_seconds=page_seconds)
    return _clean_and_report(settings, PrefectReporter("clean-pages"), reclean=False)


@flow(
    name="reclean", flow_run_name=_run_name, persist_result=False,
    description="Clean again the pages that were cleaned with an older memory of their site. Nothing is fetched.",
)  # fmt: skip
@_told_in_one_line
def reclean(raw: str = "", clean: str = "", workers: Workers = 0, page_seconds: Seconds = 0) -> State[Any]:
    """`winnow reclean` as a flow.

    Args:
        raw: The folder that holds raw pages. Empty: as winnow.toml says.
        clean: The folder that clean pages are written to. Empty: as winnow.toml says.
        workers: Processes that clean pages. 0: as winnow.toml says, or one a core.
        page_seconds: A page that takes longer is given up. 0: as winnow.toml says.
    """
    settings = _settings(raw=raw, clean=clean, workers=workers, page_seconds=page_seconds)
    return _clean_and_report(settings, PrefectReporter("reclean"), reclean=True)


@flow(
    name="scrape", flow_run_name=_run_name, persist_result=False,
    description="Fetch pages, and the pages that feeds and sitemaps list; then clean what is new or changed.",
)  # fmt: skip
@_told_in_one_line
def scrape(  # noqa: PLR0913  each one is a field of the form, and a key in schedules
    pages: list[str] = [],  # noqa: B006  shown in the form, never modified
    feeds: list[str] = [],  # noqa: B006
    sitemaps: list[str] = [],  # noqa: B006
    follow: bool = False,
    max_pages: Pages = 1000,
    raw: str = "",
    clean: str = "",
    workers: Workers = 0,
) -> State[Any]:
    """`winnow scrape` as a flow.

    Args:
        pages: Addresses of pages, one each.
        feeds: Addresses of feeds whose pages to fetch, one each.
        sitemaps: Addresses of sitemaps whose pages to fetch, one each.
        follow: Follow the links of the pages within their site.
        max_pages: When links are followed, this many pages at most.
        raw: The folder that raw pages are fetched into. Empty: as winnow.toml says.
        clean: The folder that clean pages are written to. Empty: as winnow.toml says.
        workers: Processes that clean pages. 0: as winnow.toml says, or one a core.
    """
    settings = _settings(raw=raw, clean=clean, workers=workers)
    reporter = PrefectReporter("scrape")
    skip_overdue(reporter)
    fetched = fetch_into(settings, reporter, TargetSources(pages, "", feeds, sitemaps), max_pages if follow else 0)
    report = clean_stores(settings, reporter, reclean=False, earlier=fetched.failures)
    reporter.report(f"{fetched.markdown()}\n\n{markdown_report(report, settings.clean.absolute())}")
    return end_state(report, settings, fetched)


@flow(
    name="verify", flow_run_name=_run_name, persist_result=False,
    description="Check that every stored page is still as it was written. Nothing is changed.",
)  # fmt: skip
@_told_in_one_line
def verify(raw: str = "", clean: str = "") -> State[Any]:
    """`winnow verify` as a flow.

    Args:
        raw: The folder that holds raw pages. Empty: as winnow.toml says.
        clean: The folder that holds clean pages. Empty: as winnow.toml says.
    """
    settings = _settings(raw=raw, clean=clean)
    reporter = PrefectReporter("verify")
    skip_overdue(reporter)
    return check_stores(settings, reporter)


FLOWS = (clean_pages, scrape, reclean, verify)
