"""Where two versions come from: two .json documents, or two clean/ trees."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from ..errors import UsageError
from ..store.clean import files_in
from ..store.duplicate_mark import page_only
from ..store.raw import printable_path
from ..store.version1 import upgraded
from .compare import METADATA, Version, compare
from .summary import Summary


def read_version(content: bytes, name: str) -> Version:
    """The version in a document. Raises UsageError, naming the file, for anything else."""
    try:
        document = upgraded(json.loads(content))
        decisions = document["decisions"]
        wanted = {"text": str, "kept": bool, "decidedBy": str, "reason": str}
        fine = all(isinstance(block[key], kind) for block in decisions for key, kind in wanted.items())
    except (ValueError, TypeError, KeyError, RecursionError):
        fine = False
    if not fine or not all(isinstance(document.get(key) or "", str) for key in METADATA):
        raise UsageError(f"{name} is no clean page as JSON: give a .json of clean/, or --format json's")
    return Version(document)


def diff(old: Path, new: Path) -> Summary:
    """What differs between two clean/ trees, or two versions of one page.

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
    """What differs between two versions of one page. A page's .md stands for the .json beside it."""
    paths = [path.with_suffix(".json") if path.suffix == ".md" else path for path in (old, new)]
    versions = []
    for path in paths:
        try:
            versions.append(read_version(path.read_bytes(), str(path)))
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror or error}") from None
    summary = Summary(shown=1)
    summary.add(compare(printable_path(str(paths[1])), *versions))
    return summary


def compare_trees(old: Path, new: Path) -> Summary:
    """What differs between two clean/ trees, page by page."""
    summary = Summary()
    left, right = _pages(old), _pages(new)
    for name in sorted({*left, *right}):
        if name not in right:
            summary.removed.append(name)
        elif name not in left:
            summary.added.append(name)
        else:
            compare_bytes(summary, name, _bytes(left[name]), _bytes(right[name]))
    return summary


def compare_bytes(summary: Summary, name: str, old: bytes | None, new: bytes | None) -> None:
    """Add what differs between two documents of a page; None for one that cannot be read."""
    if old is None or new is None:
        summary.unreadable.append(name)
    elif page_only(old) == page_only(new):
        summary.same += 1
    else:
        try:
            summary.add(compare(name, read_version(old, name), read_version(new, name)))
        except UsageError:
            summary.unreadable.append(name)


def _pages(root: Path) -> dict[str, str]:
    """The pages of a tree by their place in it, and the files of their documents."""
    found = dict(_documents(root))
    if not found and any(entry.name.endswith((".jsonl", ".parquet")) for entry in files_in(root)):
        raise UsageError(f"{root} holds a file for many pages; `winnow diff` compares stores with a file a page")
    return found


def _documents(root: Path) -> Iterator[tuple[str, str]]:
    for entry in files_in(root):
        if entry.name.endswith(".json"):
            yield printable_path(os.path.relpath(entry.path, root)).removesuffix(".json"), entry.path


def _bytes(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
