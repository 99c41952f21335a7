"""Differences between two versions of one clean page, or of two whole clean/ trees."""

from .compare import EFFECTS, PageChange, PageVersion, PassageChange, compare
from .summary import Group, Summary
from .versions import compare_bytes, compare_files, compare_trees, diff, read_version

__all__ = [
    "EFFECTS", "Group", "PageChange", "PageVersion", "PassageChange", "Summary", "compare", "compare_bytes",
    "compare_files", "compare_trees", "diff", "read_version",
]  # fmt: skip
