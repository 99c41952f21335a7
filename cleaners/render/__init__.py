"""Writes a clean page as plain text, Markdown and HTML."""

from .html import ALLOWED, to_html
from .markdown import to_markdown
from .text import to_text

__all__ = ["ALLOWED", "to_html", "to_markdown", "to_text"]
