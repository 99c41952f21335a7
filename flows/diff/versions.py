"""Reading two versions to compare: two .json documents, or two clean/ trees."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ..errors import UsageError
from ..store.clean import files_in
from ..store.duplicate_mark import page_only
from ..store.raw import printable_path
from ..store.version1 import upgraded
from .compare import METADATA, PageVersion, compare
from .summary import Summary


def read_version(content: bytes, name: str) -> PageVersion:
    """The version in a JSON document. Raises UsageError, with the name of the file, for anything else."""
    try:
        document: PageVersion = upgraded(json.loads(content))
        decisions = document["decisions"]
        types = {"text": str, "kept": bool, "decidedBy": str, "reason": str}
        valid = all(isinstance(decision[key], type_) for decision in decisions for key, type_ in types.items())
    except (ValueError, TypeError, KeyError, RecursionError):
        valid = False
    if not valid or not all(isinstance(document.get(key) or "", str) for key in (*METADATA, "url")):
        raise UsageError(f"{name} is no clean page as JSON: give a .json of clean/ or of `winnow clean --format json`")
    return document


def diff(old: Path, new: Path) -> Summary:
    """The differences between two clean/ trees, or two versions of one page.

    Raises UsageError when they cannot be compared.
    """
    for path in (old, new):
        if not path.exists():
            raise UsageError(f"there is no {path}; give two clean folders, or two .json documents of one page")
    if old.is_dir() and new.is_dir():
        return compare_trees(old, new)
    if old.is_dir() or new.is_dir():
        raise UsageError("one is a folder and one a file; give two clean folders, or two .json documents")
    return compare_files(old, new)


def compare_files(old: Path, new: Path) -> Summary:
    """The differences between two versions of one page. For a .md file the .json beside it is read."""
    paths = [path.with_suffix(".json") if path.suffix == ".md" else path for path in (old, new)]
    versions = []
    for path in paths:
        try:
            versions.append(read_version(path.read_bytes(), str(path)))
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror or error}") from None
    summary = Summary(max_shown=1)
    summary.add(compare(printable_path(str(paths[1])), *versions))
    return summary


def compare_trees(old: Path, new: Path) -> Summary:
    """The differences between two clean/ trees, page by page."""
    summary = Summary()
    old_paths, new_paths = _document_paths(old), _document_paths(new)
    for name in sorted({*old_paths, *new_paths}):
        if name not in new_paths:
            summary.removed.append(name)
        elif name not in old_paths:
            summary.added.append(name)
        else:
            compare_bytes(summary, name, _content(old_paths[name]), _content(new_paths[name]))
    return summary


def compare_bytes(summary: Summary, name: str, old: bytes | None, new: bytes | None) -> None:
    """Add the differences between two documents of a page to ``summary``; None is a document that cannot be read."""
    if old is None or new is None:
        summary.unreadable.append(name)
    elif page_only(old) == page_only(new):
        summary.same += 1
    else:
        try:
            summary.add(compare(name, read_version(old, name), read_version(new, name)))
        except UsageError:
            summary.unreadable.append(name)


def _document_paths(root: Path) -> dict[str, str]:
    """The .json files of a tree, by their path in it without suffix."""
    paths = {
        printable_path(os.path.relpath(file.path, root)).removesuffix(".json"): file.path
        for file in files_in(root) if file.name.endswith(".json")
    }  # fmt: skip
    if not paths and any(file.name.endswith((".jsonl", ".parquet")) for file in files_in(root)):
        raise UsageError(f"{root} holds a file for many pages; `winnow diff` compares stores with a file a page")
    return paths


def _content(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
