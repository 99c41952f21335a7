"""What differs between two versions of clean pages: of one page, or of two whole clean/ trees."""

from .compare import PageChange, Passage, compare
from .summary import Summary
from .versions import Version, compare_bytes, compare_files, compare_trees, diff, read_version

__all__ = [
    "PageChange", "Passage", "Summary", "Version", "compare", "compare_bytes", "compare_files", "compare_trees",
    "diff", "read_version",
]  # fmt: skip
