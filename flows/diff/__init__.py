"""What differs between two versions of clean pages: of one page, or of two whole clean/ trees."""

from .compare import FATES, PageChange, PassageChange, Version, compare
from .summary import Group, Summary
from .versions import compare_bytes, compare_files, compare_trees, diff, read_version

__all__ = [
    "FATES", "Group", "PageChange", "PassageChange", "Summary", "Version", "compare", "compare_bytes", "compare_files",
    "compare_trees", "diff", "read_version",
]  # fmt: skip
