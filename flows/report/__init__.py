"""What a run did: figures from the ledger, as Markdown and as an HTML page."""

from .figures import report_of
from .markdown import failure_table, markdown_report
from .model import SHOWN, Report, grouped

__all__ = ["SHOWN", "Report", "failure_table", "grouped", "markdown_report", "report_of"]
