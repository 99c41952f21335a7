"""Writes a clean page as plain text, Markdown and JSON."""

from .document import to_document, to_json
from .markdown import to_markdown
from .text import to_text

__all__ = ["to_document", "to_json", "to_markdown", "to_text"]
