from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.settings import FLOW_PARAMETERS, load_settings


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_command_line_goes_before_the_environment_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("winnow.toml").write_text('raw = "from-file"\nclean = "from-file"\npage_seconds = 3')
    monkeypatch.setenv("WINNOW_CLEAN", "from-environment")
    monkeypatch.setenv("WINNOW_RAW", "from-environment")
    settings = load_settings(raw=Path("given"), clean=None)
    assert (settings.raw, settings.clean, settings.page_seconds) == (Path("given"), Path("from-environment"), 3)


def test_a_value_out_of_range_is_named() -> None:
    with pytest.raises(UsageError, match="workers"):
        load_settings(workers=0)


def test_a_broken_file_is_an_error() -> None:
    Path("winnow.toml").write_text("raw = ")
    with pytest.raises(UsageError, match=r"winnow\.toml"):
        load_settings()


def test_a_variable_is_text_and_comes_out_as_its_field_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"WORKERS": "3", "PACE": "0.5", "PREFECT": "false", "CA_FILE": "ca.pem", "RUNNER": "dask"}
    lists = {"ALLOW_ADDRESS": '["a:1", "b:2"]', "SCHEDULE": '[{"flow": "verify", "every": 90}]'}
    for name, value in {**values, **lists}.items():
        monkeypatch.setenv(f"winnow_{name}", value)
    settings = load_settings()
    assert (settings.workers, settings.pace, settings.prefect) == (3, 0.5, False)
    assert (settings.ca_file, settings.runner, settings.allow_address) == (Path("ca.pem"), "dask", ["a:1", "b:2"])
    assert [(item.flow, item.every, item.timezone) for item in settings.schedule] == [("verify", 90.0, "UTC")]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("workers", "many", "workers: must be a whole number, not 'many'"), ("workers", True, "a whole number"),
        ("page_bytes", 2.5, "a whole number"), ("page_depth", "", "page_depth"), ("page_depth", "-5", "1 or more"),
        ("pace", "nan", "a number"), ("pace", -1, "0 or more, 3600 at most"), ("raw", 7, "the name of a file"),
        ("runner", "ray", "'local' or 'dask'"), ("prefect", "maybe", "true or false or 'auto'"),
        ("allow_address", "a:1", "a list"), ("contact", ["a"], "text"), ("schedule", [3], "entry 1: must be a table"),
        ("schedule", [{"flow": "verify"}], "give either cron or every"), ("schedule", [{"every": 90}], "'flow'"),
        ("schedule", [{"flow": "verify", "every": 90, "paramaters": {}}], "paramaters: there is no such key"),
        ("raw", "clean", "raw and clean are the same folder"),
        *(
            ("schedule", [{"flow": "scrape", "cron": cron}], f"entry 1: cron: {words}")
            for cron, words in (("0 3 * *", "must have 5 fields"), ("61 3 * * *", "'61' must be"), ("x y", "must have"),
                                ("0 3 * * 1-9", "'1-9'"), ("0 3,24 * * *", "'3,24'"), ("*/0 3 * * *", "'*/0'"))
        ),
        ("schedule", [{"flow": "verify", "every": 90, "timezone": "Europe/Atlantis"}], "timezone: 'Europe/Atlantis'"),
        ("schedule", [{"flow": "verify", "every": 90, "timezone": "../x"}], "timezone: '../x'"),
        ("schedule", [{"flow": "scrape", "every": 90, "parameters": {"feed": []}}], "did you mean feeds?"),
        ("schedule", [{"flow": "verify", "every": 90, "parameters": {"x": 1}}], "verify has no such parameter"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(name: str, value: object, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        load_settings(**{name: value})
    assert words in str(refused.value)


@pytest.mark.parametrize("cron", ["0 3 * * *", "*/15 0-6,20 1 */2 0-7", "0 3 * JAN MON-FRI", "0 3 L * *", "@daily"])
def test_cron_lines_that_can_be_used(cron: str) -> None:
    from prefect.schedules import Cron

    assert Cron(cron)
    assert load_settings(schedule=[{"flow": "verify", "cron": cron}]).schedule[0].cron == cron


def test_the_parameters_of_schedules_are_those_of_the_flows() -> None:
    from flows.orchestration.flows import FLOWS

    known = {flow.name: tuple(flow.parameters.properties) for flow in FLOWS}
    assert {name: set(names) for name, names in known.items()} == {k: set(v) for k, v in FLOW_PARAMETERS.items()}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("page_second = 3", "winnow.toml: page_second: there is no such key; did you mean page_seconds?"),
        ("contcat = 'a'", "did you mean contact?"), ("zzz = 1", "winnow.toml: zzz: there is no such key"),
        ("[[schedules]]\nflow = 'verify'", "did you mean schedule?"), ("workers = 0", "winnow.toml: workers: must be"),
    ],
)  # fmt: skip
def test_a_key_of_the_file_that_is_wrong_is_named_with_the_file(line: str, words: str) -> None:
    Path("winnow.toml").write_text(line)
    with pytest.raises(UsageError) as refused:
        load_settings()
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_variable_that_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_WORKERS", "many")
    with pytest.raises(UsageError, match="WINNOW_WORKERS: must be a whole number"):
        load_settings()
