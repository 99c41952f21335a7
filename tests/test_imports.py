"""Imports run one way, and what is public is a short list."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaners

ROOT = Path(__file__).parent.parent
# A module of the library may import from its own row and from those above.
LAYERS = [
    {"page", "patterns", "characters", "scripts", "months"}, {"selectors"}, {"decode", "prescan"}, {"segment"},
    {"voices"}, {"judge"},
    {"metadata", "threads", "render", "provenance"}, {"clean", "html"}, {"counting"}, {"__init__"},
]  # fmt: skip
IMPURE = {"time", "random", "socket", "ssl", "http", "httpx", "requests", "logging", "subprocess"}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The whole names of the modules that a file imports, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *(node.module or "").split(".")) if node.module else above)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def layer_of(name: str) -> int:
    return next((rank for rank, names in enumerate(LAYERS) if name in names), -1)


def test_every_module_of_the_library_has_a_layer() -> None:
    tops = {path.relative_to(ROOT / "cleaners").parts[0].removesuffix(".py") for path in modules("cleaners")}
    assert {name for name in tops if layer_of(name) < 0} == set()


@pytest.mark.parametrize("path", modules("cleaners"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_library_imports_one_way(path: Path) -> None:
    own = layer_of(path.relative_to(ROOT / "cleaners").parts[0].removesuffix(".py"))
    for name in imported(path):
        parts = name.split(".")
        assert parts[0] not in {"flows", "training", "bench", *IMPURE}, f"{path} imports {name}"
        if parts[0] == "cleaners" and len(parts) > 1 and layer_of(parts[1]) >= 0:
            assert layer_of(parts[1]) <= own, f"{path} imports {name}, which is above it"


@pytest.mark.parametrize("path", modules("flows"), ids=lambda path: str(path.relative_to(ROOT)))
def test_flows_know_only_the_public_names_of_the_library(path: Path) -> None:
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "cleaners" and len(parts) > 1:
            assert parts[1] in cleaners.__all__, f"{path} imports {name}"


def test_the_public_names_are_few_and_there() -> None:
    assert len(cleaners.__all__) <= 32
    assert all(hasattr(cleaners, name) for name in cleaners.__all__)
    assert {"clean", "CleanPage", "Block", "Decision", "RawPage"} <= set(cleaners.__all__)


def test_no_rule_knows_another() -> None:
    rules = {path.stem for path in (ROOT / "cleaners/voices/rules").glob("*.py")} - {"__init__"}
    for path in (ROOT / "cleaners/voices/rules").glob("*.py"):
        if path.stem != "__init__":
            known = {name.rpartition(".")[2] for name in imported(path) if name.startswith("cleaners.voices.rules.")}
            assert not known & rules, f"{path} imports another rule"


def test_cleaning_one_page_loads_nothing_heavy(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A title\n\nA paragraph of an article that is long enough to be one, and says so.\n")
    code = (
        "import sys; from flows.cli import run_command; code = run_command(sys.argv[1:]);"
        "print(' '.join(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, "clean", page], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not loaded & {"prefect", "pydantic", "pydantic_settings", "httpx", "sqlite3", "asyncio", "trafilatura"}
