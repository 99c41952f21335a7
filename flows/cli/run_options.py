"""Options that `winnow run`, `winnow reclean` and `winnow learn` share. What is not given is as winnow.toml says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from ..settings import Settings


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class StoreOptions:
    """The folders to work on, and with how many processes."""

    raw: Path | None = None
    """The folder of raw pages (default: raw, or what winnow.toml says)."""
    clean: Path | None = None
    """The folder for clean pages (default: clean, or what winnow.toml says)."""
    workers: int | None = None
    """Processes that read and clean pages (default: one a core)."""

    def settings(self) -> Settings:
        """The settings of this command. Raises UsageError for one that cannot be used."""
        from ..settings import load_settings

        return load_settings(**vars(self))


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class CleaningOptions(StoreOptions):
    """The same, for a command that cleans."""

    prefect: bool | None = None
    """Run as a Prefect flow, so that the run shows on Prefect's pages, with a server for this run alone if
    there is none; or, with --no-prefect, never. Otherwise a run is a flow when there is a server
    (`winnow ui` starts one). The files are the same."""
    wait: Annotated[bool, Parameter(negative=(), show_default=False)] = False
    """If another run is using the clean folder, wait for it to end."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class ClusterOptions(CleaningOptions):
    """The same, with the choice of a Dask cluster."""

    runner: Literal["local", "dask"] | None = None
    """Where pages are cleaned: in processes on this machine (local), or on a Dask cluster (dask; needs
    the package distributed). The files are the same."""
    dask_address: str | None = None
    """The scheduler of the cluster, such as tcp://10.0.0.5:8786; all its workers must
    see the folders at the same paths. Without it, a cluster on this machine."""
