"""`winnow ui`: a server that only its owner can use, from its own pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect_server import Project

from flows.orchestration.server import ServerAddress, password, server_settings


def test_the_password_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = password(tmp_path / "home")
    user, _, secret = first.partition(":")
    assert (user, len(secret)) == ("winnow", 20)
    assert password(tmp_path / "home") == first != password(tmp_path / "other")
    assert (tmp_path / "home" / "password").stat().st_mode & 0o077 == 0


def test_the_server_needs_a_password_and_sends_no_telemetry() -> None:
    environment = server_settings(ServerAddress(port=4300), "winnow:secret", keep_days=30)
    assert environment["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert environment["PREFECT_SERVER_API_AUTH_STRING"] == "winnow:secret"
    assert environment["PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED"] == "true"
    assert environment["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4300"
    assert (environment["PREFECT_SERVER_ANALYTICS_ENABLED"], environment["DO_NOT_TRACK"]) == ("false", "1")
    assert environment["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == str(30 * 24 * 3600)
    assert "flow_runs" in environment["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"]


def test_behind_a_proxy_the_pages_belong_to_its_address() -> None:
    environment = server_settings(ServerAddress("0.0.0.0", 4200, "https://winnow.example.org/"), "winnow:secret", 90)
    assert environment["PREFECT_SERVER_UI_API_URL"] == "https://winnow.example.org/api"
    assert environment["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "https://winnow.example.org"


@pytest.mark.slow
def test_the_server_takes_calls_from_its_own_pages_only(with_server: Project) -> None:
    all_headers = with_server.credentials()
    basic = {"authorization": all_headers["authorization"]}
    token = {name: value for name, value in all_headers.items() if name != "authorization"}
    assert with_server.call("/flows/filter", body={}, headers=all_headers)[0] == 200
    assert with_server.call("/flows/filter", body={}, headers=token)[0] == 401
    assert with_server.call("/flows/filter", body={}, headers=basic)[0] == 403
    _, _, own = with_server.call("/admin/version", headers={**basic, "origin": with_server.address})
    _, _, foreign = with_server.call("/admin/version", headers={**basic, "origin": "http://elsewhere.example"})
    assert own["access-control-allow-origin"] == with_server.address
    assert "access-control-allow-origin" not in foreign


@pytest.mark.slow
def test_its_address_is_printed_and_it_is_not_started_twice(with_server: Project) -> None:
    printed = (with_server.folder / "ui.log").read_text()
    assert f"Open      {with_server.address}" in printed
    assert f"export PREFECT_API_URL={with_server.address}/api" in printed
    assert with_server.auth in printed
    again = with_server.run("ui", "--port", "1")
    assert (again.returncode, "runs already" in again.stderr) == (0, True)


@pytest.mark.slow
def test_a_port_in_use_is_an_error(with_server: Project, tmp_path: Path) -> None:
    port = with_server.address.rpartition(":")[2]
    done = with_server.run("ui", "--port", port, "--clean", str(tmp_path / "other"))
    assert (done.returncode, "choose another with --port" in done.stderr) == (2, True)
