"""The one Prefect server that all slow tests of flows share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prefect_server import Project, project


@pytest.fixture(scope="session")
def with_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A folder of pages whose runs show on a server, started by `winnow ui`."""
    with project(tmp_path_factory.mktemp("project")) as here:
        yield here
