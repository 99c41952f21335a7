"""Each setting of winnow.toml reaches each command that its documentation promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from flows.options import RunOptions
from flows.settings import Settings, load_settings

VALUES: dict[str, Any] = {  # none of them is the default
    "raw": "pages", "clean": "articles", "sites": "house", "golden": "cases", "workers": 3,
    "runner": "dask", "dask_address": "tcp://10.0.0.5:8786", "page_seconds": 7.0, "page_bytes": 70_000,
    "page_depth": 70, "page_attributes": 71, "page_tags": 72, "page_blocks": 73, "page_memory": 272_000_000,
    "pace": 0.5, "contact": "desk@news.example", "allow_address": ["intranet.example:8080"], "ca_file": "ca.pem",
    "prefect": False, "failed_share": 0.1, "keep_days": 3.0, "schedule": [{"flow": "verify", "every": 90}],
}  # fmt: skip
OF_A_RUN = ("raw", "clean", "sites", "workers", "runner", "dask_address", "page_seconds", "page_bytes", "page_depth",
            "page_attributes", "page_tags", "page_blocks", "page_memory")  # fmt: skip
OF_FETCHING = ("pace", "contact", "allow_address", "ca_file", "page_bytes")
ELSEWHERE = ("golden", "prefect", "failed_share", "keep_days", "schedule")  # a test of its own for each, below


class ReachedError(Exception):
    """Ends a command where it hands over to the one who does the work."""


def reached(*values: Any, **named: Any) -> Any:
    raise ReachedError(*values, *named.values())


def call(command: str) -> None:
    from flows.cli.fetch import fetch
    from flows.cli.learn import learn
    from flows.cli.reclean import DiffOptions, reclean
    from flows.cli.run import run
    from flows.cli.scrape import scrape

    commands: dict[str, Callable[[], Any]] = {
        "run": run, "reclean": reclean, "reclean --diff": lambda: reclean(diff=DiffOptions(diff=True)),
        "learn": learn, "scrape": lambda: scrape("https://news.example/"),
        "fetch": lambda: fetch("https://news.example/"),
    }  # fmt: skip
    if command.startswith("flow "):
        from flows.orchestration import flows

        named = {"clean-pages": flows.clean_pages.fn, "reclean": flows.reclean.fn}
        named.get(command.removeprefix("flow "), lambda: flows.scrape.fn(pages=["https://news.example/"]))()
    else:
        commands[command]()


def handed_over(command: str) -> tuple[Any, ...]:
    with pytest.raises(ReachedError) as caught:
        call(command)
    return caught.value.args


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A folder whose winnow.toml sets everything."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ca.pem").write_text("")
    lines = [f"{name} = {json.dumps(value)}" for name, value in VALUES.items() if name != "schedule"]
    Path("winnow.toml").write_text("\n".join([*lines, "[[schedule]]", 'flow = "verify"', "every = 90"]))
    return load_settings()


@pytest.mark.parametrize("name", [part.name for part in fields(Settings)])
def test_every_setting_is_read_and_has_somebody_who_uses_it(name: str, settings: Settings) -> None:
    default = getattr(Settings(), name)
    assert getattr(settings, name) != default, f"give {name} a value in VALUES that is not its default"
    assert name in (*OF_A_RUN, *OF_FETCHING, *ELSEWHERE), f"{name} reaches no command: nothing uses it"


FLOWS = [pytest.param(f"flow {name}", marks=pytest.mark.slow) for name in ("clean-pages", "reclean", "scrape")]


@pytest.mark.parametrize("command", ["run", "reclean", "reclean --diff", "learn", "scrape", *FLOWS])
def test_the_settings_of_a_run_reach(command: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.cli.fetch.fetch", lambda *urls, options: 0)
    for name in ("run.clean_pages", "run.learn_pages", "preview.preview"):
        monkeypatch.setattr(f"flows.runs.{name}", reached)
    if command.startswith("flow "):
        from collections import Counter

        from flows.orchestration.steps import Fetched

        monkeypatch.setattr("flows.orchestration.steps.clean_pages", reached)
        monkeypatch.setattr("flows.orchestration.flows.fetch_into", lambda *given: Fetched(Counter()))
    options = handed_over(command)[0]
    assert isinstance(options, RunOptions)
    for name in OF_A_RUN:
        where, _, part = name.partition("_")
        found = getattr(options.limits, part) if where == "page" else getattr(options, name)
        assert found == getattr(settings, name), name


@pytest.mark.parametrize("command", ["fetch", "scrape", *FLOWS[2:]])
def test_the_settings_of_fetching_reach(command: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.fetch.session.fetch_all", reached)
    if command.startswith("flow "):
        monkeypatch.setattr("flows.orchestration.steps.fetch_all", reached)
    raw, plan, _ = handed_over(command)
    policy = plan.policy
    assert raw == settings.raw
    assert (policy.pace, policy.contact, policy.allowed_addresses) == (
        0.5,
        "desk@news.example",
        {"intranet.example:8080"},
    )
    assert (policy.ca_file, policy.max_raw_bytes, policy.max_decoded_bytes) == ("ca.pem", 70_000, 70_000)


@pytest.mark.parametrize("command", ["run", "reclean", "scrape"])
@pytest.mark.parametrize("prefect", [True, False])
def test_prefect_is_asked_for_or_not(command: str, prefect: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("flows.cli.fetch.fetch", lambda *urls, options: 0)
    monkeypatch.setattr("flows.orchestration.environment.prepare", lambda clean, quiet: asked.append(clean))
    monkeypatch.setattr("flows.orchestration.environment.unreachable_server", lambda: "http://nowhere.example/api")
    monkeypatch.setattr("flows.runs.run.clean_pages", reached)
    monkeypatch.setenv("WINNOW_PREFECT", str(prefect))
    handed_over(command)
    assert asked == ([Path("articles")] if prefect else [])


def test_golden_cases_lie_where_the_settings_say() -> None:
    from flows.cli.golden import GoldenFolders

    assert (GoldenFolders().cases, GoldenFolders().rules) == (Path("cases"), Path("house"))


def test_the_server_forgets_runs_after_keep_days(monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.cli.serve import serve
    from flows.cli.ui import ui

    monkeypatch.setattr("flows.cli.ui.server", reached)
    monkeypatch.setattr("flows.cli.serve.server_address", lambda: "")
    for command in (ui, serve):
        with pytest.raises(ReachedError) as caught:
            command()
        assert caught.value.args[-1] == 3.0


@pytest.mark.slow
def test_a_flow_fails_when_more_pages_fail_than_failed_share(settings: Settings) -> None:
    from flows.orchestration.steps import end_state
    from flows.report import Report

    report = Report(1, 1.0, {"ok": 8, "not_html": 2}, 0, 0, 0, 0, {})
    assert end_state(report, settings).name == "Failed"
    assert end_state(report, Settings()).name == "PartiallyCleaned"


@pytest.mark.slow
def test_serve_keeps_the_schedule(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.cli.serve import serve

    monkeypatch.setattr("flows.cli.serve.server_address", lambda: "http://here.example/api")
    monkeypatch.setattr("flows.cli.serve.unreachable_server", lambda: "")
    monkeypatch.setattr("flows.orchestration.schedule.serve_flows", reached)
    with pytest.raises(ReachedError) as caught:
        serve()
    assert caught.value.args[0] == settings.schedule
