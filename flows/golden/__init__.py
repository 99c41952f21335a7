"""Golden cases: pages with the results that are expected of them; the project's own, and those of its users."""

from .cases import Case, find_cases, read_case
from .edit import Statement, add_case, case_name, remove_statement
from .expectations import Expectations, read_expectations, words_of

__all__ = [
    "Case", "Expectations", "Statement", "add_case", "case_name", "find_cases", "read_case", "read_expectations",
    "remove_statement", "words_of",
]  # fmt: skip
