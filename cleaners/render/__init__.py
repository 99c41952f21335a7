"""Writes a clean page as plain text and Markdown."""

from .markdown import to_markdown
from .text import to_text

__all__ = ["to_markdown", "to_text"]
