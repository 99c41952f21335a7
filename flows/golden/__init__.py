"""Golden cases: pages kept with what they should come out as; the project's own, and those of its users."""

from .cases import Case, find_cases, read_case
from .edit import GivenPage, Statement, add_case, remove_statement
from .expectations import Expectations, read_expectations, words_of

__all__ = [
    "Case", "Expectations", "GivenPage", "Statement", "add_case", "find_cases", "read_case", "read_expectations",
    "remove_statement", "words_of",
]  # fmt: skip
