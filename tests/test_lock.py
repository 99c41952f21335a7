"""What is declared is locked, with hashes, and nothing of where it was made is in the lock."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


LOCKS = {
    "": "main",
    "-train": "train",
    "-bench": "bench",
    "-examples": "examples",
}  # part of the file name: what it locks


def declared(name: str) -> list[str]:
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    main = [*project["dependencies"], *groups["dev"]]
    return list({"main": main, **project["optional-dependencies"], **groups}[name])


def pins_of(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", (ROOT / f"requirements{lock}.lock").read_text(), re.M))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_declared_package_is_locked_at_a_version_that_fits(lock: str) -> None:
    pins = pins_of(lock)
    for requirement in map(Requirement, declared(LOCKS[lock])):
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} is not in the lock: write it anew, the Makefile says how"
        assert requirement.specifier.contains(pin, prereleases=True), f"the lock has {requirement.name} {pin}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_place_is_named(lock: str) -> None:
    text = (ROOT / f"requirements{lock}.lock").read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--index|--find-links|--extra-index|(^|\s)/\w+/", text)
