"""The report of a run: figures from the ledger, as Markdown and as an HTML page."""

from .figures import report_of
from .markdown import failure_table, markdown_report
from .model import Report, words_by_group
from .names import page_names

__all__ = ["Report", "failure_table", "markdown_report", "page_names", "report_of", "words_by_group"]
