"""Settings: the command line first, then WINNOW_* variables, then winnow.toml, then the defaults here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from .errors import UsageProblem
from .store.clean import local_folder

SETTINGS_FILE = "winnow.toml"


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Schedule(BaseModel):
    """One flow at its times: a cron line, or seconds between two runs. ``parameters`` are those of the flow."""

    model_config = ConfigDict(extra="forbid")

    flow: Literal["clean-pages", "scrape", "reclean", "verify"]
    cron: str | None = None
    every: float | None = Field(None, ge=60, description="seconds")
    timezone: str = "UTC"
    parameters: dict[str, Any] = {}

    @model_validator(mode="after")
    def _one_of_two(self) -> Schedule:
        if (self.cron is None) == (self.every is None):
            raise ValueError("give either cron or every")
        return self


class Settings(BaseSettings):
    """What a run needs to know. Each field is a key of winnow.toml and, in capitals, a WINNOW_ variable."""

    model_config = SettingsConfigDict(env_prefix="WINNOW_", toml_file=SETTINGS_FILE, extra="ignore")

    raw: Path = Field(Path("raw"), description="the folder that holds raw pages")
    clean: Path = Field(Path("clean"), description="the folder that clean pages are written to")
    sites: Path = Field(Path("sites"), description="the folder of site files")
    golden: Path = Field(Path("golden"), description="the folder of your own golden cases")
    workers: int = Field(default_factory=cores, ge=1, le=1024, description="processes that clean pages")
    runner: Literal["local", "dask"] = Field("local", description="processes on this machine, or a Dask cluster")
    dask_address: str = Field("", description="the scheduler of the cluster; empty: one for each run, here")
    page_seconds: float = Field(25.0, gt=0, le=3600, description="a page that takes longer is given up")
    page_bytes: int = Field(20_000_000, gt=0, description="a page with more bytes is refused")
    page_depth: int = Field(5_000, gt=0, description="a page with more elements inside each other is refused")
    page_attributes: int = Field(1_000, gt=0, description="a page with more attributes on one tag is refused")
    pace: float = Field(1.0, ge=0, le=3600, description="seconds between two requests to one host")
    contact: str = Field("", description="an address that site owners can turn to, sent with each request")
    allow_address: list[str] = Field([], description="private HOST:PORT addresses that may be fetched")
    ca_file: Path | None = Field(None, description="a file of further certificate authorities to trust")
    prefect: bool | Literal["auto"] = Field("auto", description="run as a Prefect flow; auto: if a server is there")
    failed_share: float = Field(0.5, ge=0, le=1, description="a flow run with more failed pages fails")
    keep_days: float = Field(90.0, gt=1 / 24, description="days after which Prefect forgets a run")
    schedule: list[Schedule] = Field([], description="what `winnow serve` runs, and when")

    @field_validator("clean")
    @classmethod
    def _local(cls, clean: Path) -> Path:
        return local_folder(clean)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**given: Any) -> Settings:
    """The settings of this run; what is given as None is left to the sources behind.

    Raises UsageProblem when winnow.toml cannot be read or a value is out of its range.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise UsageProblem("a setting cannot be used: " + "; ".join(lines)) from None
    except ValueError as error:  # what tomllib raises
        raise UsageProblem(f"{SETTINGS_FILE} cannot be read: {error}") from None
