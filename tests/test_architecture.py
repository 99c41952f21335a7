"""The structure of the code is law: layers, circles, sizes, and who may talk to the database and to Prefect.

Layers and exceptions are data at the top of this file. A test names every offender at once.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from source_code import ROOT, circles, grouped, import_graph, modules, parameters, strings

import cleaners

# A module imports from the rows above its own. Packages of one row do not import each other, but for SAME_ROW.
CLEANERS = [
    {"attachments", "body_format", "metadata_fields"},
    {"page", "patterns", "characters", "months", "addresses", "open_elements"}, {"words"},
    {"decode", "prescan", "selectors", "lexicon", "wording"},
    {"segment", "reading"}, {"labeler"}, {"labelers"}, {"decide"},
    {"metadata", "threads", "pictures", "provenance"}, {"render"}, {"clean_page"}, {"clean"}, {"counting"},
    {"__init__"},
]  # fmt: skip
FLOWS = [
    {"bounded"}, {"toml_file"}, {"errors", "settings", "options", "job", "safe_text"}, {"http", "warc"}, {"store"},
    {"fetch", "sites", "dedup", "drift", "export", "report", "diff", "views", "golden", "review", "verify"},
    {"workers"}, {"runs"}, {"orchestration"}, {"cli"}, {"__init__", "__main__", "pytest_golden"},
]  # fmt: skip
SAME_ROW = {
    "cleaners": {("threads", "metadata")},
    "flows": {
        ("options", "errors"), ("options", "job"), ("options", "settings"), ("settings", "errors"),
        ("settings", "toml_file"),
        ("warc", "http"), ("report", "views"), ("report", "drift"), ("diff", "views"), ("drift", "views"),
        ("golden", "sites"),
        ("review", "golden"), ("review", "sites"), ("verify", "dedup"), ("verify", "export"), ("verify", "fetch"),
        ("verify", "sites"), ("export", "dedup"),
    },
}  # fmt: skip
LABELERS = {"site_rules", "rules", "site_memory", "propagation", "wording", "model"}  # none imports another

LOOSE_MODULES = 10
MODULE_LINES, FUNCTION_LINES, PARAMETERS = 250, 50, 6
# What is over a limit today, and by how much at most; to be emptied, never to grow.
TOO_LONG: dict[str, int] = {}
TOO_MANY_PARAMETERS = {
    "cleaners.clean.clean": 7,  # the public contract
    "flows.orchestration.flows.scrape": 8,  # each is a field of Prefect's form and a key of winnow.toml
}

IMPURE = {"time", "random", "socket", "ssl", "http", "httpx", "requests", "logging", "subprocess"}
DECLARED_ONLY = {
    "fastapi": "bounds the version that Prefect takes",
    "sqlalchemy": "bounds the version that Prefect takes",
    "trafilatura": "the second opinion of the next version",
}
IMPORTED_ONLY = {
    "fsspec": "comes with each of its drivers, for instance s3fs of the extra `s3`",
    "pytest": "flows.pytest_golden is a plugin that only pytest loads",
}
_SQL_CALL = re.compile(r"\.(?:execute|executemany|executescript)\(")
_SQL_TEXT = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE)\s")


def package_of(module: str) -> str:
    """The package right below `cleaners` or `flows` that a module belongs to."""
    return [*module.split("."), "__init__"][1]


def none(found: Iterable[str]) -> None:
    """Fail with the whole list of what was found."""
    lines = sorted(found)
    assert not lines, "\n" + "\n".join(lines)


def rank_of(package: str, rows: list[set[str]]) -> int:
    return next((rank for rank, row in enumerate(rows) if package in row), -1)


@pytest.mark.parametrize(("top", "rows"), [("cleaners", CLEANERS), ("flows", FLOWS)])
def test_every_module_has_a_layer(top: str, rows: list[set[str]]) -> None:
    assert {package for package in map(package_of, modules(top)) if rank_of(package, rows) < 0} == set()


@pytest.mark.parametrize(("top", "rows"), [("cleaners", CLEANERS), ("flows", FLOWS)])
def test_imports_run_one_way(top: str, rows: list[set[str]]) -> None:
    wrong = []
    for module, others in import_graph(top).items():
        for other in others:
            pair = (package_of(module), package_of(other))
            own, its = (rank_of(package, rows) for package in pair)
            if pair[0] != pair[1] and (its > own or (its == own and pair not in SAME_ROW[top])):
                wrong.append(f"{module} imports {other}")
    none(wrong)


def test_no_labeler_imports_another() -> None:
    wrong = []
    for module, others in import_graph("cleaners").items():
        own = module.split(".")[2:3]
        for other in others:
            its = other.split(".")[2:3]
            inside = package_of(module) == package_of(other) == "labelers"
            if inside and own != its and own and its and {*own, *its} <= LABELERS:
                wrong.append(f"{module} imports {other}")
    none(wrong)


def test_no_rule_imports_another() -> None:
    rules = {name for name in modules("cleaners") if name.split(".")[1:3] == ["labelers", "rules"]}
    whole = min(rules, key=len)  # the package itself, which lists them all
    graph = import_graph("cleaners")
    assert {rule: found for rule in rules - {whole} if (found := graph[rule] & (rules - {whole}))} == {}


@pytest.mark.parametrize("top", ["cleaners", "flows"])
def test_there_is_no_circle_of_packages(top: str) -> None:
    packages = grouped(import_graph(top), lambda name: modules(top)[name].package)
    below_the_top = grouped(import_graph(top), package_of)
    none(map(", ".join, circles(packages) + circles(below_the_top)))


@pytest.mark.parametrize("top", ["cleaners", "flows"])
def test_there_is_no_circle_of_modules(top: str) -> None:
    none(map(", ".join, circles(grouped(import_graph(top), str))))


def test_circles_are_found_where_there_are_some() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"a"}}) == [["b", "c"]]


def test_the_library_is_pure_and_imports_nothing_of_the_flows() -> None:
    wrong = {"flows", "training", "bench", *IMPURE}
    none(imports_of("cleaners", wrong))


def imports_of(top: str, wanted: set[str]) -> list[str]:
    """The imports of some top-level modules within a top package, each with its place."""
    return [
        f"{module.path.relative_to(ROOT)}:{one.line} imports {one.whole}"
        for module in modules(top).values()
        for one in module.imports
        if one.base.split(".")[0] in wanted
    ]


def test_flows_import_only_the_public_names_of_the_library() -> None:
    """`from cleaners import clean` is public; `from cleaners.clean import read_page` is not, though both say clean."""
    public = {*cleaners.__all__, "__version__"}
    wrong = [
        f"{module.name} imports {one.whole}"
        for module in modules("flows").values()
        for one in module.imports
        if one.base.split(".")[0] == "cleaners" and (one.base != "cleaners" or one.name not in public)
    ]
    none(wrong)


def test_the_public_names_are_few_and_there() -> None:
    assert len(cleaners.__all__) <= 30
    assert all(hasattr(cleaners, name) for name in cleaners.__all__)
    assert {"clean", "CleanPage", "Block", "Decision", "RawPage"} <= set(cleaners.__all__)


def test_cleaning_one_page_loads_nothing_heavy(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A title\n\nA paragraph of an article that is long enough to be one, and says so.\n")
    code = (
        "import sys; from flows.cli import run_command; code = run_command(sys.argv[1:]);"
        "print(' '.join(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, "clean", page], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert not loaded & {
        "jinja2",
        "tomlkit",
        "prefect",
        "pydantic",
        "pydantic_settings",
        "httpx",
        "sqlite3",
        "asyncio",
        "trafilatura",
    }


def test_few_modules_lie_loose_in_flows() -> None:
    assert len(list((ROOT / "flows").glob("*.py"))) <= LOOSE_MODULES


def test_sql_is_only_in_the_store() -> None:
    wrong = []
    for top in ("cleaners", "flows"):
        for module in modules(top).values():
            if package_of(module.name) != "store":
                where = module.path.relative_to(ROOT)
                wrong += [f"{where}:{line} {text.strip()[:40]!r}" for text, line in strings(module)
                          if _SQL_TEXT.match(text)]  # fmt: skip
                wrong += [f"{where}:{number} {line.strip()[:60]}"
                          for number, line in enumerate(module.path.read_text("utf-8").splitlines(), 1)
                          if _SQL_CALL.search(line)]  # fmt: skip
    none(wrong)


def test_prefect_is_only_in_the_orchestration() -> None:
    inside = {name for name in modules("flows") if package_of(name) == "orchestration"}
    wrong = [
        f"{module.name} imports {one.whole}"
        for module in modules("flows").values()
        for one in module.imports
        if one.base.split(".")[0].startswith("prefect") and module.name not in inside
    ]
    none(wrong + imports_of("cleaners", {"prefect", "prefect_dask"}))


def over_limits() -> Iterator[tuple[str, str, int]]:
    """What is over a limit: "lines" or "parameters", the name, and how many."""
    for top in ("cleaners", "flows", "bench", "training"):
        for module in modules(top).values():
            if module.lines > MODULE_LINES:
                yield "lines", module.name, module.lines
            for name, function in module.functions():
                lines = (function.end_lineno or 0) - function.lineno + 1
                if lines > FUNCTION_LINES:
                    yield "lines", name, lines
                if parameters(function) > PARAMETERS:
                    yield "parameters", name, parameters(function)


@pytest.mark.parametrize(("what", "allowed"), [("lines", TOO_LONG), ("parameters", TOO_MANY_PARAMETERS)])
def test_modules_functions_and_parameter_lists_stay_short(what: str, allowed: dict[str, int]) -> None:
    found = {name: number for kind, name, number in over_limits() if kind == what}
    assert {name: number for name, number in found.items() if number > allowed.get(name, 0)} == {}
    assert allowed.keys() - found.keys() == set(), "these are short now: take them out of the list"


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml asks for, with those of some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def imported() -> dict[str, set[str]]:
    """The top-level modules of others that production code imports, and the distributions that may hold each."""
    known = packages_distributions()
    names = {one.base.split(".")[0] for top in ("cleaners", "flows") for module in modules(top).values()
             for one in module.imports} - {"cleaners", "flows", *sys.stdlib_module_names}  # fmt: skip
    if sys.version_info < (3, 14):
        names.discard("compression")  # in the standard library of later versions
    return {name: {canonicalize_name(found) for found in known.get(name, [name])} for name in names}


def test_what_is_imported_is_declared() -> None:
    allowed = declared("dask", "render", "parquet", "s3") | IMPORTED_ONLY.keys()
    none(name for name, distributions in imported().items() if not distributions & allowed)


def test_what_is_declared_is_imported() -> None:
    found = {name for distributions in imported().values() for name in distributions}
    none(declared() - found - DECLARED_ONLY.keys())
