"""The four flows: ``clean-pages``, ``scrape``, ``reclean`` and ``verify``.

Each does what the command of its name does, by the same functions, and writes the same files.
Their parameters are the form of a custom run, their docstrings the help beside its fields;
what is left empty there is as winnow.toml says.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from pydantic import Field

from ..fetch.sources import TargetSources
from ..report import markdown_report
from ..settings import Settings, load_settings
from .overdue import skip_overdue
from .reporter import PrefectReporter
from .steps import check_stores, clean_stores, fetch_into, outcome_of, source_of

Workers = Annotated[int, Field(ge=0, le=1024)]
Seconds = Annotated[float, Field(ge=0, le=3600)]
Pages = Annotated[int, Field(ge=1)]


def _run_name() -> str:
    """What and when: "clean raw, 2026-11-22 03:00 UTC"."""
    given = flow_run.get_parameters()
    settings = _settings(raw=given.get("raw"), clean=given.get("clean"))
    what = {
        "clean-pages": f"clean {settings.raw}",
        "scrape": f"scrape {source_of(given)}",
        "reclean": f"reclean {settings.raw}",
        "verify": f"verify {settings.raw} and {settings.clean}",
    }.get(flow_run.get_flow_name() or "", "run")
    return f"{what}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def _settings(**given: Any) -> Settings:
    return load_settings(**{name: value for name, value in given.items() if value})


def _cleaned(settings: Settings, reporter: PrefectReporter, reclean: bool) -> State[Any]:
    skip_overdue(reporter)
    report = clean_stores(settings, reporter, reclean=reclean)
    reporter.report(markdown_report(report, settings.clean.absolute()))
    return outcome_of(report, settings)


@flow(
    name="clean-pages", flow_run_name=_run_name, persist_result=False,
    description="Clean every new or changed page of the raw folder into the clean folder.",
)  # fmt: skip
def clean_pages(raw: str = "", clean: str = "", workers: Workers = 0, page_seconds: Seconds = 0) -> State[Any]:
    """`winnow run` as a flow.

    Args:
        raw: The folder that holds raw pages. Empty: as winnow.toml says.
        clean: The folder that clean pages are written to. Empty: as winnow.toml says.
        workers: Processes that clean pages. 0: as winnow.toml says, or one a core.
        page_seconds: A page that takes longer is given up. 0: as winnow.toml says.
    """
    settings = _settings(raw=raw, clean=clean, workers=workers, page_seconds=page_seconds)
    return _cleaned(settings, PrefectReporter("clean-pages"), reclean=False)


@flow(
    name="reclean", flow_run_name=_run_name, persist_result=False,
    description="Clean again what was judged with less known of its site than today. Nothing is fetched.",
)  # fmt: skip
def reclean(raw: str = "", clean: str = "", workers: Workers = 0, page_seconds: Seconds = 0) -> State[Any]:
    """`winnow reclean` as a flow.

    Args:
        raw: The folder that holds raw pages. Empty: as winnow.toml says.
        clean: The folder that clean pages are written to. Empty: as winnow.toml says.
        workers: Processes that clean pages. 0: as winnow.toml says, or one a core.
        page_seconds: A page that takes longer is given up. 0: as winnow.toml says.
    """
    settings = _settings(raw=raw, clean=clean, workers=workers, page_seconds=page_seconds)
    return _cleaned(settings, PrefectReporter("reclean"), reclean=True)


@flow(
    name="scrape", flow_run_name=_run_name, persist_result=False,
    description="Fetch pages, and what feeds and sitemaps name; then clean what is new or changed.",
)  # fmt: skip
def scrape(  # noqa: PLR0913  each one is a field of the form
    pages: list[str] = [],  # noqa: B006  shown in the form, changed by nobody
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
    return outcome_of(report, settings, fetched)


@flow(
    name="verify", flow_run_name=_run_name, persist_result=False,
    description="Check that all that was kept is still what it was. Nothing is changed.",
)  # fmt: skip
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
