"""The project's own source code as data: modules, what they import, how long their functions are."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: `from flows.store import raw` imports ``name`` "raw" from ``base`` "flows.store"."""

    base: str
    name: str  # empty for `import base`
    line: int

    @property
    def whole(self) -> str:
        return f"{self.base}.{self.name}" if self.name else self.base


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file."""

    name: str
    path: Path
    tree: ast.Module
    lines: int
    imports: tuple[Import, ...]

    @property
    def package(self) -> str:
        """The folder that the file lies in; a module directly in `cleaners` or `flows` counts as a package."""
        if self.path.name == "__init__.py":
            return self.name
        above = self.name.rpartition(".")[0]
        return above if "." in above else self.name

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Every function and method by its whole name, functions inside functions included."""
        yield from _functions(self.tree, self.name)


def _imports(tree: ast.Module, folder: list[str]) -> Iterator[Import]:
    """All imports with their whole names: those inside functions and those for type checkers too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, "", node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = folder[: len(folder) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (Import(base, alias.name, node.lineno) for alias in node.names)


def _functions(node: ast.AST, above: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        name = above
        if isinstance(child, Function | ast.ClassDef):
            name = f"{above}.{child.name}"
            if isinstance(child, Function):
                yield name, child
        yield from _functions(child, name)


def parameters(function: Function) -> int:
    """The number of parameters, without `self` and `cls`."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    own = bool(positional) and positional[0].arg in ("self", "cls")
    return len(positional) - own + len(given.kwonlyargs) + bool(given.vararg) + bool(given.kwarg)


@cache
def modules(top: str) -> Mapping[str, Module]:
    """The modules of a top package by their names."""
    found = {}
    for path in sorted((ROOT / top).rglob("*.py")):
        *folder, file = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(folder if file == "__init__" else [*folder, file])
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        found[name] = Module(name, path, tree, len(text.splitlines()), tuple(_imports(tree, folder)))
    return found


@cache
def import_graph(top: str) -> Mapping[str, frozenset[str]]:
    """For every module of a top package the other modules of the same top package that it imports."""
    known = modules(top)
    graph = {}
    for module in known.values():
        found = {one.whole if one.whole in known else one.base for one in module.imports}
        graph[module.name] = frozenset(found & known.keys() - {module.name})
    return graph


def grouped(graph: Mapping[str, frozenset[str]], group: Callable[[str], str]) -> dict[str, set[str]]:
    """The graph between groups of nodes."""
    found: dict[str, set[str]] = {}
    for node, others in graph.items():
        own = group(node)
        found.setdefault(own, set()).update(group(other) for other in others if group(other) != own)
    return found


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The groups of nodes that all reach each other."""
    reached = {node: _reached(graph, node) for node in graph}
    rings = {tuple(sorted(other for other in reached[node] if node in reached[other])) for node in graph}
    return [list(ring) for ring in sorted(rings) if ring]


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph[node]
    return found


def strings(module: Module) -> Iterator[tuple[str, int]]:
    """String literals that are no docstrings, the fixed parts of f-strings included, with their lines."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Module | ast.ClassDef | Function) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value, node.lineno
