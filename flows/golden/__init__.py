"""Golden cases: pages kept with what they should come out as; the project's own, and those of its users."""

from .cases import CASES, Case, add, as_document, as_lines, faults, find_cases, read_case, refresh
from .developer import main

__all__ = [
    "CASES", "Case", "add", "as_document", "as_lines", "faults", "find_cases", "main", "read_case", "refresh",
]  # fmt: skip
