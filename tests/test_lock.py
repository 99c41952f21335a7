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


def declared(extra: str) -> list[str]:
    extras = PROJECT["project"]["optional-dependencies"]
    groups = {"main": [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]], **extras}
    return list(groups[extra])


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.lock", ("main",)),
        ("requirements-train.lock", ("train",)),
        ("requirements-bench.lock", ("bench",)),
    ],
)
def test_every_declared_package_is_locked_at_a_version_that_fits(lock: str, extras: tuple[str, ...]) -> None:
    text = (ROOT / lock).read_text()
    pins = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, re.M))
    for requirement in (Requirement(line) for extra in extras for line in declared(extra)):
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} is not in {lock}: write it anew, the Makefile says how"
        assert requirement.specifier.contains(pin, prereleases=True), f"{lock} has {requirement.name} {pin}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-train.lock", "requirements-bench.lock"])
def test_every_pin_has_hashes_and_no_place_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--index|--find-links|--extra-index|(^|\s)/\w+/", text)
