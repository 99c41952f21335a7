"""Writes a clean page as plain text, Markdown and HTML."""

from .before_after import before_after
from .html import ALLOWED, to_html
from .markdown import to_markdown
from .text import to_text

__all__ = ["ALLOWED", "before_after", "to_html", "to_markdown", "to_text"]
